"""The sweeper: at boot, every minute and when the link is back, it takes what is unsettled a step further.

While somebody's money is on the way it does so every few seconds; while all is settled it only tidies now and then.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, GatewayError, StoreError, Unreachable
from kiosk.core.timing import SWEEP, SWEEP_SETTLED
from kiosk.services.logs import crash, log

__all__ = ["Chore", "Sweeper", "Swept", "sweep"]


class Swept(Protocol):
    """Effects, or orders. ``again`` is after how many seconds they want to be looked at again."""

    @property
    def again(self) -> float: ...

    def due(self) -> Sequence[str]: ...

    def settle(self, key: str, cancel: Cancel) -> None: ...

    def tidy(self) -> int: ...

    def on_left_to_sweeper(self, wake: Callable[[], None]) -> None: ...


class Chore:
    """What is only tidied: nothing of it is ever unsettled."""

    @property
    def again(self) -> float:
        return SWEEP_SETTLED

    def due(self) -> tuple[str, ...]:
        return ()

    def settle(self, key: str, cancel: Cancel) -> None:
        raise KeyError(key)

    def on_left_to_sweeper(self, wake: Callable[[], None]) -> None:
        """Leaves nothing to it."""


class Sweeper:
    """A thread from construction to ``close``; it begins with a sweep. ``every`` is in seconds, None as they want."""

    def __init__(self, *swept: Swept, every: float | None = None) -> None:
        self._swept = swept
        self._every = every
        self._cancel = Cancel()
        self._woken = threading.Event()
        self._woken.set()
        for each in swept:
            each.on_left_to_sweeper(self.wake)
        self._thread = threading.Thread(target=self._live, name="sweeper", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Sweeps now, without waiting for it: the link is back, or something was left to be settled."""
        self._woken.set()

    def close(self) -> None:
        """Returns when the thread has ended; a try that is under way is broken off and stays unsettled."""
        self._cancel.set()
        self._woken.set()
        self._thread.join()

    def _live(self) -> None:
        pause = 0.0
        while True:
            self._woken.wait(pause)
            self._woken.clear()
            if self._cancel.is_set:
                return
            for each in self._swept:
                self._sweep(each)
            pause = self._pause() if self._every is None else self._every

    def _pause(self) -> float:
        with suppress(StoreError):  # told by the store
            return min(each.again for each in self._swept)
        return SWEEP

    def _sweep(self, each: Swept) -> None:
        try:
            sweep(each, self._cancel)
        except (Cancelled, StoreError):
            return  # the end is seen to by the loop; the store has told its trouble, and the next sweep tries again
        except Exception as error:  # noqa: BLE001 - a mistake in one effect must not leave all others unsettled
            log(crash(error))


def sweep(swept: Swept, cancel: Cancel) -> None:
    """One try for each effect that is due, then what is past its deadline is purged.

    Without an answer the rest waits as well: whoever is asked next would not be heard either. What was tried goes to
    the end of the line, so that one submission that is never answered does not keep the others from their turn.
    """
    for key in swept.due():
        cancel.check()
        try:
            swept.settle(key, cancel)
        except Unreachable:
            break
        except GatewayError:
            continue  # this one's trouble, told in the log
    swept.tidy()
