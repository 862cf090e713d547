"""The norms of the citizen's screens that a rectangle or a pixel can show, each as a check of the window as it stands.

A check returns its problems as sentences; none is well. The numbers are those of UI norms 1 to 25 (see
``docs/architecture.md``), in pixels of the design panel, which the theme turns into those of the real one.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
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

__all__ = ["CHECKS", "check"]

CAPITAL = 4.8  # mm, height of a capital letter
HUGE_EM = 41 * 0.248  # mm
TEXT_CONTRAST = 7.0
STRIP = ("nav.home", "nav.text_size", "nav.read_aloud", "nav.help", "nav.exit")
FIXED = QSizePolicy.Policy.Fixed
SAMPLE = 3  # every third pixel of a row is looked at
FAINT = 12  # sampled pixels of a colour: fewer are the rims of letters


def check(window: Window) -> list[str]:
    """Every problem of the window as it stands, each with the number of its norm."""
    return [f"{number}: {problem}" for number, found in CHECKS.items() for problem in found(window)]


def _shown(window: Window, kind: type[QWidget] = QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(kind):
        if widget.isVisible():
            yield widget


def _rect(widget: QWidget, window: Window) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | Control) else ""
    return f"{widget.objectName() or type(widget).__name__}「{text}」"


def _labels(window: Window) -> list[QLabel]:
    return [label for label in window.findChildren(QLabel) if label.isVisible() and label.text()]


def _controls(window: Window) -> list[Control]:
    return [control for control in window.findChildren(Control) if control.isVisible() and control.isEnabled()]


def _leaves(window: Window) -> list[QWidget]:
    """What is seen as one thing: no containers, no grounds."""
    boxes = (Card, Ground, FocusRing, Strip, AssistBand)
    return [
        widget
        for widget in _shown(window)
        if not isinstance(widget, boxes) and widget.layout() is None and not widget.findChildren(QWidget)
    ]


def smallest_text(window: Window) -> list[str]:
    pitch = window.theme.pitch
    return [
        f"{_name(label)} has capitals of {height:.1f} mm"
        for label in _labels(window)
        if (height := QFontMetricsF(label.font()).capHeight() * pitch) < CAPITAL
    ]


def huge_is_huge(window: Window) -> list[str]:
    if window.theme.size is not TextSize.HUGE:
        return []
    least = round(HUGE_EM / window.theme.pitch)
    return [
        f"{_name(label)} is {label.font().pixelSize()} px"
        for label in _labels(window)
        if label.font().pixelSize() < least
    ]


def nothing_cut(window: Window) -> list[str]:
    """Words fit their widgets by the font's own measures, widgets stand whole in the panel, and none over another."""
    problems = [problem for label in _labels(window) for problem in _cut(label)]
    for widget in _shown(window):
        needs = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else 0
        if isinstance(widget, Text | Control) and needs > widget.height() + 1:
            problems.append(f"{_name(widget)} needs {needs} px of height and has {widget.height()}")
    for widget in _leaves(window):
        if not window.rect().contains(_rect(widget, window)):
            problems.append(f"{_name(widget)} reaches out of the panel")
        elif widget.sizePolicy().verticalPolicy() == FIXED and widget.height() + 1 < widget.sizeHint().height():
            problems.append(f"{_name(widget)} has {widget.height()} px of the {widget.sizeHint().height()} it paints")
        elif widget.visibleRegion().boundingRect() != widget.rect() and widget.rect().isValid():
            problems.append(f"{_name(widget)} is cut by what it stands in")
    for one, other in combinations(_leaves(window), 2):
        if _rect(one, window).intersects(_rect(other, window)):
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


def readable_lines(window: Window) -> list[str]:
    problems = []
    for label in _shown(window, Text):
        if not isinstance(label, Text) or not label.text():
            continue
        lines = label.lines(label.width())
        em = label.font().pixelSize()
        if lines.count * 1.3 * em > label.height() + 1:
            problems.append(f"{_name(label)} has {lines.count} lines of {em} px in {label.height()}")
        if lines.longest > LONGEST:
            problems.append(f"{_name(label)} has {lines.longest} characters on a line")
        if lines.torn:
            problems.append(f"{_name(label)} has a line that ends within a word: {lines.torn}")
    torn = ((control, control.torn()) for control in _shown(window, Control) if isinstance(control, Control))
    return problems + [f"{_name(control)} has a line that ends within a word: {word}" for control, word in torn if word]


