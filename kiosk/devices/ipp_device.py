"""An IPP printer asked itself how it stands and what became of a document: its queue in CUPS knows less, and later."""

from dataclasses import dataclass
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.errors import BadReply
from kiosk.core.status import Status
from kiosk.devices.ipp_jobs import DeviceJob, JobState
from kiosk.devices.ipp_message import Attributes, Operation, Tag, number, words
from kiosk.devices.ipp_reasons import to_status
from kiosk.devices.ipp_wire import IppWire

__all__ = ["DeviceState", "IppDevice"]

_PRINTER: Final = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-input-tray",
    "printer-up-time",
    "queued-job-count",
)
_JOB: Final = ("job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed")


@dataclass(frozen=True)
class DeviceState:
    """``up_time`` in seconds since it was switched on, None where it does not say; ``queued`` jobs are not done."""

    status: Status
    up_time: int | None
    queued: int


class IppDevice:
    """Deadlines are points on ``clock.monotonic()``. Every method raises Disconnected, NoAnswer, BadReply."""

    def __init__(self, uri: str, clock: Clock) -> None:
        self._wire = IppWire(uri, clock)

    def state(self, deadline: float) -> DeviceState:
        wanted = [(Tag.KEYWORD, "requested-attributes", _PRINTER)]
        reply = self._wire.ask(Operation.GET_PRINTER_ATTRIBUTES, wanted, deadline)
        groups = reply.all(Tag.PRINTER)
        if reply.refused or not groups:
            raise BadReply(f"the printer does not tell its state (IPP status {reply.status:#06x})")
        said = groups[0]
        state = number(said, "printer-state")
        if state is None:
            raise BadReply("the printer's answer has no printer-state")
        trays = [
            tray.decode(errors="replace") for tray in said.get("printer-input-tray", []) if isinstance(tray, bytes)
        ]
        accepting = said.get("printer-is-accepting-jobs") != [False]
        status = to_status(state, words(said, "printer-state-reasons"), trays, accepting=accepting)
        return DeviceState(status, number(said, "printer-up-time"), number(said, "queued-job-count") or 0)

    def jobs(self, deadline: float, *, name: str | None = None, ended: bool = True) -> tuple[DeviceJob, ...]:
        """What it still knows of. Those under way are asked for first: a job that ends meanwhile is seen twice."""
        found: dict[int, DeviceJob] = {}
        for which in ("not-completed", "completed") if ended else ("not-completed",):
            wanted = [(Tag.KEYWORD, "which-jobs", [which]), (Tag.KEYWORD, "requested-attributes", _JOB)]
            reply = self._wire.ask(Operation.GET_JOBS, wanted, deadline)
            if reply.refused:
                raise BadReply(f"the printer does not tell its jobs (IPP status {reply.status:#06x})")
            for said in reply.all(Tag.JOB):
                job = _job(said)
                if job is not None and name in (None, job.name):
                    found[job.id] = job
        return tuple(found.values())

    def cancel(self, job: int, deadline: float) -> None:
        """Asks for it. A job that has ended meanwhile, or is unknown, is no error: ``jobs`` tells how it ended."""
        self._wire.ask(Operation.CANCEL_JOB, [(Tag.INTEGER, "job-id", [job])], deadline)


def _job(said: Attributes) -> DeviceJob | None:
    identity, state = number(said, "job-id"), number(said, "job-state")
    if identity is None or state not in set(JobState):
        return None
    names = words(said, "job-name")
    reasons = frozenset(words(said, "job-state-reasons"))
    impressions = number(said, "job-impressions-completed")
    return DeviceJob(identity, names[0] if names else "", JobState(state), reasons, impressions)
