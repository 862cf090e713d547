"""Who is on duty at the stand-in gateway, and the calls that ring with them, in memory: tomorrow they mean nothing.

What no terminal asks about any more is over after ten minutes.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.helper_call import CallState, Ring

__all__ = ["HELPER", "PLACE", "HelperCalls", "HelperRing"]

HELPER: Final = "李娟"
PLACE: Final = "大厅左手边1号帮办台"
LIVES: Final = timedelta(minutes=10)
KEPT: Final = 50  # calls that are remembered


@dataclass
class HelperRing:
    """One call. ``asked`` is when its terminal was heard of last; without a ``number`` it was off before it came."""

    number: str
    item: str
    terminal: str
    at: datetime
    asked: datetime
    state: CallState = CallState.RINGING
    helper: str = ""

    def ring(self) -> Ring:
        return Ring(self.number, self.state, self.helper)


@dataclass
class HelperCalls:
    """May be used from any thread. ``names`` are on duty."""

    names: tuple[str, ...] = (HELPER,)
    _rings: dict[str, HelperRing] = field(default_factory=dict)
    _given: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ring(self, token: str, item: str, terminal: str, clock: Clock) -> Ring:
        """The same token rings once, however often it comes."""
        with self._lock:
            if token not in self._rings:
                self._given += 1
                self._enter(token, HelperRing(str(self._given), item, terminal, clock.now(), clock.now()))
            return self._heard_of(self._rings[token], clock).ring()

    def ask(self, token: str, clock: Clock) -> Ring | None:
        with self._lock:
            found = self._rings.get(token)
            return self._heard_of(found, clock).ring() if found is not None else None

    def cancel(self, token: str, terminal: str, clock: Clock) -> Ring:
        """One that has not come yet will not ring when it does."""
        with self._lock:
            if token not in self._rings:
                self._enter(token, HelperRing("", "", terminal, clock.now(), clock.now()))
            self._rings[token].state = CallState.OVER
            return self._rings[token].ring()

    def answer(self, state: CallState, clock: Clock) -> Ring | None:
        """The helper answers the newest call that stands; None when there is none."""
        with self._lock:
            for found in reversed(self._rings.values()):
                if self._stands(found, clock):
                    found.state = state
                    found.helper = HELPER if state in (CallState.BUSY, CallState.COMING) else ""
                    return found.ring()
            return None

    def calls(self, clock: Clock) -> tuple[HelperRing, ...]:
        """Those that rang, the newest first."""
        with self._lock:
            for found in self._rings.values():
                if not self._stands(found, clock):
                    found.state = CallState.OVER
            return tuple(found for found in reversed(self._rings.values()) if found.number)

    def empty(self) -> None:
        """Nobody has called today; numbers go on."""
        with self._lock:
            self._rings.clear()
            self.names = (HELPER,)

    def _enter(self, token: str, ring: HelperRing) -> None:
        self._rings[token] = ring
        while len(self._rings) > KEPT:
            del self._rings[next(iter(self._rings))]

    def _heard_of(self, ring: HelperRing, clock: Clock) -> HelperRing:
        if not self._stands(ring, clock):
            ring.state = CallState.OVER
        ring.asked = clock.now()
        return ring

    @staticmethod
    def _stands(ring: HelperRing, clock: Clock) -> bool:
        return ring.state is not CallState.OVER and clock.now() - ring.asked < LIVES
