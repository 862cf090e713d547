"""The band over a page for staff: the terminal serves no citizen, who is at work on it, and the way out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from kiosk.widgets.buttons import Button
from kiosk.widgets.notice import Icon
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["OUT_OF_SERVICE", "Band"]

OUT_OF_SERVICE = "维护中，市民暂停使用"


class Band(QWidget):
    """``close`` is the control ``maintenance.close``."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._out = Text(theme, Role.BUTTON, bold=True, colour="on_band", name="maintenance.out_of_service")
        self._who = Text(theme, Role.CAPTION, colour="on_band", name="maintenance.who")
        self.close_button = Button(theme, "maintenance.close", "退出维护", icon="mdi6.logout")
        self.close_button.least_height = Theme.TARGET
        self.close_button.role = Role.BODY
        self.close_button.take_room(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(Theme.WIDE), px(12), px(Theme.WIDE), px(12))
        row.setSpacing(px(Theme.SPACE))
        row.addWidget(Icon(theme, 56, "mdi6.wrench-cog", "on_band"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._words.addWidget(self._out)
        self._words.addWidget(self._who)
        row.addLayout(self._words, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def arrange(self, *, portrait: bool) -> None:
        """A wide panel is low: there both stand on one line."""
        direction = QBoxLayout.Direction
        self._words.setDirection(direction.TopToBottom if portrait else direction.LeftToRight)
        self._words.setSpacing(0 if portrait else self.theme.px(Theme.WIDE))

    def show_who(self, who: str) -> None:
        self._out.say(OUT_OF_SERVICE)  # a page that forgets wipes every word
        self._who.say(who)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), self.theme.colours
        painter.fillRect(self.rect(), colours.band)
        if self.theme.high_contrast:
            edge = self.theme.px(4)
            painter.fillRect(0, self.height() - edge, self.width(), edge, colours.line)
