"""Takes the pictures of the manuals: what stands on the screen, small, under the name of what it shows."""

from pathlib import Path
from typing import Final

from PIL import Image

from kiosk.sandbox.staff import INVENTED
from kiosk.tour.atspi import Terminal
from kiosk.tour.citizen import Citizen
from kiosk.tour.demo import Bench
from kiosk.tour.desktop import Desktop
from kiosk.tour.technician import Technician

__all__ = ["CARDS", "ENGINEER", "HELPER", "LONG", "SITE", "Illustrator"]

WIDE: Final = 432  # pixels of a picture on the page
COLOURS: Final = 64  # of one: a page of the house has few, and a manual is downloaded over a thin line
LONG: Final = 60.0  # s that a fault, or a whole check, takes to show
HELPER, SITE, ENGINEER = "1001", "2001", "9001"
CARDS: Final = {one.number: one.resident for one in INVENTED}


class Illustrator:
    def __init__(self, desktop: Desktop, terminal: Terminal, bench: Bench, out: Path) -> None:
        self.desktop, self.terminal, self.bench, self._out = desktop, terminal, bench, out
        self.technician = Technician(desktop, terminal)
        self.citizen = Citizen(terminal, bench, terminal.tap)

    def shoot(self, name: str) -> None:
        picture = self.desktop.still_picture()
        small = picture.resize((WIDE, picture.height * WIDE // picture.width), Image.Resampling.LANCZOS)
        small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT).save(self._out / f"{name}.png", optimize=True)

    def says(self, *words: str) -> None:
        """Waits for one of them."""

        def said() -> bool:
            return any(one in text for text in self.terminal.texts() for one in words)

        self.terminal.wait_until(said, f"「{'」或「'.join(words)}」", LONG)

    def goes(self, *names: str) -> None:
        for name in names:
            self.terminal.tap(name)

    def types(self, letters: str) -> None:
        for letter in letters:
            self.terminal.press(f"keypad.{letter}")
