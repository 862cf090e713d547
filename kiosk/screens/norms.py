"""The norms of the citizen's screens that a rectangle or a pixel can show, each as a check of the window as it stands.

A check looks at a ``Sight`` and returns its problems as sentences; none is well. The numbers are those of UI norms 1
to 25 (see ``docs/architecture.md``), in pixels of the design panel, which the theme turns into those of the real one.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.screens.window import LOWERED, Window
from kiosk.widgets.assist_band import AssistBand
from kiosk.widgets.buttons import PrimaryButton
from kiosk.widgets.colours import contrast
from kiosk.widgets.control import Control
from kiosk.widgets.focus import FocusRing
from kiosk.widgets.ground import Card, Ground
from kiosk.widgets.item_row import ItemRow
from kiosk.widgets.keypad import NumberField
from kiosk.widgets.strip import Strip
from kiosk.widgets.text import LONGEST, Heading, Text
from kiosk.widgets.theme import TextSize, Theme

__all__ = ["CHECKS", "Sight", "check"]

CAPITAL = 4.8  # mm, height of a capital letter
HUGE_EM = 41 * 0.248  # mm
TEXT_CONTRAST = 7.0
STRIP = ("nav.home", "nav.text_size", "nav.read_aloud", "nav.help", "nav.exit")
FIXED = QSizePolicy.Policy.Fixed
COLOURS = 6
SAMPLE = 3  # every third pixel of a row is looked at
FAINT = 12  # sampled pixels of a colour: fewer are the rims of letters


class Sight:
    """What is seen in the window as it stands, and where: found once for all the checks."""

    def __init__(self, window: Window) -> None:
        self.window, self.theme = window, window.theme
        self.widgets = list(_seen_in(window))
        self.labels = [one for one in self.widgets if isinstance(one, QLabel) and one.text()]
        self.controls = [one for one in self.widgets if isinstance(one, Control) and one.isEnabled()]
        self.leaves = [one for one in self.widgets if _is_leaf(one)]
        self._places: dict[QWidget, QRect] = {}

    def place(self, widget: QWidget) -> QRect:
        """In the window's pixels."""
        if widget not in self._places:
            self._places[widget] = QRect(widget.mapTo(self.window, QPoint(0, 0)), widget.size())
        return self._places[widget]


def check(window: Window, *, colours: bool = True) -> list[str]:
    """Every problem of the window as it stands, each with the number of its norm. Without ``colours`` none is looked
    for in its picture."""
    sight = Sight(window)
    checks = {number: found for number, found in CHECKS.items() if colours or number != COLOURS}
    return [f"{number}: {problem}" for number, found in checks.items() for problem in found(sight)]


def _seen_in(widget: QWidget) -> Iterator[QWidget]:
    """Whatever is hidden hides what it holds: most of a window's widgets, on pages that are kept for later."""
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisible():
            yield child
            yield from _seen_in(child)


def _is_leaf(widget: QWidget) -> bool:
    """Seen as one thing: no container, no ground."""
    if isinstance(widget, Card | Ground | FocusRing | Strip | AssistBand) or widget.layout() is not None:
        return False
    return not any(isinstance(child, QWidget) for child in widget.children())


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | Control) else ""
    return f"{widget.objectName() or type(widget).__name__}「{text}」"


def smallest_text(sight: Sight) -> list[str]:
    pitch = sight.theme.pitch
    return [
        f"{_name(label)} has capitals of {height:.1f} mm"
        for label in sight.labels
        if (height := QFontMetricsF(label.font()).capHeight() * pitch) < CAPITAL
    ]


def huge_is_huge(sight: Sight) -> list[str]:
    if sight.theme.size is not TextSize.HUGE:
        return []
    least = round(HUGE_EM / sight.theme.pitch)
    return [
        f"{_name(label)} is {label.font().pixelSize()} px" for label in sight.labels if label.font().pixelSize() < least
    ]


