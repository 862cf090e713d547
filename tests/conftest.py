"""What every test stands on: no screen, no network but loopback, the same examples on every machine that checks."""

import ipaddress
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The modules that drive the real window are spread among the others: one after the other they would all be one
    worker's, and the last of them would keep it busy for minutes while the other workers have nothing left to do.
    """
    modules: dict[Path, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.path, []).append(item)
    long = [path for path in modules if "journey" in path.parts]
    order = [path for path in modules if "journey" not in path.parts]
    apart = len(order) / len(long) if long else 0.0
    for at, path in enumerate(long):
        order.insert(round(at * apart) + at, path)
    items[:] = [item for path in order for item in modules[path]]


TEMPORARY = "jinban-tests-"


@pytest.fixture(scope="session", autouse=True)
def _temporary_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What programs and tests put into the system's temporary folder goes into one of this process, and goes with it.

    What a killed run has left is taken away by the next one. It is not under pytest's own folder, where only this user
    gets in: the print server's filters run as another one.
    """
    tmp_path_factory.getbasetemp()  # is made in the system's temporary folder, and stays for whoever looks into it
    place = Path(tempfile.gettempdir())
    for left in place.glob(f"{TEMPORARY}*"):
        if not Path("/proc", left.name.removeprefix(TEMPORARY)).exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = place / f"{TEMPORARY}{os.getpid()}"
    folder.mkdir()
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        yield
    shutil.rmtree(folder)


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
