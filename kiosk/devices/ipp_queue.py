"""The printer's queue in CUPS, with deadlines.

How the queue stands is asked over CUPS's own socket. Jobs are pycups' business, in a child process
(``ipp_spooler.py``) that is started for the first of them, ended when late, and ended when there are no jobs any more:
a terminal that prints nothing need not hold its 7 MiB.
"""

import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.core.clock import Clock
from kiosk.core.errors import BadReply, Clearer, Disconnected, Fault, NoAnswer
from kiosk.devices.ipp_frames import pack, unpack
from kiosk.devices.ipp_jobs import JobState, QueueJob
from kiosk.devices.ipp_message import Operation, Tag, number, words
from kiosk.devices.ipp_reasons import PROCESSING, STOPPED
from kiosk.devices.ipp_wire import IppWire

__all__ = ["IppQueue", "QueueState"]

_SERVER_ERROR: Final = 0x0500  # IPP status from here on: CUPS is in trouble itself, or going down
_PIECE: Final = 1 << 16
_QUEUE: Final = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "queued-job-count")
_SENTENCE: Final = "打印机没准备好"


@dataclass(frozen=True)
class QueueState:
    """``fault`` where nothing gets through it; ``queued`` jobs wait or are under way, ``busy``: one is."""

    fault: Fault | None
    queued: int
    busy: bool


class IppQueue:
    """Deadlines are points on ``clock.monotonic()``.

    Every method raises Disconnected when CUPS is not there, NoAnswer at the deadline, BadReply for what it refuses.
    """

    def __init__(self, server: Path, name: str, clock: Clock) -> None:
        self._server = server
        self._name = name
        self._clock = clock
        self._wire = IppWire(f"ipp://localhost/printers/{name}", clock, local=server)
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def state(self, deadline: float) -> QueueState:
        wanted = [(Tag.KEYWORD, "requested-attributes", _QUEUE)]
        try:
            reply = self._wire.ask(Operation.GET_PRINTER_ATTRIBUTES, wanted, deadline)
        except NoAnswer as error:
            raise NoAnswer("CUPS did not tell how the queue stands", sentence=_SENTENCE) from error
        except (Disconnected, BadReply) as error:
            raise Disconnected(f"CUPS: {error.technician}", sentence=_SENTENCE) from error
        said = next(iter(reply.all(Tag.PRINTER)), {})
        if reply.status >= _SERVER_ERROR:
            raise Disconnected(f"CUPS: IPP status {reply.status:#06x}", sentence=_SENTENCE)
        if reply.refused or "printer-state" not in said:
            return QueueState(_no_queue(f"CUPS: IPP status {reply.status:#06x}"), 0, busy=False)
        state, reasons = number(said, "printer-state"), ",".join(words(said, "printer-state-reasons"))
        stopped = state == STOPPED or said.get("printer-is-accepting-jobs") == [False]
        fault = _paused(f"CUPS queue {self._name}: {reasons}") if stopped else None
        return QueueState(fault, number(said, "queued-job-count") or 0, state == PROCESSING)

    def jobs(self, deadline: float, *, since: int = 0) -> tuple[QueueJob, ...]:
        """Oldest first, those that have ended too; from the job with the number ``since`` on."""
        found = self._call("jobs", deadline, since=since)
        return tuple(sorted((_job(said) for said in found), key=lambda job: job.id))

    def find(self, name: str, deadline: float, *, since: int = 0) -> QueueJob | None:
        """The newest of that name."""
        return next((job for job in reversed(self.jobs(deadline, since=since)) if job.name == name), None)

    def create(self, name: str, options: Mapping[str, str], deadline: float) -> int:
        """A job without its document, which prints nothing."""
        return int(self._call("create", deadline, name=name, options=dict(options)))

    def send(self, job: int, name: str, pdf: bytes, deadline: float) -> None:
        """Its document, which makes it print."""
        self._call("send", deadline, body=pdf, job=job, name=name)

    def cancel(self, job: int, deadline: float) -> None:
        """One that has ended already stays as it ended."""
        try:
            self._call("cancel", deadline, job=job)
        except BadReply:
            return

    def rest(self) -> None:
        """Ends the child process; the next question that needs one starts another, which takes a tenth of a second."""
        child, line = self._child, self._line
        self._child = self._line = None
        if line is not None:
            line.close()
        if child is not None:
            child.kill()
            child.wait()

    def _call(self, command: str, deadline: float, *, body: bytes = b"", **arguments: Any) -> Any:
        try:
            line = self._line or self._start()
            line.settimeout(self._left(deadline))
            line.sendall(pack({"command": command, **arguments}, body))
            answer, _ = unpack(lambda count: self._read(line, count, deadline))
        except TimeoutError as error:
            self.rest()
            raise NoAnswer(f"CUPS did not answer to {command}", sentence=_SENTENCE) from error
        except (OSError, EOFError) as error:
            self.rest()
            technician = f"the process that speaks to CUPS ended at {command}"
            raise Disconnected(technician, sentence=_SENTENCE) from error
        if "answer" in answer:
            return answer["answer"]
        status, said = answer["status"], f"CUPS: {answer['said']}"
        if status is None or status >= _SERVER_ERROR:
            raise Disconnected(said, sentence=_SENTENCE)
        raise BadReply(said, sentence=_SENTENCE)

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        program = [sys.executable, "-m", "kiosk.devices.ipp_spooler", str(self._server), self._name]
        with theirs:
            try:
                self._child = subprocess.Popen(
                    [*program, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                )
            except OSError:
                ours.close()
                raise
        self._line = ours
        return ours

    def _read(self, line: socket.socket, count: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < count:
            line.settimeout(self._left(deadline))
            piece = line.recv(min(_PIECE, count - len(data)))
            if not piece:
                break
            data += piece
        return bytes(data)

    def _left(self, deadline: float) -> float:
        left = deadline - self._clock.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _job(said: Mapping[str, Any]) -> QueueJob:
    return QueueJob(
        id=int(said["job-id"]),
        name=str(said.get("job-name", "")),
        state=JobState(said["job-state"]),
        reasons=frozenset(_listed(said.get("job-state-reasons"))),
        created=float(said.get("time-at-creation") or 0),
        started=bool(said.get("time-at-processing")),
        impressions=int(said.get("job-impressions-completed") or 0),
    )


def _listed(said: Any) -> list[str]:
    """One value comes as itself, several as a list."""
    return [str(value) for value in (said if isinstance(said, list) else [said]) if value is not None]


def _paused(technician: str) -> Fault:
    return Fault("a4.paused", "打印机被暂停了", "点「找人帮忙」", technician, Clearer.SITE)


def _no_queue(technician: str) -> Fault:
    return Fault("a4.queue", "打印机还没有装好", "点「找人帮忙」", technician, Clearer.ENGINEER)
