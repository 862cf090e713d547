"""What a page of the maintenance menu shows and asks, as plain data; one screen draws all of them."""

from dataclasses import dataclass
from enum import Enum

__all__ = [
    "Action",
    "Ask",
    "AskChoice",
    "AskNumber",
    "AskText",
    "Bar",
    "Board",
    "Chart",
    "Confirm",
    "Facts",
    "Go",
    "Guide",
    "Lines",
    "Mood",
    "Outcome",
    "Part",
    "Photo",
    "Row",
    "Rows",
    "Said",
    "Steps",
    "Table",
]


class Mood(Enum):
    """How something stands: each has a colour and an icon, and is never told by them alone."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


# --- what is asked before something is done: the answer comes as the action's value ---


@dataclass(frozen=True)
class Confirm:
    """Yes or no. ``yes`` is the button that does it, a verb and its object. The value is ""."""

    question: str
    yes: str
    detail: str = ""


@dataclass(frozen=True)
class AskNumber:
    """A whole number from ``least`` to ``most``."""

    question: str
    unit: str
    least: int
    most: int
    given: str = ""


@dataclass(frozen=True)
class AskText:
    """At most ``most`` characters. ``secret`` ones are not shown. ``plain``: letters, digits and signs only (an
    address, a port), so that no pinyin is needed."""

    question: str
    most: int
    given: str = ""
    secret: bool = False
    plain: bool = False


@dataclass(frozen=True)
class AskChoice:
    """One of the values, each with its words."""

    question: str
    choices: tuple[tuple[str, str], ...]
    given: str = ""


Ask = Confirm | AskNumber | AskText | AskChoice


@dataclass(frozen=True)
class Action:
    """A button ``maintenance.<page>.<name>``, a verb and its object. ``primary``: the one that the page is for."""

    name: str
    label: str
    icon: str = ""
    ask: Ask | None = None
    primary: bool = False


# --- what stands on the page ---


@dataclass(frozen=True)
class Row:
    """One line to read, ``detail`` smaller under ``title``, ``value`` at its end.

    With ``opens`` it leads to a place ("<page>" or "<page>:<at>"); with ``action`` it does that. Its control is called
    ``maintenance.<page>.<name>``.
    """

    title: str
    detail: str = ""
    value: str = ""
    mood: Mood = Mood.PLAIN
    icon: str = ""
    name: str = ""
    opens: str = ""
    action: Action | None = None


@dataclass(frozen=True)
class Rows:
    rows: tuple[Row, ...]
    heading: str = ""


@dataclass(frozen=True)
class Facts:
    """Label and value, to be read."""

    pairs: tuple[tuple[str, str], ...]
    heading: str = ""


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heading: str = ""


@dataclass(frozen=True)
class Bar:
    """``words`` is the value as it is read; ``value`` only gives the length."""

    label: str
    value: float
    words: str
    mood: Mood = Mood.PLAIN


@dataclass(frozen=True)
class Chart:
    """Bars under each other, or beside each other (``upright``) for what goes by time."""

    bars: tuple[Bar, ...]
    heading: str = ""
    upright: bool = False


@dataclass(frozen=True)
class Lines:
    """Lines of a log or of a wire, in a fixed width; the newest last."""

    lines: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Guide:
    """One step of an instruction: ``picture`` names a drawing of ``widgets/guides.py``."""

    picture: str
    words: str


@dataclass(frozen=True)
class Steps:
    steps: tuple[Guide, ...]
    heading: str = ""


@dataclass(frozen=True)
class Photo:
    """A picture (JPEG or PNG) with words under it."""

    data: bytes
    words: str = ""


Part = Rows | Facts | Table | Chart | Lines | Steps | Photo


@dataclass(frozen=True)
class Board:
    """A page. ``note`` is one sentence under the heading, in its ``mood``.

    ``every``: looked at anew after so many seconds while it stands, 0 only when it did something. ``screen``: "" for
    the general one, else a page of its own kind ("touch": kind "maintenance_touch"), whose result comes as the action
    "result" with a value.
    """

    heading: str
    parts: tuple[Part, ...] = ()
    actions: tuple[Action, ...] = ()
    note: str = ""
    mood: Mood = Mood.PLAIN
    every: float = 0.0
    screen: str = ""


# --- what an action comes to ---


@dataclass(frozen=True)
class Said:
    """One sentence about what was done; the page stands there anew with it."""

    sentence: str
    mood: Mood = Mood.GOOD


@dataclass(frozen=True)
class Go:
    """To another place, with a sentence or without."""

    place: str
    sentence: str = ""


Outcome = Said | Go | None
