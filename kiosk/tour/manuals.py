"""``kiosk tour --manuals``: the pictures of the two manuals in ``docs/``, taken of the real window.

Everybody in them is invented. A picture is named after what it shows; the manuals are held against the names.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import requests

from kiosk.tour.atspi import NotThere, Terminal
from kiosk.tour.demo import Bench, DemoError, demo
from kiosk.tour.desktop import Desktop, DesktopError, virtual_desktop
from kiosk.tour.manuals_helper import HelperPictures
from kiosk.tour.manuals_staff import StaffPictures

__all__ = ["run"]


def chapters(desktop: Desktop, terminal: Terminal, bench: Bench, out: Path) -> tuple[Callable[[], None], ...]:
    helper, staff = HelperPictures(desktop, terminal, bench, out), StaffPictures(desktop, terminal, bench, out)
    return (
        helper.call,
        helper.assist,
        helper.act_for_another,
        staff.way_in,
        staff.checklist,  # before something waits, which it would find
        staff.refused_later,
        staff.menu,
        staff.fault,
        staff.jam,
    )


def run(out: Path) -> int:
    """Writes the pictures into ``out``. Returns the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="kiosk-tour-") as temporary,
            virtual_desktop(1080, 1920) as desktop,
            demo(desktop, Path(temporary) / "state") as world,
            Terminal.connect(desktop) as terminal,
        ):
            for chapter in chapters(desktop, terminal, world.bench, out):
                chapter()
    except NotThere as stuck:
        print(f"停住了：{stuck.what}", stuck.screen, sep="\n", file=sys.stderr)
        return 1
    except (DesktopError, DemoError, requests.RequestException) as failure:
        print(failure, file=sys.stderr)
        return 1
    print(f"{len(list(out.glob('*.png')))} 张图在 {out}")
    return 0
