"""The work of the step that stands: when it runs, when it may be broken off, and when it is tried again."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.core.slot import Slot
from kiosk.core.step import Done, Step, Tone
from kiosk.core.timing import TROUBLE_AGAIN, TROUBLE_AGAIN_MOST, WORKING_PAGE
from kiosk.core.walk import Walk
from kiosk.screens.house import House
from kiosk.screens.idle import IdleClock
from kiosk.screens.worker import Worker

__all__ = ["TAKE_CARD", "StepWork"]

TAKE_CARD = Done("别忘了拿身份证", ("您的事已经结束",), tone=Tone.ATTENTION)


class StepWork(QObject):
    """``answered``, ``failed`` and ``reported`` are the worker's. ``slow``: it takes longer than needs no page of its
    own. ``again``: what has failed may be well by now."""

    answered = Signal(object)
    failed = Signal(object)
    reported = Signal(object)
    slow = Signal()
    again = Signal()

    def __init__(self, house: House, idle: IdleClock, parent: QObject) -> None:
        super().__init__(parent)
        self._house, self._idle = house, idle
        self._worker = Worker()
        self._worker.answered.connect(self._answer)
        self._worker.failed.connect(self._fail)
        self._worker.reported.connect(self.reported)
        self._slow = QTimer(self, singleShot=True, interval=round(WORKING_PAGE * 1000))
        self._slow.timeout.connect(self.slow)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.again)
        self._failures = 0  # in a row
        self._held = False

    @property
    def busy(self) -> bool:
        return self._worker.busy

    def unstoppable(self, step: Step[object] | None) -> bool:
        """An effect is under way: its outcome comes in seconds, and leaving now would leave it unknown."""
        return self.busy and step is not None and step.durable and not step.stoppable

    def stoppable(self, step: Step[object] | None) -> bool:
        """An effect is under way that the citizen may end; until it has ended nobody can leave."""
        return self.busy and step is not None and step.stoppable

    def begin(self, walk: Walk | None, show: Callable[[], None], *, held: bool = False) -> None:
        """Whatever ran is broken off, and the work of the step that stands now begins, if it has any and is not
        ``held``: then the light shows where the citizen's card belongs.

        ``show`` brings the page before the work begins, or the two would take turns in Python. Where the citizen waits
        for nothing else it is not called: ``slow`` comes when that is worth a page.
        """
        self._worker.cancel()
        self._slow.stop()
        standing = walk is not None and walk.trouble is None
        step = (walk.step or walk.outcome) if walk is not None and standing else None
        working = isinstance(step, Step) and step.screen == "working"
        self._held = working or (isinstance(step, Step) and step.stoppable)
        self._idle.hold(self._held and not held)
        if held:
            self._house.light(Slot.ID_CARD)
            show()
            return
        self._house.light(step.light if isinstance(step, Step) else None)
        if not working:
            show()
        if walk is not None and step is not None and self._house.has_work(step):
            self._worker.start(lambda cancel, stop, report: self._house.perform(step, walk, cancel, stop, report))
        if working:
            self._slow.start()

    def watch_card(self, walk: Walk) -> None:
        """The visit is over; a card that still lies on the reader is pointed out until it is taken."""
        self._worker.start(lambda cancel, stop, report: self._house.perform(TAKE_CARD, walk, cancel, stop, report))

    def hold(self, more: bool) -> None:
        """The idle clock stands still for the work, or for something else that the citizen waits for."""
        self._idle.hold(self._held or more)

    def pause(self) -> None:
        """Until ``begin``: what waits for the citizen waits no longer."""
        self._worker.cancel()
        self._house.light(None)

    def stop(self) -> None:
        """Asks what is stoppable to come to its end."""
        self._worker.stop()

    def end(self) -> None:
        """Nobody waits for anything any more, and nothing that went wrong counts for whoever comes next."""
        self._worker.cancel()
        self._slow.stop()
        self._again.stop()
        self._failures = 0
        self._held = False
        self._idle.hold(False)
        self._house.light(None)

    def _answer(self, result: object) -> None:
        self._failures = 0
        self.answered.emit(result)

    def _fail(self, error: object) -> None:
        """What failed may be well again before this is heard, and never have been noticed by the device's or link's own
        status: then nothing more would tell of it, so it is looked at again after a while."""
        self._again.start(round(1000 * min(TROUBLE_AGAIN * 2**self._failures, TROUBLE_AGAIN_MOST)))
        self._failures += 1
        self.failed.emit(error)
