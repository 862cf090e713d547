"""Which items the gateway does not do for this terminal; it alone knows what was opened for it."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Config
from kiosk.core.call import Call
from kiosk.core.clock import Clock
from kiosk.kit_gateway import open_gateway

__all__ = ["closed"]


@dataclass(frozen=True)
class _Answer:
    closed: tuple[str, ...]


@dataclass(frozen=True)
class _Items(Call[_Answer]):
    """Changes nothing."""

    path = "/terminal/items"
    items: tuple[str, ...]


def closed(settings: Config, state: Path, items: tuple[str, ...], clock: Clock) -> tuple[str, ...]:
    """Of ``items``. Raises GatewayError, and KioskError when the gateway's secret cannot be used."""
    with closing(open_gateway(settings, state, clock)) as gateway:
        return gateway.call(_Items(items)).closed
