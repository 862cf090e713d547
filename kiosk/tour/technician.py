"""Staff at the real window: the hidden pattern, number and PIN, the pages of the menu."""

from kiosk.sandbox.staff import INVENTED
from kiosk.screens.maintenance.pattern import ORDER
from kiosk.tour.atspi import Terminal
from kiosk.tour.desktop import Desktop

__all__ = ["PINS", "Technician"]

PINS = {one.number: one.pin for one in INVENTED}
INSIDE = 20  # pixels from the corner
READY = 20.0  # s until a page of the menu stands there


class Technician:
    def __init__(self, desktop: Desktop, terminal: Terminal) -> None:
        self.desktop, self.terminal = desktop, terminal

    def knock(self) -> None:
        """The pattern on home, by hand; before and after it nobody touches anything."""
        self.terminal.wait_for("screen.home")
        x, y, width, height = self.terminal.extents("screen.home")
        actions = ["sleep", "1.6"]
        for corner in ORDER:
            right, bottom = corner.value
            place = x + (width - INSIDE if right else INSIDE), y + (height - INSIDE if bottom else INSIDE)
            actions += ["mousemove", *map(str, place), "mousedown", "1", "sleep", "0.06", "mouseup", "1"]
            actions += ["sleep", "0.25"]
        self.desktop.pointer(*actions)
        self.terminal.wait_for("screen.staff")

    def sign_in(self, number: str, pin: str) -> None:
        terminal = self.terminal
        terminal.wait_for("field.staff_number")
        self.type_in(number)
        terminal.tap("nav.next")
        terminal.wait_for("field.pin")
        self.type_in(pin)
        terminal.tap("nav.next")

    def type_in(self, digits: str) -> None:
        for digit in digits:
            self.terminal.press(f"keypad.{digit}")

    def come_in(self, number: str) -> None:
        """To the overview, by the pattern and the invented person's PIN."""
        self.knock()
        self.sign_in(number, PINS[number])
        self.terminal.wait_for("screen.maintenance.overview", timeout=READY)

    def open(self, page: str) -> None:
        """A page of the menu."""
        self.terminal.tap(f"maintenance.{page}")
        self.terminal.wait_for(f"screen.maintenance.{page}", timeout=READY)

    def leave(self) -> None:
        self.terminal.tap("maintenance.close")
        self.terminal.wait_for("screen.home")
