"""Charts that are read at a glance: the value stands beside its bar in words, and no scale has to be read."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent

from kiosk.widgets.board.block import PAD, TONES, Block, place
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import SPACED, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["BarBlock", "BarLine", "Columns", "ColumnsBlock", "in_lines", "label_width"]

BAR, GAP, ABOVE, COLUMNS_HIGH, WIDEST = 28, 20, 10, 240, 96
SIGNS = {"plain": "", "good": "", "warn": "⚠", "bad": "⚠"}


@dataclass(frozen=True)
class BarLine:
    """One bar of ``share`` 0 to 1 of the longest; ``beside`` are the pixels that all labels, all words of it take."""

    label: str
    share: float
    words: str
    mood: str
    beside: tuple[int, int]


@dataclass(frozen=True)
class Columns:
    """Columns beside each other: label, share of the highest, words and mood of each. ``room`` is for how many,
    ``most`` their height in pixels."""

    bars: tuple[tuple[str, float, str, str], ...]
    room: int
    most: int


def label_width(theme: Theme, words: tuple[str, ...], most: int) -> int:
    """Pixels for the longest of them on one line, ``most`` at most."""
    metrics = QFontMetrics(theme.font(Role.CAPTION, bold=True))
    return min(max((metrics.horizontalAdvance(one) for one in words), default=0) + 4 * SPACED, most)


def in_lines(theme: Theme, words: tuple[str, ...], many: int, width: int) -> int:
    """How many of ``many`` columns stand beside each other in this width: as many in each line of them."""
    each = label_width(theme, words, width) + theme.px(12)
    most = max((width - 2 * theme.px(PAD)) // each, 1)
    return -(-many // -(-many // most)) if many else 1


def _ink(theme: Theme, mood: str) -> QColor:
    colours = theme.colours
    return colours.accent if mood == "plain" else getattr(colours, TONES[mood])


class BarBlock(Block):
    """Label, bar, words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._label = self.text(Role.CAPTION)
        self._words = self.text(Role.CAPTION, bold=True)
        self._bar = QRect()
        self._line = BarLine("", 0, "", "plain", (0, 0))

    def fill(self, line: BarLine) -> None:
        if line != self._line:
            self._line = line
            self.update()
        self._label.say(line.label)
        self._words.say(line.words)
        self._words.set_colour(TONES[line.mood])

    def lay(self, width: int, least: int = 0) -> int:
        px, (label, words) = self.theme.px, self._line.beside
        left, right = px(PAD) + label + px(GAP), width - px(PAD) - words
        high = max(self._high(self._label, label), self._high(self._words, words), px(BAR)) + 2 * px(ABOVE)
        place(self._label, px(PAD), (high - self._high(self._label, label)) // 2, label)
        place(self._words, right, (high - self._high(self._words, words)) // 2, words)
        self._bar = QRect(left, (high - px(BAR)) // 2, max(right - px(GAP) - left, 1), px(BAR))
        return high

    @staticmethod
    def _high(text: Text, width: int) -> int:
        return text.heightForWidth(width) if text.said else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, colours = QPainter(self), self.theme.colours
        ground = colours.metal_deep if self.theme.high_contrast else colours.ground
        paint_rounded(painter, self._bar, self.theme.px(8), ground)
        filled = QRect(self._bar)
        filled.setWidth(round(self._bar.width() * self._line.share))
        if filled.width():
            filled.setWidth(max(filled.width(), self.theme.px(4)))
            paint_rounded(painter, filled, self.theme.px(8), _ink(self.theme, self._line.mood))


class ColumnsBlock(Block):
    """Words over each column, its label under it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._texts: list[tuple[Text, Text]] = []
        self._columns = Columns((), 1, 0)
        self._area = QRect()

    def fill(self, columns: Columns) -> None:
        if columns != self._columns:
            self._columns = columns
            self.update()
        middle = Qt.AlignmentFlag.AlignHCenter
        while len(self._texts) < len(columns.bars):
            pair = self.text(Role.CAPTION, bold=True), self.text(Role.CAPTION, colour="secondary")
            for text in pair:
                text.set_align(middle)
            self._texts.append(pair)
        for at, (words, label) in enumerate(self._texts):
            there = at < len(columns.bars)
            words.say(columns.bars[at][2] if there else "")
            label.say(columns.bars[at][0] if there else "")
            words.set_colour(TONES[columns.bars[at][3]] if there else "text")

    def lay(self, width: int, least: int = 0) -> int:
        px, line = self.theme.px, self.theme.line(Role.CAPTION)
        self._area = QRect(px(PAD), px(ABOVE) + line, width - 2 * px(PAD), min(px(COLUMNS_HIGH), self._columns.most))
        each = self._each()
        labels = max((label.heightForWidth(each) for _, label in self._shown() if label.said), default=line)
        for at, (words, label) in enumerate(self._shown()):
            x = self._area.x() + at * each
            top = self._area.bottom() + 1 - self._high(at)
            over = words.heightForWidth(each) if words.said else line
            place(words, x, max(top - over, 0), each)
            place(label, x, self._area.bottom() + 1 + px(8), each)
        return self._area.bottom() + 1 + px(8) + labels + px(ABOVE)

    def _shown(self) -> list[tuple[Text, Text]]:
        return self._texts[: len(self._columns.bars)]

    def _each(self) -> int:
        return self._area.width() // max(self._columns.room, 1)

    def _high(self, at: int) -> int:
        share = self._columns.bars[at][1]
        return max(round(self._area.height() * share), self.theme.px(4) if share > 0 else self.theme.px(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, each, px = QPainter(self), self._each(), self.theme.px
        bottom = self._area.bottom() + 1
        painter.fillRect(self._area.x(), bottom, self._area.width(), px(2), self.theme.colours.border)
        wide = min(each * 2 // 3, px(WIDEST))
        for at, (_, _, _, mood) in enumerate(self._columns.bars):
            high = self._high(at)
            column = QRect(self._area.x() + at * each + (each - wide) // 2, bottom - high, wide, high)
            paint_rounded(painter, column, min(px(8), high // 2), _ink(self.theme, mood))
