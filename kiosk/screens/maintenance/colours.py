"""Whole-screen colours, one after the other with each tap: a dead pixel is seen on one of them, a stain on another."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import BoardPage
from kiosk.screens.screen import Screen
from kiosk.widgets.control import Control
from kiosk.widgets.ground import Card
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Role, Theme

__all__ = ["ColoursScreen"]

PLAIN = {"白": "#FFFFFF", "黑": "#000000", "红": "#FF0000", "绿": "#00FF00", "蓝": "#0000FF", "灰": "#808080"}
PATTERNS = (*PLAIN, "灰阶", "四边")
LOOK_FOR = {"灰阶": "一级一级都分得开", "四边": "四条边都看得全"}
SHADES = 16


class Patch(Control):
    """The whole panel in one pattern."""

    radius = 0

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "maintenance.display.next")
        self.pattern = PATTERNS[0]

    def show_pattern(self, pattern: str, words: str) -> None:
        self.pattern = pattern
        self.say("", words)
        self.update()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, QColor(PLAIN.get(self.pattern, "#000000")))
        if self.pattern == "灰阶":
            self._paint_shades(painter, rect)
        elif self.pattern == "四边":
            for inset, colour in ((0, "#FFFFFF"), (1, "#000000"), (2, "#FF0000"), (3, "#000000"), (4, "#00FF00")):
                painter.setPen(QColor(colour))
                painter.drawRect(rect.adjusted(inset, inset, -inset - 1, -inset - 1))

    def _paint_shades(self, painter: QPainter, rect: QRect) -> None:
        for shade in range(SHADES):
            level = 255 * shade // (SHADES - 1)
            left, right = (rect.width() * at // SHADES for at in (shade, shade + 1))
            painter.fillRect(left, 0, right - left, rect.height(), QColor(level, level, level))


class ColoursScreen(Screen):
    """Each tap shows the next; after the last "staff:back", where what was seen is noted down."""

    kind = "maintenance_colours"
    alone = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._at = 0
        self._patch = Patch(theme)
        self._patch.setParent(self)
        self._patch.tapped.connect(self._next)
        self._card = Card(theme)
        self._card.setParent(self._patch)
        self._heading = Heading(theme)
        self._heading.set_role(Role.CAPTION)
        row = QVBoxLayout(self._card)
        row.addWidget(self._heading)
        for part in (self._card, self._heading):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def fill(self, page: Page) -> None:
        page.of(BoardPage)
        if self.isHidden():
            self._at = 0
        self._show()

    def forget(self) -> None:
        self._at = 0

    def spoken(self) -> str:
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._next()

    def _next(self) -> None:
        if self._at + 1 == len(PATTERNS):
            self.pressed.emit("staff:back")
            return
        self._at += 1
        self._show()

    def _show(self) -> None:
        pattern = PATTERNS[self._at]
        look_for = LOOK_FOR.get(pattern, "看有没有坏点和斑")
        onward = "点一下换一种" if self._at + 1 < len(PATTERNS) else "点一下看完了"
        words = f"{self._at + 1}/{len(PATTERNS)} {pattern}：{look_for}，{onward}"
        self._patch.show_pattern(pattern, words)
        self._heading.say(words)
        self.settle()

    # --- how it is laid out ---

    def arrange(self, *, portrait: bool, controls_from: int) -> None:
        """Everything is the colour's."""

    def settle(self) -> None:
        """The words stand low and high by turns: what they cover of one pattern is seen on the next."""
        self._patch.setGeometry(self.rect())
        layout, margin = self._card.layout(), self.theme.px(Theme.MARGIN)
        if layout is None or not self.width():
            return
        layout.invalidate()
        wide = min(self._heading.sizeHint().width() + 2 * margin, self.width() - 2 * margin)
        high = layout.heightForWidth(wide)
        self._card.setGeometry(margin, margin if self._at % 2 else self.height() - margin - high, wide, high)
        layout.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()
