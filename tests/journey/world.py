"""The real ``kiosk demo`` in a real window, as the journey tests use it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from kiosk.sandbox.residents import RESIDENTS, Resident
from kiosk.tour.atspi import NotThere, Terminal
from kiosk.tour.citizen import Citizen
from kiosk.tour.demo import Bench, Demo, demo
from kiosk.tour.desktop import Desktop, virtual_desktop


@dataclass
class World:
    """One demo in its window; ``bench`` plays what is around it, ``citizen`` presses as a screen reader does."""

    desktop: Desktop
    demo: Demo
    terminal: Terminal

    def __post_init__(self) -> None:
        self._turn = count()

    @property
    def bench(self) -> Bench:
        return self.demo.bench

    @property
    def citizen(self) -> Citizen:
        return Citizen(self.terminal, self.bench, self.terminal.press)

    def person(self, pension: str) -> str:
        """Another resident of this kind at each call, so that one test's leftovers are not the next one's.

        None with a foreigner's card: they are asked first in which language they go on.
        """
        here = [person for person in self.bench.state()["people"] if not person["kind"].startswith("foreign")]
        people = [person["id"] for person in here if person["pension"] == pension]
        return str(people[next(self._turn) % len(people)])

    def insured_person(self) -> str:
        """Somebody insured without a certificate of today, another at each call."""
        here = [person for person in self.bench.state()["people"] if not person["kind"].startswith("foreign")]
        people = [person["id"] for person in here if person["insured"] == "insured"]
        return str(people[next(self._turn) % len(people)])

    def submissions(self, person: str) -> list[dict[str, Any]]:
        return [entry for entry in self.bench.books()["submissions"] if entry["person"] == person]

    def wait_for_submission(self, person: str, seconds: float = 20.0) -> dict[str, Any]:
        found = self.terminal.wait_until(lambda: self.submissions(person), "办件记在平台的账上", seconds)
        assert len(found) == 1
        return found[0]

    def turn_to(self, name: str, by: str = "nav.page_after") -> None:
        """Turns the pages until the control is there; never on before the next one stands."""
        terminal = self.terminal
        while not terminal.find(name):
            before = terminal.texts()
            terminal.tap(by)
            terminal.wait_until(lambda before=before: terminal.texts() != before, "下一页")

    def papers_text(self) -> list[str]:
        """What came out of the receipt printer, as another decoder reads it: GB18030 between the commands."""
        return [
            self.bench.paper(paper["n"], "bin").decode("gb18030", errors="replace") for paper in self.bench.papers()
        ]

    def settle(self) -> None:
        """As the next citizen finds it: no fault, no card, home page, empty books."""
        self.bench.reset()
        self.citizen.leave()


def resident(id: str) -> Resident:
    return next(resident for resident in RESIDENTS if resident.id == id)


@contextmanager
def start(state: Path, *overrides: str) -> Iterator[World]:
    with (
        virtual_desktop() as desktop,
        demo(desktop, state, overrides=overrides) as running,
        Terminal.connect(desktop) as terminal,
    ):
        try:
            terminal.wait_for("screen.home", timeout=20)
        except NotThere as nothing:
            raise NotThere(nothing.what, running.said.read_text()[-2000:]) from None
        yield World(desktop, running, terminal)
