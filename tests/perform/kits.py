"""A kit whose devices are scripts: what a driver returns or raises, one entry for each call."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled
from kiosk.core.job import CardRead, Job, Progress
from kiosk.core.kit import Kit
from kiosk.core.status import Health, Status

__all__ = ["FakeClock", "Played", "job"]


@dataclass
class FakeClock:
    """Moves on by ``step`` seconds each time that it is asked."""

    step: float = 0.0
    seconds: float = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        self.seconds += self.step
        return self.seconds


class Played:
    """A Device over a driver that plays its lines; when they are used up the citizen leaves (the token is set)."""

    name = "played"
    status = Status(Health.ONLINE)

    def __init__(self, method: str, *lines: Any, **more: Callable[..., Any]) -> None:
        self._lines: Iterator[Any] = iter(lines)
        self._driver = type("Driver", (), {method: self._play, **{k: staticmethod(v) for k, v in more.items()}})()
        self._cancel: Cancel | None = None

    def run(self, command: Callable[[Any], Any], *, cancel: Cancel, deadline: float) -> Any:
        assert deadline > 0
        cancel.check()
        self._cancel = cancel
        return command(self._driver)

    def restart(self) -> None:
        raise AssertionError("no performer restarts a device")

    def _play(self, *_: Any) -> Any:
        line = next(self._lines, Cancelled())
        if isinstance(line, Exception):
            raise line
        return line


def job(clock: FakeClock | None = None, **parts: Any) -> tuple[Job, list[Progress]]:
    """A job over the given parts of a kit, and the list of what is reported to be shown: not whose card was read."""
    said: list[Progress] = []
    nothing = cast(Any, None)

    def shown(event: Progress) -> None:
        if not isinstance(event, CardRead):
            said.append(event)

    services = dict.fromkeys(("gateway", "link", "effects", "ledger", "documents", "receipts", "speech"), nothing)
    kit = Kit(**{**services, **parts}, clock=clock or FakeClock())
    return Job(kit, Cancel(), "walk-1", lambda fingerprint: f"key-{fingerprint[:4]}", shown), said
