"""Words on the screen: wrapped by the rules of Chinese, with leading 1.5, at most 40 characters a line, never cut."""

import math
import re
from functools import cached_property

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPixmap,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.widgets.theme import Role, TextSize, Theme

__all__ = ["Heading", "Layouts", "Lines", "Text", "ems", "restyle_all"]

KEPT = 24  # layouts of its words that a widget keeps: a few words, each in a few widths and in each size
SPACED = 2  # pixels by which a layout takes more for each word than the font says
PAUSES = "，。；：、！？"
GLYPHS_KEPT = 64  # em up to which Qt keeps pictures of glyphs; a line of larger ones takes it a millisecond
LONGEST = 40  # Han characters on a line (norm 5)
_WORDS = re.compile("[A-Za-z]{2,}[^ ]*")
_WORD = re.compile("[A-Za-z]{2}")
_FIRST_WIDE = "\u2e80"  # from here on characters are as wide as they are high


class Lines:
    """One text laid out for one width: kept, so that painting it again shapes nothing."""

    def __init__(self, text: str, theme: Theme, role: Role, *, bold: bool = False, width: int) -> None:
        self.text = text
        self._pictures: dict[tuple[int, int, int], QPixmap] = {}
        self._leading = theme.line(role)
        self._em = theme.em(role)
        width = min(width, LONGEST * self._em)
        self.paragraphs = [self._layout(part, theme, role, bold, width) for part in text.split("\n")]
        for index, layout in enumerate(self.paragraphs):
            if layout.lineCount() > 1:
                self.paragraphs[index] = self._at_pause(layout, width) or self._balanced(layout, width)
        rows = [layout.lineAt(i) for layout in self.paragraphs for i in range(layout.lineCount())]
        self.count = len(rows)
        self.width = max((row.naturalTextWidth() for row in rows), default=0.0)
        self.height = self.count * self._leading

    @cached_property
    def longest(self) -> float:
        """Han characters on the longest line; two Latin letters take the room of one."""
        rows = [(part, part.lineAt(i)) for part in self.paragraphs for i in range(part.lineCount())]
        return max((_wide(part.text()[row.textStart() :][: row.textLength()]) for part, row in rows), default=0.0)

    @property
    def torn(self) -> str:
        """A Latin word that is parted by the end of a line, "" for none."""
        for part in self.paragraphs:
            text = part.text()
            for at in [part.lineAt(i).textStart() for i in range(1, part.lineCount())]:
                if _WORD.fullmatch(text[at - 1 : at + 1]):
                    return text[max(at - 8, 0) : at + 8]
        return ""

    def _layout(self, text: str, theme: Theme, role: Role, bold: bool, width: int) -> QTextLayout:
        layout = QTextLayout(text, theme.font(role, bold=bold))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        self._break(layout, width)
        return layout

    def _break(self, layout: QTextLayout, width: int) -> int:
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, count * self._leading + (self._leading - line.height()) / 2))
            count += 1
        layout.endLayout()
        return count

    def _at_pause(self, layout: QTextLayout, width: int) -> QTextLayout | None:
        """Two lines that part where the sentence pauses, the more alike in length the better; None if none fit."""
        text, metrics = layout.text(), QFontMetricsF(layout.font())
        if layout.lineCount() != 2:
            return None
        pauses = [
            (max(metrics.horizontalAdvance(text[:at]), metrics.horizontalAdvance(text[at:])), at)
            for at in range(1, len(text))
            if text[at - 1] in PAUSES
        ]
        longest, at = min(pauses, default=(width + 1.0, 0))
        if longest > width:
            return None
        parted = QTextLayout(f"{text[:at]}\u2028{text[at:]}", layout.font())
        parted.setTextOption(layout.textOption())
        parted.setCacheEnabled(True)
        self._break(parted, width)
        return parted

    def _balanced(self, layout: QTextLayout, width: int) -> QTextLayout:
        """The narrowest width that needs no further line: no single character is left over on the last one."""
        count, low, high = layout.lineCount(), width // layout.lineCount(), width
        if words := _WORDS.findall(layout.text()):  # narrower than one of these it would be parted
            metrics = QFontMetrics(layout.font())
            low = max(low, *(metrics.horizontalAdvance(word) + SPACED for word in words))
        while high - low > self._em // 4:
            middle = (low + high) // 2
            if self._break(layout, middle) > count:
                low = middle
            else:
                high = middle
        self._break(layout, high)
        return layout

    def paint(self, painter: QPainter, rect: QRect, colour: QColor, align: Qt.AlignmentFlag) -> None:
        """Paints within ``rect``, centred upright, aligned sideways."""
        painter.setPen(colour)
        y = rect.y() + (rect.height() - self.height) / 2
        for number, layout in enumerate(self.paragraphs):
            for i in range(layout.lineCount()):
                row = layout.lineAt(i)
                spare = rect.width() - row.naturalTextWidth()
                if align & Qt.AlignmentFlag.AlignHCenter:
                    x = rect.x() + spare / 2
                elif align & Qt.AlignmentFlag.AlignRight:
                    x = rect.x() + spare
                else:
                    x = float(rect.x())
                if self._em <= GLYPHS_KEPT:
                    row.draw(painter, QPointF(x, y))
                else:
                    picture = self._picture((number, i, colour.rgba()), row, colour)
                    painter.drawPixmap(round(x) - self._em, round(y + row.y()), picture)
            y += layout.lineCount() * self._leading

    def _picture(self, key: tuple[int, int, int], row: QTextLine, colour: QColor) -> QPixmap:
        """A line of large words, with an em of room at either end."""
        if key not in self._pictures:
            size = QSize(math.ceil(row.naturalTextWidth()) + 2 * self._em, math.ceil(row.height()))
            kept = self._pictures[key] = QPixmap(size)
            kept.fill(Qt.GlobalColor.transparent)
            painter = QPainter(kept)
            painter.setPen(colour)
            row.draw(painter, QPointF(self._em, -row.y()))
            painter.end()
        return self._pictures[key]