def seen_contrast(window: Window) -> list[str]:
    """In the picture: the colour that stands out most from the ground of a text is the text's own."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    problems = []
    texts: list[QWidget] = [*_labels(window), *_controls(window)]
    for widget in texts:
        colours = _colours(image.copy(_rect(widget, window)))
        if not colours:
            continue
        ground = QColor.fromRgb(max(colours, key=colours.__getitem__))
        least = FAINT if len(getattr(widget, "said", "") or "") != 1 else FAINT // 4  # a lone 1 has little ink
        strongest = max(contrast(QColor.fromRgb(colour), ground) for colour, many in colours.items() if many >= least)
        if strongest < TEXT_CONTRAST:
            problems.append(f"{_name(widget)} stands out by {strongest:.1f}:1")
    return problems


def _colours(image: QImage) -> dict[int, int]:
    """How often each colour of the 32-bit picture was met."""
    colours, met = np.unique(np.frombuffer(image.constBits(), np.uint32)[::SAMPLE], return_counts=True)
    return dict(zip(colours.tolist(), met.tolist(), strict=True))


def target_sizes(window: Window) -> list[str]:
    px, problems = window.theme.px, []
    for control in _controls(window):
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


def target_gaps(window: Window) -> list[str]:
    least, problems = window.theme.px(Theme.GAP), []
    for one, other in combinations(_controls(window), 2):
        a, b = _rect(one, window), _rect(other, window)
        aside = max(b.left() - a.right(), a.left() - b.right()) - 1
        above = max(b.top() - a.bottom(), a.top() - b.bottom()) - 1
        if max(aside, above) < least:
            problems.append(f"{_name(one)} and {_name(other)} are {max(aside, above)} px apart")
    return problems


def one_question(window: Window) -> list[str]:
    headings = sum(1 for _ in _shown(window, Heading))
    primaries = sum(1 for _ in _shown(window, PrimaryButton))
    problems = [] if headings == 1 else [f"there are {headings} headings"]
    return problems if primaries <= 1 else [*problems, f"there are {primaries} primary actions"]


def strip_stands(window: Window) -> list[str]:
    """Beside every page but those of the staff, which no citizen sees."""
    if window.current.alone:
        return []
    there = {control.objectName() for control in _controls(window)}
    return [f"{name} is missing from the strip" for name in STRIP if name not in there]


def within_reach(window: Window) -> list[str]:
    if not (window.lowered and window.portrait) or window.current.alone:
        return []
    highest = round(window.height() * LOWERED)
    return [
        f"{_name(control)} begins at {top} px, above {highest}"
        for control in _controls(window)
        if (top := _rect(control, window).top()) < highest
    ]


def known_to_readers(window: Window) -> list[str]:
    problems = []
    for control in _controls(window):
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
    return [*problems, *_focus_order(window)]


def _focus_order(window: Window) -> list[str]:
    """Over the page downwards, from left to right in a row, then over the strip, and round again."""
    chain, control = [], window.nextInFocusChain()
    while control is not window and control is not None:
        if isinstance(control, Control) and control.isVisible():
            chain.append(control)
        control = control.nextInFocusChain()
    page = window.current.findChildren(Control)
    strip = [] if window.current.alone else window.findChildren(Strip)[0].controls()
    corner = {one: _rect(one, window).topLeft() for one in page if one.isVisible()}
    eye = sorted(corner, key=lambda one: (corner[one].y(), corner[one].x()))
    expected = [*eye, *window.assist_band.controls(), *strip]
    turns = (chain[index:] + chain[:index] for index in range(len(chain) or 1))
    return [] if expected in turns else [f"the keyboard goes {[_name(one) for one in chain]}"]


CHECKS: dict[int, Callable[[Window], list[str]]] = {
    1: smallest_text,
    2: huge_is_huge,
    4: nothing_cut,
    5: readable_lines,
    6: seen_contrast,
    8: target_sizes,
    9: target_gaps,
    16: one_question,
    22: strip_stands,
    24: within_reach,
    25: known_to_readers,
}
