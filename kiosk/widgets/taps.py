"""A trembling finger taps twice: which taps act (norm 11, EN 301 549 5.8)."""

import time
from collections.abc import Callable

__all__ = ["Taps"]


class Taps:
    """Within ``pause`` seconds the same control does not act twice, and a finger does not act on a page that came under
    it: the second tap of a double lands on whatever stands there now. ``now`` is a monotonic clock.
    """

    def __init__(self, pause: float, now: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._now = now
        self._last = 0
        self._acted = -pause
        self._page_is_new = False

    def acts(self, control: int, *, by_finger: bool) -> bool:
        """Whether this control (its ``id``) acts now; it is remembered when it does."""
        now = self._now()
        if now - self._acted < self._pause and (control == self._last or (by_finger and self._page_is_new)):
            return False
        self._last, self._acted, self._page_is_new = control, now, False
        return True

    def page_came(self) -> None:
        self._page_is_new = True
