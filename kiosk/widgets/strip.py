"""The fixed strip of every page (norm 22): the same seven controls in the same places, in two rows or one column."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.core.words import said
from kiosk.widgets.buttons import StripButton
from kiosk.widgets.theme import Role, Theme

__all__ = ["Strip"]

# name, words, icon; in the order of the keyboard
CONTROLS = (
    ("nav.home", "首页", "mdi6.home"),
    ("nav.text_size", "字大小", "mdi6.format-size"),
    ("nav.read_aloud", "读给我听", "mdi6.volume-high"),
    ("nav.help", "找人帮忙", "mdi6.face-agent"),
    ("nav.exit", "退出", "mdi6.logout"),
    ("nav.contrast", "高对比", "mdi6.contrast-circle"),
    ("nav.lower", "画面下移", "mdi6.arrow-down-bold-box-outline"),
)
TWO_ROWS = (
    ("nav.text_size", "nav.contrast", "nav.lower"),
    ("nav.home", "nav.read_aloud", "nav.help", "nav.exit"),
)
COLUMN = ("nav.home", "nav.read_aloud", "nav.help", "nav.text_size", "nav.contrast", "nav.exit")


class Strip(QWidget):
    """``pressed`` says which control ("home", "text_size", …) was tapped; ``held`` the name of one as it goes down."""

    pressed = Signal(str)
    held = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._grid = QGridLayout(self)
        self.buttons: dict[str, StripButton] = {}
        for name, words, icon in CONTROLS:
            button = StripButton(theme, name, words, icon=icon)
            button.setParent(self)
            button.tapped.connect(lambda pressed=name: self.pressed.emit(pressed.removeprefix("nav.")))
            button.pressed.connect(lambda held=name: self.held.emit(held))
            self.buttons[name] = button
        self.buttons["nav.contrast"].setCheckable(True)
        self.buttons["nav.lower"].setCheckable(True)
        self._portrait: bool | None = None

    def arrange(self, *, portrait: bool) -> None:
        """Two rows below the page, or a column beside it, where nothing needs to be lowered."""
        if portrait == self._portrait:
            return
        self._portrait = portrait
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            button.set_stacked(not portrait)
        px = self.theme.px
        self._grid.setSpacing(px(Theme.GAP))
        self.buttons["nav.lower"].setVisible(portrait)
        if portrait:
            self._grid.setContentsMargins(px(Theme.MARGIN), px(Theme.SPACE), px(Theme.MARGIN), px(Theme.SPACE))
            for row, names in enumerate(TWO_ROWS):
                span = 12 // len(names)
                for column, name in enumerate(names):
                    self._grid.addWidget(self.buttons[name], row, column * span, 1, span)
            return
        self._grid.setContentsMargins(px(Theme.SPACE), px(Theme.WIDE), px(Theme.SPACE), px(Theme.WIDE))
        for row, name in enumerate(COLUMN):
            self._grid.addWidget(self.buttons[name], row, 0, 1, 12)

    def controls(self) -> list[StripButton]:
        """Those that stand there now, in the order of the eye."""
        names = [name for row in TWO_ROWS for name in row] if self._portrait else COLUMN
        return [self.buttons[name] for name in names]

    def show_state(self, *, lowered: bool) -> None:
        """The words and marks that tell what is on."""
        size = self.theme.size
        words = said("字大小 {size}", size=size.value), said("字大小，现在是{size}", size=size.value)
        self.buttons["nav.text_size"].say(*words)
        self.buttons["nav.contrast"].show_on(self.theme.high_contrast)
        self.buttons["nav.lower"].show_on(lowered)

    def column_width(self) -> int:
        """As wide as its longest words in the largest size, so that the pages do not move with the size."""
        font = QFont(self.theme.font(Role.CAPTION))
        font.setPixelSize(self.theme.px(Role.CAPTION.sizes[-1]))
        return QFontMetrics(font).horizontalAdvance("四个汉字") + self.theme.px(2 * Theme.SPACE + 2 * 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self.theme.colours
        painter.fillRect(self.rect(), colours.surface)
        edge = self.theme.px(4 if self.theme.high_contrast else 2)
        if self._portrait:
            painter.fillRect(0, 0, self.width(), edge, colours.line)
        else:
            painter.fillRect(self.width() - edge, 0, edge, self.height(), colours.line)
