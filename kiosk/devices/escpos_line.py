"""Questions to an ESC/POS printer over its wire, and what it answers. What stands on its paper is not known here.

Deadlines are points on ``clock.monotonic()``. Every method raises Disconnected, and NoAnswer where it waits for one.
"""

import contextlib
from dataclasses import replace
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.errors import NoAnswer
from kiosk.core.status import Status
from kiosk.devices.escpos_answers import Answers
from kiosk.devices.escpos_encoding import ASK_CUTS, ASK_DONE
from kiosk.devices.escpos_status import ASK_FULL, QUESTIONS, hangs_out, to_status
from kiosk.devices.wire import Wire

__all__ = ["EscposLine"]

_ANSWER: Final = 0.3  # DLE EOT is answered at once
_COUNTS: Final = 1.0  # a printer that has a counter and nothing else to do tells it by then
_BITS_PER_BYTE: Final = 10
_STUCK: Final = 3.0  # a port that takes nothing for so long will take nothing


class EscposLine:
    """``awaited`` answers to GS r 1, which come in turn, have not come yet. ``baud`` is of a serial line."""

    def __init__(self, wire: Wire, clock: Clock, *, presenter: bool, baud: int | None) -> None:
        self.awaited = 0
        self._baud = baud
        self._free = 0.0  # when the line has carried what was written: no question arrives before
        self._wire = wire
        self._clock = clock
        self._presenter = presenter
        self._answers = Answers()

    def fileno(self) -> int:
        return self._wire.fileno()

    def close(self) -> None:
        self._wire.close()

    def send(self, data: memoryview, deadline: float) -> memoryview:
        """Hands over what the port takes now and returns the rest."""
        taken = self._wire.write_some(data, min(deadline, self._clock.monotonic() + _STUCK))
        self._carry(taken)
        return data[taken:]

    def write(self, data: bytes, deadline: float) -> None:
        self._wire.write(data, deadline)
        self._carry(len(data))

    def hear(self, deadline: float) -> None:
        """Waits until something comes, be it noise."""
        self._sort(self._wire.read(deadline))

    def ask_done(self, deadline: float) -> None:
        self._wire.write(ASK_DONE, deadline)
        self.awaited += 1

    def status(self, deadline: float) -> Status:
        answers = {number: self._ask(number, deadline) for number in QUESTIONS}
        return replace(to_status(answers), waiting=self.hangs(deadline))

    def hangs(self, deadline: float) -> bool | None:
        """Whether a sheet hangs in the presenter; None for a printer that cannot tell."""
        if not self._presenter:
            return None
        with contextlib.suppress(NoAnswer):
            until = self._question(ASK_FULL, deadline)
            while (full := self._answers.take_full()) is None:
                self.hear(until)
            return hangs_out(full)
        return None

    def count(self, deadline: float) -> int | None:
        """How often the knife has cut; None from a printer that does not tell. To be asked of one that is idle.

        After this question nothing may be sent until it is answered (HCC POS80B manual p. 47).
        """
        self._answers.take_count()
        until = min(deadline, self._clock.monotonic() + _COUNTS)
        with contextlib.suppress(NoAnswer):
            self._wire.write(ASK_CUTS, until)
            while (count := self._answers.take_count()) is None:
                self.hear(until)
            return count
        return None

    def _ask(self, number: int, deadline: float) -> int:
        until = self._question(number, deadline)
        while (status := self._answers.take_status()) is None:
            self.hear(until)
        return status

    def _question(self, number: int, deadline: float) -> float:
        """Sends DLE EOT and forgets older answers to it; returns until when it is to be answered."""
        until = min(deadline, max(self._free, self._clock.monotonic()) + _ANSWER)
        self._sort(self._wire.read_waiting())
        self._answers.take_status()
        self._answers.take_full()
        self._wire.write(bytes((0x10, 0x04, number)), until)
        return until

    def _carry(self, size: int) -> None:
        if self._baud is not None:
            self._free = max(self._free, self._clock.monotonic()) + size * _BITS_PER_BYTE / self._baud

    def _sort(self, heard: bytes) -> None:
        self._answers.hear(heard)
        self.awaited = max(0, self.awaited - self._answers.take_done())
