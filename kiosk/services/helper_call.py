"""Rings the site's helper through the gateway, and hears who comes: a thread that asks as long as a call stands.

Kept in memory alone: a call is worthless after minutes, and so is one that a power cut has ended; the gateway forgets
by itself what nobody asks about. Who is on duty is asked along with it, and kept for a few minutes.
"""

import contextlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import Cancelled, GatewayError, Refused
from kiosk.core.helper_call import (
    AskOnDuty,
    AskRing,
    Calling,
    CallState,
    CancelRing,
    OnDuty,
    Ring,
    RingHelper,
)
from kiosk.core.ports import Gateway, Link
from kiosk.core.timing import CALL_FORGOTTEN, CALL_PATIENCE, CALL_POLL, DUTY_KEPT

__all__ = ["HelperCall"]

NOBODY_SAYS = OnDuty(())


@dataclass(frozen=True)
class _Wanted:
    """A call that somebody waits for. ``since`` is monotonic."""

    token: str
    item: str
    since: float


class HelperCall:
    """``ring``, ``end`` and ``look`` return at once. ``on_change`` is called in its thread when anything is different.

    ``wait(event, seconds)`` waits for the event at most so long, None for ever; tests hand in their own.
    """

    def __init__(
        self,
        gateway: Gateway,
        link: Link,
        clock: Clock,
        on_change: Callable[[], None],
        *,
        wait: Callable[[threading.Event, float | None], object] = threading.Event.wait,
    ) -> None:
        self._gateway, self._link, self._clock, self._on_change, self._wait = gateway, link, clock, on_change, wait
        self._lock = threading.Lock()
        self._wake, self._cancel = threading.Event(), Cancel()
        self._wanted: _Wanted | None = None
        self._said = Calling()
        self._ending: dict[str, float] = {}  # tokens to be called off, and until when that is worth a try
        self._duty, self._duty_asked = NOBODY_SAYS, float("-inf")
        self._duty_wanted = False
        self._thread = threading.Thread(target=self._run, name="helper-call", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ends the thread at once, even in the middle of a question. The gateway forgets what stands by itself."""
        self._cancel.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    # --- for the page ---

    @property
    def calling(self) -> Calling:
        with self._lock:
            said, wanted = self._said, self._wanted
        waited = int(self._clock.monotonic() - wanted.since) if wanted is not None else 0
        return Calling(said.state, said.number, said.helper, waited)

    @property
    def on_duty(self) -> OnDuty:
        """As the gateway said last; nobody while it has not, or cannot be asked."""
        return self._duty if self._link.status.usable else NOBODY_SAYS

    def look(self) -> None:
        """Somebody is about to read who is on duty: asked anew, where that was not just now."""
        with self._lock:
            if self._clock.monotonic() - self._duty_asked < DUTY_KEPT:
                return
            self._duty_wanted, self._duty_asked = True, self._clock.monotonic()
        self._wake.set()

    def ring(self, item: str) -> None:
        """Nothing new where a call stands already; one that nobody answered makes way for another."""
        with self._lock:
            if self._said.state.rings:
                return
            self._drop()
            self._wanted = _Wanted(secrets.token_hex(16), item, self._clock.monotonic())
            self._said = Calling(CallState.TRYING)
        self._wake.set()

    def end(self) -> None:
        """Nobody is needed any more."""
        with self._lock:
            self._drop()
            self._said = Calling()
        self._wake.set()

    def _drop(self) -> None:
        if self._wanted is not None:
            self._ending[self._wanted.token] = self._clock.monotonic() + CALL_FORGOTTEN
            self._wanted = None

    # --- in its thread ---

    def _run(self) -> None:
        with contextlib.suppress(Cancelled):
            while True:
                self._wait(self._wake, self._until_next())
                self._wake.clear()
                self._cancel.check()
                self._end_calls()
                self._ask_duty()
                self._ask_call()

    def _until_next(self) -> float | None:
        with self._lock:
            return CALL_POLL if self._wanted is not None or self._ending else None

    def _end_calls(self) -> None:
        with self._lock:
            ending = dict(self._ending)
        for token, until in ending.items():
            ended = self._clock.monotonic() > until
            with contextlib.suppress(GatewayError):
                self._gateway.call(CancelRing(token), cancel=self._cancel)
                ended = True
            if ended:
                with self._lock:
                    del self._ending[token]

    def _ask_duty(self) -> None:
        with self._lock:
            wanted, self._duty_wanted = self._duty_wanted, False
        if not wanted:
            return
        before = self._duty
        try:
            self._duty = self._gateway.call(AskOnDuty(), cancel=self._cancel)
        except GatewayError:
            self._duty, self._duty_asked = NOBODY_SAYS, float("-inf")
        if self._duty != before:
            self._on_change()

    def _ask_call(self) -> None:
        with self._lock:
            wanted, said = self._wanted, self._said
        if wanted is None:
            return
        patient = self._clock.monotonic() - wanted.since < CALL_PATIENCE
        try:
            now = _heard(self._asked(wanted, said), patient)
        except GatewayError as error:
            now = _unheard(said, error, patient)
        self._say(wanted, now)

    def _asked(self, wanted: _Wanted, said: Calling) -> Ring:
        call = AskRing(wanted.token) if said.number else RingHelper(wanted.token, wanted.item)
        return self._gateway.call(call, cancel=self._cancel)

    def _say(self, wanted: _Wanted, now: Calling) -> None:
        with self._lock:
            if self._wanted is not wanted or now == self._said:
                return  # it was called off, or called anew, while the gateway was asked
            self._said = now
            if now.state is CallState.FAILED:
                self._ending[wanted.token] = self._clock.monotonic() + CALL_FORGOTTEN  # it may have arrived after all
            if now.state in (CallState.FAILED, CallState.NONE):
                self._wanted = None
        self._on_change()


def _heard(ring: Ring, patient: bool) -> Calling:
    if ring.state is CallState.OVER:
        return Calling()
    state = ring.state if patient or ring.state is CallState.COMING else CallState.UNANSWERED
    return Calling(state, ring.number, ring.helper)


def _unheard(said: Calling, error: GatewayError, patient: bool) -> Calling:
    """What has got through goes on ringing there, whatever becomes of the link; only what is refused is over."""
    if not said.number:
        return Calling(CallState.FAILED)
    if isinstance(error, Refused):
        return Calling()
    if patient or said.state is CallState.COMING:
        return said
    return Calling(CallState.UNANSWERED, said.number)
