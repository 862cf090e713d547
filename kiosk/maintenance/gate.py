"""The doors for staff, as the sign-in pages see them: PINs and cards by the staff book, challenges by their service."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, CardError, KioskError
from kiosk.core.person import Person
from kiosk.core.staff import Door, Staff
from kiosk.core.timing import CARD_POLL, CARD_READ, RECONNECT_MOST
from kiosk.kit import Services
from kiosk.screens.maintenance.gate import CardLaid, Shown, Stands
from kiosk.services.staff import NotAdmitted

__all__ = ["Doors"]

CODE: Final = "JINBAN|{terminal}|{digits}"


class Doors:
    """The ``Gate`` of the entry. ``services`` raises KioskError while they do not stand."""

    def __init__(self, services: Callable[[], Services], terminal: str) -> None:
        self._services, self._terminal = services, terminal

    def stands(self, door: Door) -> Stands:
        state = self._services().staff.book.lock.state(door)
        return Stands(state.waits, state.shut)

    def by_pin(self, number: str, pin: str, door: Door) -> Staff:
        return self._services().staff.book.by_pin(number, pin, door)

    def by_card(self, door: Door, cancel: Cancel) -> CardLaid:
        """Whoever was laid is known by the keyed hash of the number alone, and not kept."""
        while True:
            person = self._read(cancel)
            if person is not None:
                return self._laid(person.id_number, door)

    def _laid(self, id_number: str, door: Door) -> CardLaid:
        book = self._services().staff.book
        if door is Door.ASSIST:
            return CardLaid(book.with_card(id_number, door), admitted=True)
        staff = book.by_card(id_number)
        if staff is None:
            raise NotAdmitted("not on the list", sentence="这张卡不在名单上", remedy="换一张，或用工号登录")
        return CardLaid(staff, admitted=False)

    def _read(self, cancel: Cancel) -> Person | None:
        """One look at the reader, and a pause. A card that cannot be read is a CardError; a reader that is not there,
        or not yet, is looked for again."""
        cancel.check()
        try:
            reader = self._services().kit.id_card
            person = reader.run(lambda driver: driver.read(), cancel=cancel, deadline=CARD_READ) if reader else None
        except (Cancelled, CardError):
            raise
        except KioskError:
            reader = person = None
        if person is None:
            cancel.wait(CARD_POLL if reader is not None else RECONNECT_MOST)
        return person

    def challenge(self, door: Door) -> Shown:
        shown = self._services().staff.challenges.begin(door)
        return Shown(shown.digits, CODE.format(terminal=self._terminal, digits=shown.digits), shown.seconds)

    def respond(self, given: str) -> Staff:
        return self._services().staff.challenges.answer(given)

    def drop(self) -> None:
        with suppress(KioskError):  # then there is none
            self._services().staff.challenges.drop()
