"""Who stands there, as far as a card on the reader or a phone that was held up can tell."""

from PySide6.QtCore import QObject, Signal

from kiosk.core.job import CardLying, CardRead, CardTaken, CodeShown, Progress, StaffCard
from kiosk.core.person import Person
from kiosk.core.walk import Walk
from kiosk.screens.worker import Worker

__all__ = ["Presence"]


class Presence(QObject):
    """Hears of cards from whatever reads them: the step's own work, or the watch of its own while that does not.

    ``changed`` comes when another card lies there, none does, or a phone was shown. ``staff`` says that it is the
    helper's.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.staff = False
        self._card: Person | None = None  # whose lies there
        self._shown: tuple[object, Person] | None = None  # whose phone was held up, and at which step
        self._last: Person | None = None  # whose was read last: the reader only says whether that one lies there
        self._last_staff = False
        self._worker = Worker()
        self._worker.reported.connect(self.heard)
        self._worker.failed.connect(lambda _error: self.heard(CardTaken()))  # who cannot look has seen nobody

    def begin(self, *, staff: bool) -> None:
        """``staff``: the helper's card was read just now, and lies there."""
        self.forget()
        self.staff = self._last_staff = staff

    def forget(self) -> None:
        """Nothing is kept of any citizen."""
        self._card = self._last = self._shown = None

    def watch(self, work: object) -> None:
        """``work`` as the worker runs it: it reports until it is cancelled."""
        self._worker.start(work)  # type: ignore[arg-type]  # the caller's is one

    def rest(self) -> None:
        """Something else uses the reader, or nobody wants to know."""
        self._worker.cancel()

    @property
    def watching(self) -> bool:
        return self._worker.busy

    def is_there(self, walk: Walk | None) -> bool:
        """Whether the citizen of this walk is: by their own card, or by their phone at this very step."""
        person = walk.person if walk is not None else None
        if walk is None or person is None:
            return False
        by_phone = self._shown is not None and self._shown[0] is walk.step and _same(self._shown[1], person)
        return by_phone or (self._card is not None and _same(self._card, person))

    def shown_at(self, step: object, person: Person) -> None:
        self._shown = step, person
        self.changed.emit()

    def heard(self, event: Progress) -> None:
        before = self._card, self.staff
        match event:
            case CardRead(person):
                self._card = self._last = person
                self.staff = self._last_staff = False
            case StaffCard():
                self._card = self._last = None
                self.staff = self._last_staff = True
            case CardLying():
                self._card, self.staff = self._last, self._last_staff
            case CardTaken():
                self._card, self.staff = None, False
            case CodeShown():
                self.code_shown.emit(event.person)
        if before != (self._card, self.staff):
            self.changed.emit()

    code_shown = Signal(object)


def _same(one: Person, other: Person) -> bool:
    return one.id_number == other.id_number
