"""The base of all blocks: a cell of a list, which may hang together with the one above and the one below."""

import re

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.core.words import AsIs
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["PAD", "TONES", "Block", "Title", "paint_cell", "place"]

MOST = 38  # Han characters on a line; of Latin ones a few more have room than norm 5 counts
_JOINT = re.compile("([._/:-])(?=[A-Za-z0-9])")
PAD = 20  # left and right of the words of a cell
RADIUS = 16
TONES = {"plain": "text", "good": "on_good", "warn": "on_warning", "bad": "on_error"}  # of words, by mood
GROUNDS = {"plain": "surface", "good": "surface", "warn": "warning", "bad": "error"}


def place(text: Text, x: int, y: int, width: int) -> int:
    """Puts the words there, as high as they need; returns where they end.

    A name of many parts, as machines have them, is parted between those where it is too long for a line.
    """
    if not text.said:
        return y
    width = min(width, MOST * text.theme.em(text.role))
    if text.lines(width).torn:
        text.say(AsIs(_JOINT.sub("\\1\u200b", text.said)))
    height = text.heightForWidth(width)
    text.setGeometry(x, y, width, height)
    return y + height


def paint_cell(
    painter: QPainter, widget: QWidget, theme: Theme, fill: QColor, *, above: bool = False, below: bool = False
) -> None:
    """The ground of a cell. Where another hangs on it there is a thin line instead of round corners."""
    radius, colours = theme.px(RADIUS), theme.colours
    rect = widget.rect().adjusted(0, -2 * radius if above else 0, 0, 2 * radius if below else 0)
    width = theme.px(3) if theme.high_contrast else theme.px(1)
    paint_rounded(painter, rect, radius, fill, colours.border if theme.high_contrast else colours.line, width)
    if above:
        painter.fillRect(0, 0, widget.width(), theme.px(1), colours.line)


class Block(QWidget):
    """``lay`` is called before it is shown, with the width it gets; ``hang`` where it stands in a list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.mood = "plain"
        self._above = self._below = False

    def lay(self, width: int, least: int = 0) -> int:
        """Lays out what it was filled with, in the middle of ``least`` pixels of height. Returns its height."""
        raise NotImplementedError

    def hang(self, *, above: bool, below: bool) -> None:
        if (above, below) != (self._above, self._below):
            self._above, self._below = above, below
            self.update()

    def text(self, role: Role, *, bold: bool = False, colour: str = "text") -> Text:
        text = Text(self.theme, role, bold=bold, colour=colour)
        text.setParent(self)
        return text

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill = getattr(self.theme.colours, GROUNDS[self.mood])
        paint_cell(QPainter(self), self, self.theme, fill, above=self._above, below=self._below)


class Title(Block):
    """The heading of a part."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._words = self.text(Role.BODY, bold=True, colour="accent")

    def fill(self, words: str) -> None:
        self._words.say(words)

    def lay(self, width: int, least: int = 0) -> int:
        return place(self._words, self.theme.px(4), 0, width - self.theme.px(4)) + self.theme.px(4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """It stands on the ground of the page."""