def nothing_cut(sight: Sight) -> list[str]:
    """Words fit their widgets by the font's own measures, widgets stand whole in the panel, and none over another."""
    problems = [problem for label in sight.labels for problem in _cut(label)]
    for widget in sight.widgets:
        needs = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else 0
        if isinstance(widget, Text | Control) and needs > widget.height() + 1:
            problems.append(f"{_name(widget)} needs {needs} px of height and has {widget.height()}")
    for widget in sight.leaves:
        if not sight.window.rect().contains(sight.place(widget)):
            problems.append(f"{_name(widget)} reaches out of the panel")
        elif widget.sizePolicy().verticalPolicy() == FIXED and widget.height() + 1 < widget.sizeHint().height():
            problems.append(f"{_name(widget)} has {widget.height()} px of the {widget.sizeHint().height()} it paints")
        elif widget.visibleRegion().boundingRect() != widget.rect() and widget.rect().isValid():
            problems.append(f"{_name(widget)} is cut by what it stands in")
    for one, other in combinations(sight.leaves, 2):
        if sight.place(one).intersects(sight.place(other)):
            problems.append(f"{_name(one)} and {_name(other)} overlap")
    return problems


def _cut(label: QLabel) -> Iterator[str]:
    metrics = QFontMetricsF(label.font())
    if isinstance(label, NumberField):
        wanted = metrics.horizontalAdvance("0") * (label.places + 2)
        if wanted > label.width():
            yield f"{_name(label)} needs {wanted:.0f} px for {label.places} digits and has {label.width()}"
        return
    flags = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
    area = metrics.boundingRect(QRect(0, 0, label.width(), 100_000).toRectF(), flags, label.text())
    if area.height() > label.height() + 1 or area.width() > label.width() + 1:
        has = f"{label.width()} × {label.height()}"
        yield f"{_name(label)} needs {area.width():.0f} × {area.height():.0f} and has {has}"


def readable_lines(sight: Sight) -> list[str]:
    problems = []
    for label in sight.labels:
        if not isinstance(label, Text):
            continue
        lines = label.lines(label.width())
        em = label.font().pixelSize()
        if lines.count * 1.3 * em > label.height() + 1:
            problems.append(f"{_name(label)} has {lines.count} lines of {em} px in {label.height()}")
        if lines.longest > LONGEST:
            problems.append(f"{_name(label)} has {lines.longest} characters on a line")
        if lines.torn:
            problems.append(f"{_name(label)} has a line that ends within a word: {lines.torn}")
    torn = ((control, control.torn()) for control in sight.widgets if isinstance(control, Control))
    return problems + [f"{_name(control)} has a line that ends within a word: {word}" for control, word in torn if word]


def seen_contrast(sight: Sight) -> list[str]:
    """In the picture: the colour that stands out most from the ground of a text is the text's own."""
    image = sight.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    problems = []
    texts: list[QWidget] = [*sight.labels, *sight.controls]
    for widget in texts:
        place = sight.place(widget) & image.rect()
        colours = _colours(pixels[place.top() : place.bottom() + 1, place.left() : place.right() + 1])
        if not colours:
            continue
        ground = max(colours, key=colours.__getitem__)
        least = FAINT if len(getattr(widget, "said", "") or "") != 1 else FAINT // 4  # a lone 1 has little ink
        strongest = max(_contrast(colour, ground) for colour, many in colours.items() if many >= least)
        if strongest < TEXT_CONTRAST:
            problems.append(f"{_name(widget)} stands out by {strongest:.1f}:1")
    return problems


def _colours(pixels: npt.NDArray[np.uint32]) -> dict[int, int]:
    """How often each colour was met in this part of a 32-bit picture."""
    colours, met = np.unique(pixels.reshape(-1)[::SAMPLE], return_counts=True)
    return dict(zip(colours.tolist(), met.tolist(), strict=True))


@lru_cache(1 << 16)
def _contrast(colour: int, other: int) -> float:
    return contrast(QColor.fromRgb(colour), QColor.fromRgb(other))


