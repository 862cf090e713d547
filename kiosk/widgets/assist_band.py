"""The band of the assisted mode, in place of the header: who helps, how long still, and the one tap that ends it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from kiosk.core.words import said
from kiosk.widgets.buttons import Button
from kiosk.widgets.control import Control
from kiosk.widgets.notice import Icon
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["AssistBand", "Band"]

PAD = 12
HELPER, LOCKED = "mdi6.account-heart", "mdi6.lock"


@dataclass(frozen=True)
class Band:
    """``lock`` says in one sentence that now it is the citizen's own turn, "" where it is not. ``ending``: the
    assistance ends as soon as what is under way has come to its end."""

    helper: str
    minutes: int
    lock: str = ""
    ending: bool = False


class EndButton(Button):
    least_height = Theme.TARGET
    padding = 20

    def ground(self) -> tuple[QColor, QColor, QColor, int]:
        colours = self.theme.colours
        fill = colours.assist if self.isDown() else colours.surface
        ink = colours.on_assist if self.isDown() else colours.text
        return fill, ink, colours.on_assist, self.theme.px(4 if self.theme.high_contrast else 2)

    def _height(self, lines: int) -> int:
        """Within the band, which must not take room from the page."""
        return max(self.theme.px(self.least_height), lines * self.theme.line(self.role))


class AssistBand(QWidget):
    """``shown`` is what it says, None while nobody is assisted; ``title`` is the item's, which stands in it too."""

    ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shown: Band | None = None
        self._title = ""
        self.setObjectName("assist.band")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        px = theme.px
        self._icon = Icon(theme, 44, HELPER, "on_assist")
        self._what = Text(theme, Role.BUTTON, name="assist.what", bold=True, colour="on_assist")
        self._who = Text(theme, Role.CAPTION, name="assist.who", colour="on_assist")
        self._end = EndButton(theme, "assist.end", "结束帮办")
        policy = self._end.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Fixed)
        self._end.setSizePolicy(policy)
        self._end.tapped.connect(self.ended)
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._words.setSpacing(0)
        self._words.addWidget(self._what)
        self._words.addWidget(self._who)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(Theme.MARGIN), px(PAD // 2), px(Theme.MARGIN), px(PAD // 2))
        row.setSpacing(px(Theme.SPACE))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._words, 1)
        row.addWidget(self._end, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def on(self) -> bool:
        return self.shown is not None

    def controls(self) -> list[Control]:
        return [self._end] if self.on else []

    def show_band(self, band: Band | None) -> None:
        self.shown = band
        self._say()

    def say(self, title: str) -> None:
        """Which errand this is, as the header would."""
        self._title = title
        self._say()

    def _say(self) -> None:
        band = self.shown
        if band is None:
            self._what.say("")
            self._who.say("")
            return
        self._icon.show_icon(LOCKED if band.lock else HELPER, "on_assist")
        self._what.say(band.lock or self._title)
        who = "办完这一步就结束" if band.ending else said("还有{minutes}分钟", minutes=band.minutes)
        self._who.say(said("帮办 {helper}，{who}", helper=band.helper, who=who))

    def arrange(self, *, portrait: bool) -> None:
        """Under each other, or on a wide panel side by side: there height is what pages lack."""
        upright, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._words.setDirection(upright if portrait else beside)
        self._words.setSpacing(0 if portrait else self.theme.px(Theme.SPACE))

    def sizeHint(self) -> QSize:
        upright = self._words.direction() is QBoxLayout.Direction.TopToBottom
        px, line = self.theme.px, self.theme.line
        words = line(Role.CAPTION)
        if self._what.said:
            words = line(Role.BUTTON) + (line(Role.CAPTION) if upright else 0)
        return QSize(0, max(words + px(PAD), self._end.sizeHint().height() + 2 * px(PAD)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.paint(QPainter(self), self.rect())

    def paint(self, painter: QPainter, rect: QRect) -> None:
        colours, px = self.theme.colours, self.theme.px
        painter.fillRect(rect, colours.assist)
        edge = px(4)
        painter.fillRect(QRect(0, rect.height() - edge, rect.width(), edge), colours.on_assist)
