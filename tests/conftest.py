"""What every test stands on: no screen, no network but loopback, the same examples on every machine that checks."""

import gc
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


gc.disable()  # as in the window's process, and for the same reason: see ``kiosk.screens.garbage``


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    from kiosk.screens.garbage import collect  # brings Qt

    collect()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each worker begins with a share of the modules that drive the real window. They wait the most, and a demo stands
    in each worker as long as they last; what is short comes at the end, where one worker can take it from another.
    """
    workers = getattr(config, "workerinput", {"workercount": 1})["workercount"]
    journeys: dict[Path, list[pytest.Item]] = {}
    others = []
    for item in items:
        if "journey" in item.path.parts:
            journeys.setdefault(item.path, []).append(item)
        else:
            others.append(item)
    left, order = list(journeys.values()), []
    for worker in range(workers):  # to begin with, each gets as many tests as another, in this order
        share = [item for module in left[worker::workers] for item in module]
        ends = (len(items) * (worker + 1)) // workers
        more = max(0, ends - len(order) - len(share)) if worker < workers - 1 else len(others)
        order += share + others[:more]
        del others[:more]
    items[:] = order


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
    """Waits for something that another thread brings about: how long it takes on a busy machine is nobody's concern."""

    def wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
        clock, tick = SystemClock(), threading.Event()
        pause, end = 0.002, clock.monotonic() + seconds
        while not true():
            assert clock.monotonic() < end, "it never came about"
            tick.wait(pause)
            pause = min(pause * 1.2, 0.03)  # what takes long is looked at less often: to look costs too

    return wait_until