def target_sizes(sight: Sight) -> list[str]:
    px, problems = sight.theme.px, []
    for control in sight.controls:
        wide, high = px(Theme.TARGET), px(Theme.TARGET)
        if control.objectName().startswith("keypad."):
            wide = high = px(Theme.KEY)
        elif control.objectName().startswith("tile.") and not isinstance(control, ItemRow):
            high = px(Theme.TILE)
        elif isinstance(control, PrimaryButton):
            high = px(Theme.ACTION)
        if control.width() < wide or control.height() < high:
            problems.append(f"{_name(control)} is {control.width()} × {control.height()}, not {wide} × {high}")
    return problems


def target_gaps(sight: Sight) -> list[str]:
    least, problems = sight.theme.px(Theme.GAP), []
    for one, other in combinations(sight.controls, 2):
        a, b = sight.place(one), sight.place(other)
        aside = max(b.left() - a.right(), a.left() - b.right()) - 1
        above = max(b.top() - a.bottom(), a.top() - b.bottom()) - 1
        if max(aside, above) < least:
            problems.append(f"{_name(one)} and {_name(other)} are {max(aside, above)} px apart")
    return problems


def one_question(sight: Sight) -> list[str]:
    headings = sum(isinstance(one, Heading) for one in sight.widgets)
    primaries = sum(isinstance(one, PrimaryButton) for one in sight.widgets)
    problems = [] if headings == 1 else [f"there are {headings} headings"]
    return problems if primaries <= 1 else [*problems, f"there are {primaries} primary actions"]


def strip_stands(sight: Sight) -> list[str]:
    """Beside every page but those of the staff, which no citizen sees."""
    if sight.window.current.alone:
        return []
    there = {control.objectName() for control in sight.controls}
    return [f"{name} is missing from the strip" for name in STRIP if name not in there]


def within_reach(sight: Sight) -> list[str]:
    window = sight.window
    if not (window.lowered and window.portrait) or window.current.alone:
        return []
    highest = round(window.height() * LOWERED)
    return [
        f"{_name(control)} begins at {top} px, above {highest}"
        for control in sight.controls
        if (top := sight.place(control).top()) < highest
    ]


def known_to_readers(sight: Sight) -> list[str]:
    problems = []
    for control in sight.controls:
        seen = QAccessible.queryAccessibleInterface(control)
        if not control.objectName() or control.objectName().endswith("."):
            problems.append(f"{_name(control)} has no object name")
        if seen.role() is not QAccessible.Role.Button and seen.role() is not QAccessible.Role.CheckBox:
            problems.append(f"{_name(control)} has the role {seen.role()}")
        if not seen.text(QAccessible.Text.Name).strip():
            problems.append(f"{_name(control)} has no accessible name")
        if "Press" not in seen.actionInterface().actionNames() and "Toggle" not in seen.actionInterface().actionNames():
            problems.append(f"{_name(control)} cannot be pressed by a reader")
        if not control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            problems.append(f"{_name(control)} is not reached by keyboard")
    return [*problems, *_focus_order(sight)]


def _focus_order(sight: Sight) -> list[str]:
    """Over the page downwards, from left to right in a row, then over the strip, and round again."""
    window = sight.window
    strip = [] if window.current.alone else window.findChildren(Strip)[0].controls()
    page = [one for one in _seen_in(window.current) if isinstance(one, Control)]
    corner = {one: sight.place(one).topLeft() for one in page}
    eye = sorted(corner, key=lambda one: (corner[one].y(), corner[one].x()))
    expected = [*eye, *window.assist_band.controls(), *strip]
    many = sum(isinstance(one, Control) for one in sight.widgets)
    chain = expected[:1]
    control: QWidget | None = expected[0] if expected else None
    while control is not None and len(chain) < many:  # in Qt's ring, where further on is only what is hidden
        control = control.nextInFocusChain()
        if isinstance(control, Control) and control.isVisible():
            chain.append(control)
    well = chain == expected and len(chain) == many
    return [] if well else [f"the keyboard goes {[_name(one) for one in chain]}"]


CHECKS: dict[int, Callable[[Sight], list[str]]] = {
    1: smallest_text,
    2: huge_is_huge,
    4: nothing_cut,
    5: readable_lines,
    COLOURS: seen_contrast,
    8: target_sizes,
    9: target_gaps,
    16: one_question,
    22: strip_stands,
    24: within_reach,
    25: known_to_readers,
}
