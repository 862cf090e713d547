"""A desktop of one's own, made of the real programs."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.tour.desktop import Desktop, DesktopError, virtual_desktop
from tests.tour.processes import all_end, watches_on, watches_under


def test_it_has_a_screen_of_the_wished_size() -> None:
    with virtual_desktop(640, 480) as desktop:
        assert desktop.picture().size == (640, 480)
        where = subprocess.run(
            ["xdotool", "mousemove", "17", "23", "getmouselocation"], env=desktop.env, check=True, capture_output=True
        )
        assert b"x:17 y:23" in where.stdout


def test_nothing_is_left_of_it_even_after_an_exception() -> None:
    seen: list[Desktop] = []
    watches: list[int] = []

    def use_and_fail() -> None:
        with virtual_desktop(64, 64) as desktop:
            seen.append(desktop)
            watches.extend(watches_on(desktop.env["DBUS_SESSION_BUS_ADDRESS"]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use_and_fail()
    assert len(watches) == 2, "the launcher and the accessibility bus"
    assert all_end(watches)
    assert not Path(seen[0].env["XDG_RUNTIME_DIR"]).exists()


def test_nothing_is_left_of_it_when_its_owner_is_killed() -> None:
    code = (
        "import sys; from kiosk.tour.desktop import virtual_desktop\n"
        "with virtual_desktop(64, 64) as desktop:\n"
        "    print(desktop.env['DBUS_SESSION_BUS_ADDRESS'], flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        bus = owner.stdout.readline().decode().strip()
        screen_and_session = watches_under(owner.pid)
        watches = {*screen_and_session, *watches_on(bus)}
        owner.send_signal(signal.SIGKILL)
    assert len(screen_and_session) == 3, "screen, session bus, launcher"
    assert all_end(list(watches))


def test_two_stand_side_by_side() -> None:
    with virtual_desktop(64, 64) as one, virtual_desktop(64, 64) as other:
        assert one.display != other.display
        assert one.env["DBUS_SESSION_BUS_ADDRESS"] != other.env["DBUS_SESSION_BUS_ADDRESS"]


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DesktopError, match="没有 setpriv 这个程序"), virtual_desktop():
        pass
