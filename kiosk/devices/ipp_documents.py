"""Documents by their names, in the queue in CUPS and in the printer: what became of them, and ending them."""

import threading
from typing import Final

from kiosk.core import timing
from kiosk.core.clock import Clock
from kiosk.core.errors import BadReply, Disconnected, NoAnswer
from kiosk.devices.ipp_device import IppDevice
from kiosk.devices.ipp_jobs import DeviceJob, JobState, Outcome, QueueJob, judge
from kiosk.devices.ipp_queue import IppQueue

__all__ = ["Documents"]

_LOOK: Final = 0.1
_ROUNDED: Final = 1.0  # CUPS and printers count in whole seconds
_UNATTENDED: Final = timing.IDLE_HELPER + timing.COUNTDOWN  # after it nobody stands there to take the sheet
_KNOWN: Final = {Outcome.OUT: True, Outcome.NOT_OUT: False, Outcome.UNKNOWN: None, None: None}


class Documents:
    """Deadlines are points on ``clock.monotonic()``. Raises Disconnected, NoAnswer, BadReply if not said otherwise."""

    def __init__(self, device: IppDevice, queue: IppQueue, clock: Clock) -> None:
        self._device = device
        self._queue = queue
        self._clock = clock

    def judge(
        self, key: str, end: float, *, since: int = 0, whole: bool = False, doubt: bool = False
    ) -> Outcome | None:
        """None: neither CUPS nor the printer knows it. ``since`` is a job in CUPS that it cannot be older than.

        ``whole`` and ``doubt`` as in ``ipp_jobs.judge``.
        """
        queued = self._queue.find(key, end, since=since)
        if queued is not None and queued.empty:
            self._queue.cancel(queued.id, end)
            queued = self._queue.find(key, end, since=since)
        printed = self._device.jobs(end, name=key)
        if queued is None and not printed:
            return None
        doubt = doubt or self._restarted(queued, printed, end)
        return judge(queued, printed, doubt=doubt, whole=whole)

    def _restarted(self, queued: QueueJob | None, printed: tuple[DeviceJob, ...], end: float) -> bool:
        """Asked only where it matters: the printer knows nothing of a job that CUPS has done with."""
        if printed or queued is None or not queued.state.ended:
            return False
        up_time = self._device.state(end).up_time
        return up_time is not None and self._clock.now().timestamp() - up_time > queued.created - _ROUNDED

    def take_back(self, key: str, end: float) -> bool | None:
        """Cancels it in CUPS and in the printer, and waits to see that it is: then whether it is out, as far as known.

        Raises nothing: what cannot be asked is not known.
        """
        tick = threading.Event()
        while self._clock.monotonic() < end:
            try:
                outcome = self._cancel(key, end)
            except (NoAnswer, BadReply):
                outcome = Outcome.ACTIVE
            except Disconnected:
                return None
            if outcome is not Outcome.ACTIVE:
                return _KNOWN[outcome]
            tick.wait(max(0.0, min(_LOOK, end - self._clock.monotonic())))
        return None

    def _cancel(self, key: str, end: float) -> Outcome | None:
        queued = self._queue.find(key, end)
        if queued is not None and not queued.state.ended:
            self._queue.cancel(queued.id, end)
        for job in self._device.jobs(end, name=key, ended=False):
            self._device.cancel(job.id, end)
        if self._queue.state(end).busy:  # still on its way to the printer
            return Outcome.ACTIVE
        return self.judge(key, end)

    def tidy(self, end: float) -> None:
        """What a cut-off printer, or a terminal that was killed, has left behind would come out for nobody."""
        queued = self._queue.jobs(end)
        now = self._clock.now().timestamp()
        for job in queued:
            if not job.state.ended and now - job.created > _UNATTENDED:
                self._queue.cancel(job.id, end)
        newest = {job.name: job for job in queued}
        for left in self._device.jobs(end, ended=False):
            known = newest.get(left.name)
            if known is not None and known.state in (JobState.CANCELED, JobState.ABORTED):
                self._device.cancel(left.id, end)
