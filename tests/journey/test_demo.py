"""What ``kiosk demo`` starts ends with it, whenever that is."""

import signal
from pathlib import Path

from kiosk.tour.demo import demo
from kiosk.tour.desktop import virtual_desktop
from tests.journey.world import World
from tests.tour.processes import all_end, watches_below, watches_under


def test_ended_at_once_it_leaves_no_sandbox_behind(tmp_path: Path) -> None:
    with virtual_desktop(64, 64) as desktop, demo(desktop, tmp_path / "state") as running:
        children = watches_under(running.process.pid)
        running.process.send_signal(signal.SIGTERM)
        assert children
        assert all_end(children)


def test_ended_by_its_user_it_leaves_nothing_behind(fresh_world: World) -> None:
    running = fresh_world.demo
    children = watches_under(running.process.pid)
    assert len(children) == 2, "sandbox and window"
    assert running.stop() == 0
    assert all_end(children)
    assert not (running.state / "window.pid").exists()
    assert not (running.state / "world.json").exists()


def test_killed_it_leaves_nothing_behind(fresh_world: World) -> None:
    """Nobody is left then who could end the others one by one."""
    running = fresh_world.demo
    below = watches_below(running.process.pid)
    assert {"cupsd", "ippeveprinter"} <= set(below.values())
    assert len(watches_under(running.process.pid)) == 2, "sandbox and window"
    running.process.kill()
    assert all_end(below)
    assert not (running.state / "world.json").exists()
