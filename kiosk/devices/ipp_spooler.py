"""The child process that speaks to CUPS with pycups, for one A4 printer.

``python -m kiosk.devices.ipp_spooler SOCKET QUEUE FD``: commands come on the socket with that number, one answer each.
A process of its own because pycups has no time-outs: when CUPS does not answer, the parent ends it (``ipp_queue.py``).
"""

import contextlib
import signal
import socket
import sys
from typing import Any, Final

import cups

from kiosk.devices.ipp_frames import pack, unpack

__all__ = ["main"]

_JOB: Final = [
    "job-id",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-printer-uri",
    "job-impressions-completed",
    "time-at-creation",
    "time-at-processing",
]


class _Spooler:
    """One connection for each command, so that a restart of CUPS leaves nothing stale."""

    def __init__(self, server: str, queue: str) -> None:
        self._server = server
        self._queue = queue

    def jobs(self, _body: bytes, *, since: int) -> list[dict[str, Any]]:
        """Ours in this queue, from the one with that number on. Of others CUPS keeps the names to itself."""
        first = {"first_job_id": since} if since else {}
        found = self._connect().getJobs(which_jobs="all", my_jobs=True, requested_attributes=_JOB, **first)
        ours = f"/{self._queue}"
        return [{**job, "job-id": number} for number, job in found.items() if _uri(job).endswith(ours)]

    def create(self, _body: bytes, *, name: str, options: dict[str, str]) -> int:
        return int(self._connect().createJob(self._queue, name, options))

    def send(self, body: bytes, *, job: int, name: str) -> None:
        connection = self._connect()
        connection.startDocument(self._queue, job, name, "application/pdf", 1)
        connection.writeRequestData(body, len(body))
        status = connection.finishDocument(self._queue)
        if status >= cups.IPP_BAD_REQUEST:
            raise cups.IPPError(status, "the document was refused")

    def cancel(self, _body: bytes, *, job: int) -> None:
        self._connect().cancelJob(job)

    def _connect(self) -> Any:
        return cups.Connection(host=self._server)


def main(server: str, queue: str, number: str) -> None:
    """Until the parent closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's business
    cups.setPasswordCB(lambda _prompt: "")  # asked on no terminal
    spooler = _Spooler(server, queue)
    with socket.socket(fileno=int(number)) as ours, ours.makefile("rwb") as line, contextlib.suppress(EOFError):
        while True:
            request, body = unpack(line.read)
            line.write(pack(_answer(spooler, request, body)))
            line.flush()


def _answer(spooler: _Spooler, request: dict[str, Any], body: bytes) -> dict[str, Any]:
    command = getattr(spooler, request.pop("command"))
    try:
        return {"answer": command(body, **request)}
    except cups.IPPError as error:
        return {"status": error.args[0], "said": str(error.args[-1])}
    except (cups.HTTPError, RuntimeError) as error:
        return {"status": None, "said": str(error)}


def _uri(job: dict[str, Any]) -> str:
    return str(job.get("job-printer-uri", ""))


if __name__ == "__main__":
    main(*sys.argv[1:])
