"""A citizen who does any errand in the real window: reads which page stands there, and does what it asks for."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pypinyin import lazy_pinyin

from kiosk.tour.atspi import NotThere, Terminal
from kiosk.tour.demo import Bench
from kiosk.tour.desktop import Desktop

__all__ = ["Done", "Robot", "Stuck"]

PATIENCE: Final = 180.0  # s for one errand
CHANGED: Final = 2.0  # s that a page gets to change after something was done on it; then it is looked at anew
LETTERS: Final = "王东明华"  # what is written where anything will do
SIGNS: Final = {
    **{digit: digit for digit in "0123456789"},
    "号": "number", "-": "dash", "#": "hash", "·": "dot", "（": "open", "）": "close", "、": "pause", "，": "comma",
    " ": "space", "/": "slash", ".": "point",
}  # fmt: skip


class Stuck(Exception):
    """The errand did not come to its end; the text says where, and what stood there."""


@dataclass(frozen=True)
class Done:
    """How it ended: pages seen, taps from the tile on, seconds from the tile on, and the one sentence of the end."""

    pages: int
    taps: int
    seconds: float
    message: str


class Robot:
    """``answers`` say by the field's name what is written in it; elsewhere anything that fits is."""

    def __init__(self, desktop: Desktop, terminal: Terminal, bench: Bench) -> None:
        self._desktop, self._terminal, self._bench = desktop, terminal, bench
        self._acts: dict[str, Callable[[], None]] = {
            "consent": self._next, "review": self._next, "facts": self._next, "preview": self._next,
            "attached": self._next, "choose": self._choose, "write": self._write, "digits": self._digits,
            "keypad": self._keypad, "date": self._date, "sign": self._sign, "pay": self._pay, "offer": self._offer,
            "language": self._stay, "slip": self._slip, "id_photo": lambda: self._bench.scene("id_photo"),
        }  # fmt: skip
        self._person = ""
        self._answers: Mapping[str, str] = {}
        self._tried: dict[tuple[str, str], int] = {}
        self._paid: set[str] = set()
        self._named = 0

    def open(self, item: str, category: str) -> None:
        """From home by the categories to the item's tile, and touches it."""
        terminal = self._terminal
        terminal.wait_for("screen.home")
        tile = f"tile.{item}"
        if terminal.find(tile) is None:
            terminal.tap("home.find")
            terminal.wait_for("screen.categories")
            self._turn_to(f"category.{category}")
            terminal.wait_for("screen.category")
            self._turn_to(tile)
        else:
            terminal.tap(tile)

    def do(self, item: str, person: str, answers: Mapping[str, str], category: str) -> Done:
        """Does the whole errand. Raises Stuck."""
        self._person, self._answers = person, answers
        self._tried.clear()
        self._named = 0
        self._bench.scene("face")
        self._bench.scene("paper", "document")
        self.open(item, category)
        begun, taps, pages = time.monotonic(), self._terminal.taps - 1, 1
        shown = ""
        while time.monotonic() - begun < PATIENCE:
            names = [control.name for control in self._terminal.showing()]
            screen = next((name for name in names if name.startswith("screen.")), "")
            kind, heading = screen.removeprefix("screen."), self._heading(names)
            if kind == "done":
                message = self._terminal.text("done.message")
                return Done(pages, self._terminal.taps - taps, round(time.monotonic() - begun, 1), message)
            if kind == "trouble":
                raise Stuck(f"{item}: {kind}\n{self._terminal.tree_text()}")
            if f"{kind} {heading}" != shown and screen not in ("", "screen.working"):
                pages, shown = pages + 1, f"{kind} {heading}"
            if kind == "identify":
                self._bench.lay_card(self._person)
            act = self._acts.get(kind)
            if act is not None:
                act()
            self._wait_for_another(screen, heading)
        raise Stuck(f"{item}: {PATIENCE:g} s\n{self._terminal.tree_text()}")

    def leave(self) -> None:
        self._bench.take_card()
        if self._terminal.find("screen.home") is None:
            self._terminal.tap("nav.exit")
        self._terminal.wait_for("screen.home")

    # --- what a page asks for ---

    def _next(self) -> None:
        self._terminal.tap("nav.next")

    def _stay(self) -> None:
        self._terminal.tap("language.stay")

    def _offer(self) -> None:
        self._terminal.tap("alternative.later")

    def _choose(self) -> None:
        showing = self._terminal.showing()
        open_ones = [one.name for one in showing if one.name.startswith("choice.") and one.enabled]
        open_ones = [name for name in open_ones if name != "choice.all"]
        wanted = {f"choice.{value}" for value in self._answers.values()}
        several = any(one.name == "nav.next" for one in showing)
        if not open_ones:
            raise Stuck(f"nothing to choose\n{self._terminal.tree_text()}")
        self._first_try("")
        if "choice.done" in open_ones:  # of a list of people: those who are on it will do
            open_ones = ["choice.done"]
        again = (
            min(self._tried[self._page_key("")], len(open_ones)) - 1
        )  # asked once more: the next one, so that lists end
        self._terminal.tap(next((name for name in open_ones if name in wanted), open_ones[again]))
        if several:
            self._next()

    def _write(self) -> None:
        if self._skip():
            return
        field = self._field()
        text = self._answers.get(field, LETTERS)
        for mark in text if self._first_try(field) else LETTERS:
            self._write_one(mark)
        self._next()

    def _write_one(self, mark: str) -> None:
        terminal = self._terminal
        if mark in SIGNS:
            self._mode("signs")
            terminal.tap(f"pinyin.{SIGNS[mark]}")
            return
        self._mode("pinyin")
        spelled = mark.lower() if mark.isascii() else lazy_pinyin(mark)[0]
        for letter in spelled:
            terminal.tap(f"pinyin.{letter}")
        wanted = mark.upper() if mark.isascii() else mark
        for _ in range(12):
            if (place := self._candidate(wanted)) is not None:
                terminal.tap(place)
                return
            terminal.tap("nav.page_after")
        raise Stuck(f"{mark} is not among the candidates")

    def _candidate(self, wanted: str) -> str | None:
        """Where it stands on this page of candidates, which may still be those of a letter before."""

        def found() -> str | None:
            names = [control.name for control in self._terminal.showing() if control.name.startswith("candidate.")]
            return next((name for name in names if self._said(name) == wanted), None)

        try:
            return self._terminal.wait_until(found, wanted, CHANGED)
        except NotThere:
            return None

    def _mode(self, mode: str) -> None:
        """Pinyin, or digits and signs."""
        terminal = self._terminal
        signs = terminal.find("pinyin.1") is not None
        if mode == "signs":
            if not signs:
                terminal.tap("write.signs")
            return
        if signs:
            terminal.tap("write.signs")
        if terminal.find("pinyin.a") is None:
            terminal.tap("write.mode")

    def _digits(self) -> None:
        if self._skip():
            return
        field = self._field()
        self._press(self._answers.get(field) or self._number())
        self._next()

    def _number(self) -> str:
        """Anything that fits: a telephone number, an amount, an ID number, or so many digits as are asked for."""
        names = {control.name for control in self._terminal.showing()}
        if "keypad.point" in names:
            return "100"
        if "keypad.X" in names:
            self._named += 1
            people = [one for one in self._bench.state()["people"] if one["kind"] == "resident"]
            return str(people[-self._named]["id_number"])  # nobody is named twice
        return "13800000000"

    def _press(self, digits: str) -> None:
        for digit in digits:
            self._terminal.tap(f"keypad.{'point' if digit == '.' else digit}")

    def _keypad(self) -> None:
        people = self._bench.state()["people"]
        self._press(next(str(one["id_number"]) for one in people if one["id"] == self._person))
        self._next()

    def _date(self) -> None:
        """The usual day; where that will not do, an earlier one, then a later one."""
        field = self._field()
        if not self._first_try(field):
            self._terminal.tap("date.day.minus10" if self._tried[self._page_key(field)] % 2 else "date.month.plus")
        self._next()

    def _sign(self) -> None:
        x, y, width, height = self._terminal.extents("sign.pad")
        points = [(x + width * part // 10, y + height * (3 + 3 * (part % 2)) // 10) for part in range(2, 9)]
        first, *others = points
        moves = [word for point in others for word in ("mousemove", *map(str, point))]
        self._desktop.pointer("mousemove", *map(str, first), "mousedown", "1", *moves, "mouseup", "1")
        self._next()

    def _pay(self) -> None:
        orders = [str(order["number"]) for order in self._bench.books()["orders"]]
        for order in orders[-1:]:
            if order not in self._paid and self._terminal.text("pay.state") == "等您付款":
                self._paid.add(order)
                self._bench.phone(order)

    def _slip(self) -> None:
        self._bench.scan(text=f"JB:{self._bench.books()['submissions'][-1]['number']}")

    # --- what stands there ---

    def _skip(self) -> bool:
        if self._terminal.find("alternative.skip") is None:
            return False
        self._terminal.tap("alternative.skip")
        return True

    def _field(self) -> str:
        return next((one.name[6:] for one in self._terminal.showing() if one.name.startswith("field.")), "")

    def _first_try(self, field: str) -> bool:
        key = self._page_key(field)
        self._tried[key] = self._tried.get(key, 0) + 1
        return self._tried[key] == 1

    def _page_key(self, field: str) -> tuple[str, str]:
        return field, self._heading([control.name for control in self._terminal.showing()])

    def _heading(self, names: list[str]) -> str:
        return self._said("heading") if "heading" in names else ""

    def _said(self, name: str) -> str:
        """Its words, "" when it has gone meanwhile."""
        try:
            return self._terminal.text(name, timeout=0.5)
        except NotThere:
            return ""

    def _wait_for_another(self, screen: str, heading: str) -> None:
        """Until the page is another one, or the time for that is over and it is looked at anew."""

        def another() -> bool:
            names = [control.name for control in self._terminal.showing()]
            return bool(screen not in names or ("heading" in names and self._said("heading") != heading))

        try:
            self._terminal.wait_until(another, "another page", CHANGED)
        except NotThere:
            return

    def _turn_to(self, name: str) -> None:
        """Turns pages until it is there, and touches it."""
        for _ in range(20):
            if self._terminal.find(name) is not None:
                self._terminal.tap(name)
                return
            self._terminal.tap("nav.page_after")
        raise Stuck(f"no {name}")
