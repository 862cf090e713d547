"""A short message that must be seen: icon, sentence, and what to do now; never colour alone (norm 7)."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.widgets.ground import Card
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["Icon", "Notice"]

ICONS = {
    "info": "mdi6.information",
    "good": "mdi6.check-circle",
    "warning": "mdi6.alert",
    "error": "mdi6.alert-circle",
}


class Icon(QWidget):
    """An icon for the eye only: the words beside it say the same."""

    def __init__(self, theme: Theme, px: int, icon: str = "", colour: str = "accent") -> None:
        super().__init__()
        self.theme, self._px, self.icon, self.colour = theme, px, icon, colour
        self.restyle()

    def restyle(self) -> None:
        side = self.theme.px(self._px)
        self.setFixedSize(side, side)

    def show_icon(self, icon: str, colour: str) -> None:
        if (icon, colour) != (self.icon, self.colour):
            self.icon, self.colour = icon, colour
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.icon:
            self.paint(QPainter(self), self.rect())

    def paint(self, painter: QPainter, rect: QRect) -> None:
        if self.icon:
            colour = getattr(self.theme.colours, self.colour)
            painter.drawPixmap(0, 0, self.theme.icon(self.icon, rect.width(), colour))


class Notice(Card):
    """``tone`` is info, good, warning or error."""

    raised = 0

    def __init__(self, theme: Theme, name: str = "notice", *, lines: int = 1) -> None:
        super().__init__(theme, colour="info", border="on_info")
        self.icon = Icon(theme, 48)
        self.sentence = Text(theme, Role.BODY, name=name, bold=True)
        self.remedy = Text(theme, Role.BODY, name=f"{name}.remedy")
        self._room = lines
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(32), px(20), px(32), px(20))
        row.setSpacing(px(Theme.SPACE))
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.sentence)
        words.addWidget(self.remedy)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.restyle()

    def restyle(self) -> None:
        """Room for all its lines from the first, so that nothing moves when more are said."""
        self.setMinimumHeight(self._room * self.theme.line(Role.BODY) + self.theme.px(40))

    def say(self, tone: str, sentence: str, remedy: str = "") -> None:
        ink = f"on_{tone}"
        self.border = ink
        self.set_colour(tone)
        self.icon.show_icon(ICONS[tone], ink)
        self.sentence.set_colour(ink)
        self.remedy.set_colour(ink)
        self.sentence.say(sentence)
        self.remedy.say(remedy)
