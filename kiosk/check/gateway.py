"""The gateway: does it answer, does it trust this terminal, do the two clocks agree."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk import kit
from kiosk.check.devices import status
from kiosk.check.finding import Finding
from kiosk.config import Config
from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import GatewayError
from kiosk.core.timing import LINK_PROBE
from kiosk.kit import Services
from kiosk.services.transport import Transport

__all__ = ["findings"]

DRIFT: Final = 60.0  # seconds: signed calls bear five minutes, but a clock that is kept right is not a minute off
NOT_REACHED: Final = "政务平台没连上，没有试"


@dataclass(frozen=True)
class _Known:
    terminal: str


@dataclass(frozen=True)
class _Introduce(Call[_Known]):
    """Does nothing but to have its signature checked."""

    path = "/terminal/check"


def findings(settings: Config, services: Services) -> Iterator[Finding]:
    link = status("政务平台", services.link.status)
    yield link
    if not link.ok:
        yield Finding("签名", None, NOT_REACHED)
        yield Finding("时钟", None, NOT_REACHED)
        return
    yield _signature(settings, services)
    yield _clock(kit.gateway_url(settings), services.kit.clock)


def _signature(settings: Config, services: Services) -> Finding:
    try:
        known = services.kit.gateway.call(_Introduce())
    except GatewayError as error:
        return Finding("签名", False, f"{error.sentence}：{error.technician}。检查终端编号和签名密钥")
    if known.terminal != settings.terminal.id:
        return Finding("签名", False, f"平台把这台机器认成了 {known.terminal}")
    return Finding("签名", True, f"平台认得 {known.terminal}")


def _clock(url: str, clock: Clock) -> Finding:
    with closing(Transport(url)) as transport:
        asked, started = clock.now(), clock.monotonic()
        try:
            reply = transport.exchange("GET", "/health", headers={}, seconds=LINK_PROBE, cancel=Cancel())
            theirs = datetime.fromisoformat(reply.headers["Jinban-Time"])
        except GatewayError as error:
            return Finding("时钟", False, f"{error.sentence}：{error.technician}")
        except (KeyError, ValueError):
            return Finding("时钟", None, "平台不说时间，没有办法对")
        took = clock.monotonic() - started
    if theirs.tzinfo is None:
        return Finding("时钟", None, "平台的时间没有时区，没有办法对")
    off = (asked - theirs).total_seconds() + took / 2
    if abs(off) <= DRIFT:
        return Finding("时钟", True, f"和平台差 {abs(off):.0f} 秒")
    return Finding(
        "时钟", False, f"比平台{'快' if off > 0 else '慢'} {abs(off):.0f} 秒。打开对时：timedatectl set-ntp true"
    )