class Layouts:
    """How the words of one widget were laid out and how long they are: kept, since a layout asks again and again."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lines: dict[tuple[str, Role, bool, int, TextSize], Lines] = {}
        self._natural: dict[tuple[str, Role, bool, TextSize], int] = {}

    def lines(self, text: str, role: Role, width: int, *, bold: bool = False) -> Lines:
        """All widths in which the words stand on one line are the same to it."""
        width = max(min(width, self.natural(text, role, bold=bold)), 1)
        key = (text, role, bold, width, self._theme.size)
        if key not in self._lines:
            if len(self._lines) >= KEPT:
                del self._lines[next(iter(self._lines))]
            self._lines[key] = Lines(text, self._theme, role, bold=bold, width=width)
        return self._lines[key]

    def natural(self, text: str, role: Role, *, bold: bool = False) -> int:
        """Pixels that the words take on one line."""
        key = (text, role, bold, self._theme.size)
        if key not in self._natural:
            if len(self._natural) >= KEPT:
                del self._natural[next(iter(self._natural))]
            metrics = QFontMetrics(self._theme.font(role, bold=bold))
            hangs = max(-metrics.rightBearing(text[-1]), 0) if text else 0  # an f reaches over its own width
            self._natural[key] = metrics.horizontalAdvance(text) + hangs + 2 + SPACED * text.count(" ")
        return self._natural[key]

    def clear(self) -> None:
        self._lines.clear()
        self._natural.clear()


class Text(QLabel):
    """``colour`` is a name of ``Colours``. It is as wide as it is let and as high as its words need."""

    def __init__(
        self,
        theme: Theme,
        role: Role = Role.BODY,
        *,
        name: str = "",
        bold: bool = False,
        colour: str = "text",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self.theme, self.role, self.bold, self.colour = theme, role, bold, colour
        self.said = ""  # in Chinese, the key of every translation
        self._align = align
        self._layouts = Layouts(theme)
        self._room = ""
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)  # QLabel gives up height-for-width without it
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.restyle()

    def restyle(self) -> None:
        self.setFont(self.theme.font(self.role, bold=self.bold))
        if (words := self.words()) != self.text():
            self.setText(words)
        if self._room:
            self.setFixedSize(self._layouts.natural(self._room, self.role, bold=self.bold), self.theme.line(self.role))
        self.updateGeometry()

    def take_room_of(self, words: str) -> None:
        """On one line, whatever it says from now on: what changes by itself lays nothing else out anew."""
        self._room = words
        self.restyle()

    def say(self, text: str) -> None:
        """Shows the text in the citizen's language; an empty one takes no room."""
        self.said = text
        if (words := self.words()) != self.text():
            self._layouts.clear()
            self.setText(words)
        if self.isHidden() == bool(text):
            self.setVisible(bool(text))

    def words(self) -> str:
        """What stands there, as the theme's language has it."""
        return self.theme.words(self.said)

    def set_role(self, role: Role) -> None:
        if role != self.role:
            self.role = role
            self.restyle()

    def set_colour(self, colour: str) -> None:
        if colour != self.colour:
            self.colour = colour
            self.update()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        if align != self._align:
            self._align = align
            self.update()

    def lines(self, width: int) -> Lines:
        return self._layouts.lines(self.words(), self.role, width, bold=self.bold)

    def heightForWidth(self, width: int) -> int:
        return self.lines(width).height if self.said else 0

    def sizeHint(self) -> QSize:
        natural = self._layouts.natural(self.words(), self.role, bold=self.bold)
        return QSize(min(natural, LONGEST * self.theme.em(self.role)), self.theme.line(self.role))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.em(self.role), self.theme.line(self.role))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.said:
            self.paint(QPainter(self), self.rect())

    def paint(self, painter: QPainter, rect: QRect) -> None:
        if self.said:
            colour = getattr(self.theme.colours, self.colour)
            self.lines(rect.width()).paint(painter, rect, colour, self._align)


class Heading(Text):
    """The one heading of a page (norm 16)."""

    def __init__(self, theme: Theme, *, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
        super().__init__(theme, Role.TITLE, name="heading", bold=True, align=align)


def restyle_all(widget: QWidget) -> None:
    """Fonts and metrics anew in everything under ``widget`` that has them."""
    for child in widget.findChildren(QWidget):
        restyle = getattr(child, "restyle", None)
        if restyle is not None:
            restyle()


def _wide(text: str) -> float:
    return sum(1.0 if character >= _FIRST_WIDE else 0.5 for character in text)


def ems(text: str) -> float:
    """About how many em wide it is on one line: a Latin letter is half a Han character, and its lines end at words."""
    return sum(0.62 if character.isascii() else 1.0 for character in text)
