"""The sweeper: at boot, every minute and when the link is back, it takes each unsettled effect a step further."""

import threading

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, GatewayError, StoreError, Unreachable
from kiosk.core.timing import SWEEP
from kiosk.services.effects import Effects
from kiosk.services.logs import crash, log

__all__ = ["Sweeper"]


class Sweeper:
    """A thread from construction to ``close``; it begins with a sweep. ``every`` is in seconds."""

    def __init__(self, effects: Effects, *, every: float = SWEEP) -> None:
        self._effects = effects
        self._every = every
        self._cancel = Cancel()
        self._woken = threading.Event()
        self._woken.set()
        effects.on_left_to_sweeper(self.wake)
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
        while True:
            self._woken.wait(self._every)
            self._woken.clear()
            if self._cancel.is_set:
                return
            try:
                sweep(self._effects, self._cancel)
            except Cancelled:
                return
            except StoreError:
                continue  # told by the store; the next sweep tries again
            except Exception as error:  # noqa: BLE001 - a mistake in one effect must not leave all others unsettled
                log(crash(error))


def sweep(effects: Effects, cancel: Cancel) -> None:
    """One try for each effect that is due, then what is past its deadline is purged.

    Without an answer the rest waits as well: whoever is asked next would not be heard either. What was tried goes to
    the end of the line, so that one submission that is never answered does not keep the others from their turn.
    """
    for key in effects.due():
        cancel.check()
        try:
            effects.settle(key, cancel)
        except Unreachable:
            break
        except GatewayError:
            continue  # this one's trouble, told in the log
    effects.tidy()
