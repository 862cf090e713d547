"""What each page is filled with: plain data, so that a page can be previewed, tested and drawn without anything else.

A step's page is filled with the step itself (``kiosk.core.step``); the pages here have no step behind them.
"""

from dataclasses import dataclass
from typing import TypeVar

from kiosk.core.helper_call import NOT_CALLED, Calling
from kiosk.core.route import Alternative
from kiosk.core.slot import Slot

__all__ = [
    "Countdown",
    "Find",
    "Help",
    "Home",
    "Page",
    "Proposal",
    "Shelf",
    "Tile",
    "Trouble",
    "VoiceLevels",
    "Working",
]

C = TypeVar("C")


@dataclass(frozen=True)
class Tile:
    """One item on the home page. ``note`` says in words what is missing today ("" when all is well).

    A tile that is not ``ready`` still answers a tap: with what is missing and where to go instead.
    """

    item: str
    title: str
    official: str
    icon: str
    note: str = ""
    ready: bool = True


@dataclass(frozen=True)
class Home:
    """The tiles in order, at most six a page, and what a citizen reads beside them. ``clock`` is "14:05".

    ``more``: there is more to find than what stands here. ``language`` is the code of the other one to be had, "" for
    none.
    """

    site: str
    tiles: tuple[Tile, ...]
    telephone: str
    clock: str
    date: str
    announcement: str = ""
    more: bool = False
    language: str = ""


@dataclass(frozen=True)
class Shelf:
    """Tiles to choose from: the categories, or the items of one. A category's ``Tile.item`` is "category:social"."""

    heading: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Find:
    """What was typed or written until now, and what it finds, the best first.

    ``slip`` is the id of the item that finds by the code on a receipt, "" where none can be read just now.
    """

    typed: str = ""
    tiles: tuple[Tile, ...] = ()
    slip: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Working:
    """Something takes its time. ``place`` is where paper comes out ("receipt") or "" for none."""

    words: str
    place: str = ""


@dataclass(frozen=True)
class Trouble:
    """What happened, and every way on. ``code`` is for the technician and stands small.

    ``waiting`` says that the terminal goes on by itself as soon as the trouble has cleared. ``elsewhere`` is what else
    can be done meanwhile, or where; ``steps``: there are pictures of what the site's staff can do about it.
    """

    sentence: str
    remedy: str
    code: str
    telephone: str
    retry: str = ""
    waiting: bool = False
    alternatives: tuple[Alternative, ...] = ()
    elsewhere: str = ""
    steps: bool = False


@dataclass(frozen=True)
class Help:
    """Whom to ask. ``desk`` is where the helpers sit, ``hours`` when they are there. ``plan`` is the site's map, one
    row a string (``core/plan.py``), () for none; ``heading`` says whether anybody is there now.

    ``can_call``: somebody can be rung just now; ``note`` says why not, "" where nobody would expect it. ``sign_in``:
    helpers come in here.
    """

    telephone: str
    desk: str
    hours: str
    plan: tuple[str, ...] = ()
    heading: str = "有人帮您"
    calling: Calling = NOT_CALLED
    can_call: bool = False
    note: str = ""
    sign_in: bool = False


@dataclass(frozen=True)
class VoiceLevels:
    """How fast and how loud the voice is: a step from 1 to the number of steps."""

    rate: int
    rates: int
    volume: int
    volumes: int


@dataclass(frozen=True)
class Proposal:
    """To go on in another language: its code."""

    language: str


@dataclass(frozen=True)
class Countdown:
    """Is anybody still there? ``seconds`` left before everything is wiped."""

    seconds: int


@dataclass(frozen=True)
class Page:
    """What a screen is shown with: its content, the item's title, and whether 上一步 leads anywhere.

    ``codes`` says where a code on the phone may be held up instead of a card just now, if anywhere.
    """

    content: object
    title: str = ""
    can_go_back: bool = False
    codes: Slot | None = None

    def of(self, kind: type[C]) -> C:
        """The content, which must be of the kind that the screen shows. Raises TypeError when it is not."""
        if not isinstance(self.content, kind):
            raise TypeError(f"a page of {kind.__name__} was filled with {type(self.content).__name__}")
        return self.content
