"""Which numbers the windows of the hall called last, for the home page: a thread asks the gateway.

Often while people wait with a number, seldom otherwise; not at all while there is no link.
"""

import contextlib
import threading
from collections.abc import Callable

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, GatewayError
from kiosk.core.ports import Gateway, Link
from kiosk.core.queue import AskCalled, Called, Calls
from kiosk.core.timing import CALLED_POLL, CALLED_POLL_ALONE

__all__ = ["CalledNumbers"]

NOBODY = Calls((), 0)


class CalledNumbers:
    """``latest`` are the last calls, the newest first. ``on_change`` is called in its thread when they change."""

    def __init__(
        self,
        gateway: Gateway,
        link: Link,
        on_change: Callable[[], None],
        *,
        wait: Callable[[Cancel, float], None] = Cancel.wait,
    ) -> None:
        self._gateway, self._link, self._on_change, self._wait = gateway, link, on_change, wait
        self._cancel = Cancel()
        self._known = NOBODY
        self._thread = threading.Thread(target=self._run, name="called", daemon=True)

    @property
    def latest(self) -> tuple[Called, ...]:
        return self._known.calls

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ends the thread at once, even in the middle of a question."""
        self._cancel.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        with contextlib.suppress(Cancelled):
            while True:
                self._look()
                self._wait(self._cancel, CALLED_POLL if self._known.waiting else CALLED_POLL_ALONE)

    def _look(self) -> None:
        """What nobody can confirm any more is not shown: a citizen would wait at the wrong window."""
        try:
            now = self._gateway.call(AskCalled(), cancel=self._cancel) if self._link.status.usable else NOBODY
        except GatewayError:
            now = NOBODY
        before, self._known = self._known, now
        if before.calls != now.calls:
            self._on_change()
