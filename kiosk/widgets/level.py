"""A level that is turned up or down by two buttons: its steps as bars, and in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.core.words import said
from kiosk.widgets.buttons import Button
from kiosk.widgets.ground import Card
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["Level"]

BAR, BAR_GAP, LOWEST, HIGHEST = 36, 16, 28, 72


class Bars(QWidget):
    """As many bars as there are steps, each a little higher, filled up to the level."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._level, self._steps = 0, 0
        self.setFixedHeight(theme.px(HIGHEST))

    def show_level(self, level: int, steps: int) -> None:
        self._level, self._steps = level, steps
        self.setFixedWidth(self.theme.px(steps * (BAR + BAR_GAP)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, px, colours = QPainter(self), self.theme.px, self.theme.colours
        for step in range(self._steps):
            rise = step / max(self._steps - 1, 1)
            high = px(LOWEST + (HIGHEST - LOWEST) * rise)
            bar = self.rect().adjusted(px(step * (BAR + BAR_GAP)), self.height() - high, 0, 0)
            bar.setWidth(px(BAR))
            fill = colours.accent if step < self._level else colours.surface
            paint_rounded(painter, bar, px(8), fill, colours.accent, px(3))


class Level(Card):
    """``turned`` says "down" or "up"; ``down`` and ``up`` are each a control's name and its words and icon."""

    turned = Signal(str)

    def __init__(self, theme: Theme, label: str, down: tuple[str, str, str], up: tuple[str, str, str]) -> None:
        super().__init__(theme)
        px = theme.px
        self._label = label
        self._words = Text(theme, Role.BUTTON, bold=True)
        self._bars = Bars(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(40), px(28), px(40), px(32))
        column.setSpacing(px(Theme.SPACE))
        head = QHBoxLayout()
        head.addWidget(self._words, 1)
        head.addWidget(self._bars, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(px(Theme.SPACE))
        for what, (name, words, icon) in (("down", down), ("up", up)):
            button = Button(theme, name, words, icon=icon)
            button.tapped.connect(lambda turned=what: self.turned.emit(turned))
            row.addWidget(button, 1)
        column.addLayout(row)

    def show_level(self, level: int, steps: int) -> None:
        """``level`` from 1 to ``steps``."""
        self._words.say(said("{what}：{level} 档，共 {steps} 档", what=self._label, level=level, steps=steps))
        self._bars.show_level(level, steps)
