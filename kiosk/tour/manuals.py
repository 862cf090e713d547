"""``kiosk tour --manuals``: the pictures of ``docs/运维手册.md`` and ``docs/帮办手册.md``, in the real window.

Everybody in them is invented. A picture is named after what it shows; the manuals are held against the names.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import requests
from PIL import Image

from kiosk.sandbox.staff import INVENTED
from kiosk.tour.atspi import NotThere, Terminal
from kiosk.tour.citizen import Citizen
from kiosk.tour.demo import Bench, DemoError, demo
from kiosk.tour.desktop import Desktop, DesktopError, virtual_desktop
from kiosk.tour.technician import PINS, Technician

__all__ = ["run"]

WIDE: Final = 432  # pixels of a picture on the page
COLOURS: Final = 64  # of one: a page of the house has few, and a manual is downloaded over a thin line
LONG: Final = 45.0  # s that a fault, or a whole check, takes to show
CARDS = {one.number: one.resident for one in INVENTED}


class Illustrator:
    def __init__(self, desktop: Desktop, terminal: Terminal, bench: Bench, out: Path) -> None:
        self.desktop, self.terminal, self.bench, self._out = desktop, terminal, bench, out
        self.technician = Technician(desktop, terminal)
        self.citizen = Citizen(terminal, bench, terminal.tap)

    def shoot(self, name: str) -> None:
        picture = self.desktop.still_picture()
        small = picture.resize((WIDE, picture.height * WIDE // picture.width), Image.Resampling.LANCZOS)
        small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT).save(self._out / f"{name}.png", optimize=True)

    def says(self, words: str) -> None:
        self.terminal.wait_until(lambda: any(words in text for text in self.terminal.texts()), f"「{words}」", LONG)

    def goes(self, *names: str) -> None:
        for name in names:
            self.terminal.tap(name)

    # --- the helper ---

    def call(self) -> None:
        self.goes("nav.help")
        self.terminal.wait_for("screen.help")
        self.shoot("help")
        self.goes("help.call")
        self.says("您是")  # the number that the platform has given
        self.bench.helper("coming")
        self.says("正在过来")
        self.shoot("help-coming")
        self.goes("help.cancel", "nav.home")

    def assist(self) -> None:
        terminal = self.terminal
        self.goes("nav.help", "assist.sign_in")
        terminal.wait_for("screen.staff")
        self.shoot("assist-sign-in")
        self.bench.lay_card(CARDS["1001"])
        terminal.wait_for("screen.assist")
        self.bench.take_card()
        self.shoot("assist-list")
        person = self.bench.person("due")
        self.goes("tile.social.pension_certification")
        self.citizen.arrive("identify")
        self.shoot("assist-identify")
        self.bench.lay_card(person)
        self.citizen.arrive("consent")
        self.shoot("assist-own-act")
        self.bench.take_card()
        self.says("本人")
        self.shoot("assist-hidden")
        self.goes("assist.end")
        self.terminal.tap("nav.exit")
        terminal.wait_for("screen.home")

    # --- the technician ---

    def way_in(self) -> None:
        self.technician.knock()
        self.shoot("sign-in")
        self.goes("sign_in.challenge")
        self.says("应答码")
        self.shoot("challenge")
        self.goes("sign_in.cancel")

    def menu(self) -> None:
        self.technician.come_in("9001")
        self.shoot("overview")
        for page in (
            "devices", "faults", "paper", "package", "statistics", "touch", "display", "sound", "upkeep", "ledger",
            "people", "logs", "settings", "version",
        ):  # fmt: skip
            self.technician.open(page)
            self.shoot(page)
        self.technician.leave()

    def fault(self) -> None:
        """Out of paper: what the citizen sees, what the site's staff see, and what clears it."""
        self.bench.fault("receipt", "paper_out")
        self.technician.knock()
        self.technician.sign_in("2001", PINS["2001"])
        self.terminal.wait_for("screen.maintenance.overview", timeout=LONG)
        self.says("纸")
        self.shoot("overview-fault")
        self.technician.open("faults")
        self.shoot("faults-open")
        self.technician.leave()
        self.bench.fault("receipt", None)


CHAPTERS: Final[tuple[Callable[[Illustrator], None], ...]] = (
    Illustrator.call,
    Illustrator.assist,
    Illustrator.way_in,
    Illustrator.menu,
    Illustrator.fault,
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
            illustrator = Illustrator(desktop, terminal, world.bench, out)
            for chapter in CHAPTERS:
                chapter(illustrator)
    except NotThere as stuck:
        print(f"停住了：{stuck.what}", stuck.screen, sep="\n", file=sys.stderr)
        return 1
    except (DesktopError, DemoError, requests.RequestException) as failure:
        print(failure, file=sys.stderr)
        return 1
    print(f"{len(list(out.glob('*.png')))} 张图在 {out}")
    return 0
