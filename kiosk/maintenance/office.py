"""Brings the pages of the menu to whoever may see them, and writes down what they do there."""

from collections.abc import Callable

from kiosk.core.board import Board, Outcome
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.maintenance import pages
from kiosk.maintenance.page import MaintenancePage, Premises, find_pages
from kiosk.screens.maintenance.office import Entry
from kiosk.services.audit_staff import MaintenanceClosed, MaintenanceDid, MaintenanceOpened

__all__ = ["Pages"]


class Pages:
    """The ``Office`` of the desk. ``premises`` says what the pages work on, as soon as that stands; before it raises
    KioskError."""

    def __init__(self, premises: Callable[[], Premises]) -> None:
        self._premises = premises
        self._kinds = {kind.name: kind for kind in find_pages(pages)}
        self._made: dict[str, MaintenancePage] = {}

    def menu(self, staff: Staff) -> tuple[Entry, ...]:
        return tuple(
            Entry(kind.name, kind.title, kind.icon)
            for kind in self._kinds.values()
            if kind.icon and staff.role in kind.roles
        )

    def may(self, staff: Staff, place: str) -> bool:
        kind = self._kinds.get(place.partition(":")[0])
        return kind is not None and staff.role in kind.roles

    def board(self, place: str, staff: Staff) -> Board:
        page, at = self._page(place, staff)
        return page.board(at, staff)

    def do(self, place: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        """What is done goes to the audit with who did it; what was typed may be anything, and does not."""
        page, at = self._page(place, staff)
        audit = page.services.audit
        try:
            outcome = page.do(at, action, value, staff, cancel)
        except KioskError as error:
            audit.record(None, MaintenanceDid(page.name, staff.id, at, action, error.code))
            raise
        audit.record(None, MaintenanceDid(page.name, staff.id, at, action, "done"))
        return outcome

    def came(self, staff: Staff) -> None:
        self._premises().services.audit.keep(MaintenanceOpened("", staff.id, staff.role.value))

    def left(self, staff: Staff, reason: str) -> None:
        for page in list(self._made.values()):  # a look that is under way may make one more
            page.left()
        self._made.clear()
        self._premises().services.audit.keep(MaintenanceClosed("", staff.id, reason))

    def _page(self, place: str, staff: Staff) -> tuple[MaintenancePage, str]:
        name, _, at = place.partition(":")
        if not self.may(staff, place):
            raise KioskError(f"{staff.role} may not open {place}", sentence="这一页您打不开", remedy="找运维工程师")
        if name not in self._made:
            self._made[name] = self._kinds[name](self._premises())
        return self._made[name], at
