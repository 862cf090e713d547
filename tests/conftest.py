"""What every test stands on: no screen, no network but loopback, the same examples on every machine that checks."""

import ipaddress
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from kiosk.core.clock import SystemClock

# Before anything imports Qt. Tests of a real window start it in a process of its own, with a platform of its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for scaling in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE"):
    os.environ.pop(scaling, None)

# Parallel workers share few processors, so time is no property of an example; CI looks for no new examples.
settings.register_profile(
    "house",
    deadline=None,
    derandomize="CI" in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


def _refuse_the_world(event: str, args: tuple[Any, ...]) -> None:
    if event not in ("socket.connect", "socket.sendto") or not isinstance(args[1], tuple):
        return
    host = args[1][0]
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise PermissionError(f"a test wanted to reach {host}; only loopback is allowed")


sys.addaudithook(_refuse_the_world)


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits for something that another thread brings about, at most five seconds."""

    def wait_until(true: Callable[[], bool], seconds: float = 5.0) -> None:
        clock, tick = SystemClock(), threading.Event()
        end = clock.monotonic() + seconds
        while not true():
            assert clock.monotonic() < end, "it never came about"
            tick.wait(0.002)

    return wait_until
