"""One citizen at the real window: where they stand in the main job, and what they do next."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from kiosk.tour.atspi import Terminal
from kiosk.tour.demo import Bench

__all__ = ["PENSION", "STATIONS", "Citizen"]

PENSION: Final = "tile.social.pension_certification"
STATIONS: Final = ("home", "identify", "consent", "face", "review", "done")


class Citizen:
    """``touch`` is how they press a control: ``terminal.tap`` with a finger, ``terminal.press`` by a screen reader."""

    def __init__(self, terminal: Terminal, bench: Bench, touch: Callable[[str], None]) -> None:
        self.terminal = terminal
        self.bench = bench
        self.touch = touch

    def arrive(self, station: str) -> None:
        self.terminal.wait_for(f"screen.{station}")

    def act(self, station: str, person: str) -> None:
        """Does what this page of the main job asks for; the next page comes by itself."""
        match station:
            case "home":
                self.bench.scene("nobody")  # so that the picture is not taken before it is asked for
                self.touch(PENSION)
            case "identify":
                self.bench.lay_card(person)
            case "face":
                self.bench.scene("face")
            case _:
                self.touch("nav.next")

    def go_to(self, station: str, person: str) -> None:
        """From the home page to this page of the main job."""
        self.arrive("home")
        for here, there in pairwise(STATIONS):
            if here == station:
                return
            self.act(here, person)
            self.arrive(there)

    def leave(self) -> None:
        """Takes the card, and leaves the terminal as the next citizen finds it."""
        self.bench.take_card()
        if self.terminal.find("screen.home") is None:
            self.touch("nav.exit")
        self.arrive("home")
