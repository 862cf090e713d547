"""A line of a list: what it is, what is to be said about it, and how it stands; to be read, or to be tapped."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.widgets.board.block import GROUNDS, PAD, RADIUS, TONES, Block, paint_cell, place
from kiosk.widgets.control import Control
from kiosk.widgets.notice import Icon
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["Line", "RowBlock", "RowButton"]

SIGNS = {"good": "mdi6.check-circle", "warn": "mdi6.alert", "bad": "mdi6.alert-circle"}
ICON, SIGN, ONWARD, GAP, ABOVE = 44, 36, 40, 16, 14


@dataclass(frozen=True)
class Line:
    """``fact``: a label and its value, the label being the lesser. ``mood`` is a key of ``TONES``."""

    title: str
    detail: str = ""
    value: str = ""
    mood: str = "plain"
    icon: str = ""
    fact: bool = False


class _Words:
    """The words of a row and where they stand: the value at the right, or under the title where it is too long."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self._theme = theme
        self._icon, self._sign = Icon(theme, ICON), Icon(theme, SIGN)
        self._title = Text(theme, Role.BODY)
        self._detail = Text(theme, Role.CAPTION, colour="secondary")
        self._value = Text(theme, Role.BODY, bold=True)
        for part in (self._icon, self._sign, self._title, self._detail, self._value):
            part.setParent(parent)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def fill(self, line: Line) -> None:
        tone = TONES[line.mood]
        self._title.set_role(Role.CAPTION if line.fact else Role.BODY)
        self._title.set_colour("secondary" if line.fact else "text")
        self._value.set_colour(tone)
        self._icon.show_icon(line.icon, "accent" if line.mood == "plain" else tone)
        self._icon.setVisible(bool(line.icon))
        sign = SIGNS.get(line.mood, "")
        self._sign.show_icon(sign, tone)
        self._sign.setVisible(bool(sign))
        for text, words in ((self._title, line.title), (self._detail, line.detail), (self._value, line.value)):
            text.say(words)

    def lay(self, width: int, least: int) -> int:
        """``width`` is what the words have; returns the height of the row, ``least`` at least."""
        px = self._theme.px
        x, right = px(PAD), width - px(PAD)
        if self._icon.icon:
            x += px(ICON + GAP)
        sign = px(SIGN + 8) if self._sign.icon else 0
        wide = self._value.sizeHint().width() + sign if self._value.said else sign
        left = right - x - (wide + px(GAP) if wide else 0)
        if wide <= (right - x) * 0.55 and not self._torn(left):
            words = self._stack(x, left)
            beside = self._value.heightForWidth(wide - sign) if self._value.said else 0
            height = max(least, words + 2 * px(ABOVE), beside + 2 * px(ABOVE))
            self._move(x, (height - words) // 2, left)
            self._value.set_align(Qt.AlignmentFlag.AlignRight)
            self._put_value(right - wide, (height - beside) // 2, wide, sign)
        else:
            words = self._stack(x, right - x)
            value = max(self._value.heightForWidth(right - x - sign) if self._value.said else 0, px(SIGN))
            height = max(least, words + value + 2 * px(ABOVE))
            top = (height - words - value) // 2
            self._move(x, top, right - x)
            self._value.set_align(Qt.AlignmentFlag.AlignLeft)
            self._put_value(x, top + words, right - x, sign)
        self._icon.move(px(PAD), (height - px(ICON)) // 2)
        return height

    def _torn(self, width: int) -> bool:
        return width <= 0 or any(text.said and text.lines(width).torn for text in (self._title, self._detail))

    def _stack(self, x: int, width: int) -> int:
        return place(self._detail, x, place(self._title, x, 0, width), width)

    def _move(self, x: int, y: int, width: int) -> None:
        place(self._detail, x, place(self._title, x, y, width), width)

    def _put_value(self, x: int, y: int, width: int, sign: int) -> None:
        end = place(self._value, x + sign, y, width - sign)
        first = self._theme.line(Role.BODY) if self._value.said and end - y > self._theme.line(Role.BODY) else end - y
        self._sign.move(x, y + (first - self._theme.px(SIGN)) // 2)


class RowBlock(Block):
    """To be read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._words = _Words(theme, self)

    def fill(self, line: Line) -> None:
        if line.mood != self.mood:
            self.mood = line.mood
            self.update()
        self._words.fill(line)

    def lay(self, width: int, least: int = 0) -> int:
        return self._words.lay(width, max(self.theme.px(64), least))


class RowButton(Control):
    """To be tapped. ``onward`` is the icon at its end."""

    radius = RADIUS

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        self._words = _Words(theme, self)
        self._mood, self._onward = "plain", ""

    def fill(self, line: Line, name: str, onward: str) -> None:
        self.setObjectName(name)
        self._mood, self._onward = line.mood, onward
        self._words.fill(line)
        self.say("", *(words for words in (line.title, line.detail, line.value) if words))
        self.update()

    def lay(self, width: int, least: int = 0) -> int:
        return self._words.lay(width - self.theme.px(ONWARD), max(self.theme.px(88), least))

    def hang(self, *, above: bool, below: bool) -> None:
        """What is tapped stands apart."""

    def sizeHint(self) -> QSize:
        return self.size()

    def changeEvent(self, event: QEvent) -> None:
        self.update()
        super().changeEvent(event)

    def paint(self, painter: QPainter, _rect: object) -> None:
        px, colours = self.theme.px, self.theme.colours
        fill = colours.accent_pressed if self.isDown() else getattr(colours, GROUNDS[self._mood])
        paint_cell(painter, self, self.theme, fill)
        if not self.isEnabled() or not self._onward:
            return
        side = px(ONWARD)
        picture = self.theme.icon(self._onward, side, colours.accent)
        painter.drawPixmap(self.width() - side - px(8), (self.height() - side) // 2, picture)
