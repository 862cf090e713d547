"""What became of a document, from what CUPS and the printer say of it. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

__all__ = ["DeviceJob", "JobState", "Outcome", "QueueJob", "judge"]


class JobState(IntEnum):
    """RFC 8011 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9

    @property
    def ended(self) -> bool:
        return self >= JobState.CANCELED


class Outcome(Enum):
    ACTIVE = "active"  # it may still come out
    OUT = "out"  # every sheet is
    NOT_OUT = "not_out"  # none is, and none will come
    UNKNOWN = "unknown"  # some may be, and no more is known


@dataclass(frozen=True)
class QueueJob:
    """In CUPS. ``created`` is seconds of the wall clock; ``started``: something may have gone to the printer."""

    id: int
    name: str
    state: JobState
    reasons: frozenset[str]
    created: float
    started: bool
    impressions: int

    @property
    def empty(self) -> bool:
        """Its document never came: it cannot print."""
        return self.state is JobState.HELD and "job-incoming" in self.reasons


@dataclass(frozen=True)
class DeviceJob:
    """In the printer. ``impressions`` is None where it does not count them."""

    id: int
    name: str
    state: JobState
    reasons: frozenset[str]
    impressions: int | None


def judge(
    queued: QueueJob | None, printed: Sequence[DeviceJob], *, doubt: bool = False, whole: bool = False
) -> Outcome:
    """``printed`` are the printer's jobs for the document.

    CUPS takes a job that its printer gave up for cancelled, and one that its printer forgot for completed: where the
    printer knows, it alone counts. ``doubt``: it was away meanwhile, when CUPS takes the end of
    a connection for the end of the job, or was switched off and may have forgotten. ``whole``: one job in the printer
    is the whole document, so that nobody waits for CUPS to notice its end.
    """
    if printed and all(job.state.ended for job in printed):
        return _ended(queued, printed, whole=whole)
    if printed or (queued is not None and not queued.state.ended):
        return Outcome.ACTIVE
    if queued is not None and not queued.started:
        return Outcome.NOT_OUT
    if queued is None or doubt:
        return Outcome.UNKNOWN
    if queued.state is JobState.COMPLETED:
        return Outcome.OUT
    return Outcome.UNKNOWN if queued.impressions else Outcome.NOT_OUT


def _ended(queued: QueueJob | None, printed: Sequence[DeviceJob], *, whole: bool) -> Outcome:
    tried = [job for job in printed if not _nothing_out(job)]  # an earlier try without a sheet does not count
    out = bool(tried) and all(_is_out(job) for job in tried)
    if queued is not None and not queued.state.ended and not (out and whole):  # CUPS may send more of it
        return Outcome.ACTIVE
    if out:
        return Outcome.OUT
    return Outcome.UNKNOWN if tried else Outcome.NOT_OUT


def _nothing_out(job: DeviceJob) -> bool:
    return job.state in (JobState.CANCELED, JobState.ABORTED) and job.impressions == 0


def _is_out(job: DeviceJob) -> bool:
    return job.state is JobState.COMPLETED and "job-completed-with-errors" not in job.reasons
