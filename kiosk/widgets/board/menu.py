"""The menu at the left of a maintenance page: every page is one tap away."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.widgets.buttons import StripButton
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.theme import Role, Theme

__all__ = ["Menu"]

MARGIN, GAP = 20, 16
USUAL = "四字页面"
MOST = 6  # characters on a line; longer titles take two


class MenuButton(StripButton):
    """Quiet; filled where it is the page that stands there. Its words begin at the left, for the eye to run down."""

    least_height = Theme.TARGET
    padding = 14
    radius = 14

    def ground(self) -> tuple[QColor, QColor, QColor, int]:
        colours = self.theme.colours
        if self.isChecked() or self.theme.high_contrast:
            return super().ground()
        return colours.accent_pressed if self.isDown() else colours.surface, colours.accent, colours.border, 0

    def paint(self, painter: QPainter, rect: QRect) -> None:
        fill, ink, border, width = self.ground()
        paint_rounded(painter, rect, self.theme.px(self.radius), fill, border if width else None, width)
        icon, x = self._icon_size(), self.theme.px(self.padding)
        if icon:
            painter.drawPixmap(x, (rect.height() - icon) // 2, self.theme.icon(self.icon_name, icon, ink))
            x += icon + self.theme.px(self.icon_gap)
        words = QRect(x, 0, rect.width() - x, rect.height())
        self._lines(self._words_width(rect.width())).paint(painter, words, ink, Qt.AlignmentFlag.AlignLeft)

    def _height(self, lines: int) -> int:
        return max(self.theme.px(self.least_height), lines * self.theme.line(self.role) + self.theme.px(8))


class Menu(QWidget):
    """One column, or as many as its height needs. ``pressed`` says which page."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._buttons: list[MenuButton] = []
        self._shown = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def fill(self, entries: Sequence[tuple[str, str, str]], current: str, *, enabled: bool) -> None:
        """``entries``: name, words and icon of each."""
        while len(self._buttons) < len(entries):
            self._add()
        self._shown = len(entries)
        for at, button in enumerate(self._buttons):
            button.setVisible(at < len(entries))
            if at < len(entries):
                name, words, icon = entries[at]
                button.setObjectName(f"maintenance.{name}")
                button.say(words)
                button.set_icon(icon)
                button.show_on(name == current)
                button.setEnabled(enabled)
        self._place()

    def fit(self, height: int) -> None:
        """Takes as many columns as this height needs."""
        rows = max((height - 2 * self.theme.px(MARGIN) + self.theme.px(GAP)) // self._pitch(), 1)
        columns = max(-(-self._shown // rows), 1)
        px = self.theme.px
        self.setFixedWidth(columns * self._button_width() + (columns - 1) * px(GAP) + 2 * px(MARGIN))
        self._place()

    def _button_width(self) -> int:
        metrics = QFontMetrics(self.theme.font(Role.CAPTION))
        icon = round(self.theme.em(Role.CAPTION) * 1.15) + self.theme.px(MenuButton.icon_gap)
        words = max((metrics.horizontalAdvance(button.text()) for button in self._buttons[: self._shown]), default=0)
        words = max(metrics.horizontalAdvance(USUAL), min(words, MOST * self.theme.em(Role.CAPTION)))
        return words + icon + 2 * self.theme.px(MenuButton.padding) + 4

    def _pitch(self) -> int:
        high = max((button.heightForWidth(self._button_width()) for button in self._buttons[: self._shown]), default=72)
        return high + self.theme.px(GAP)

    def _place(self) -> None:
        px, wide, pitch = self.theme.px, self._button_width(), self._pitch()
        columns = max((self.width() - 2 * px(MARGIN) + px(GAP)) // (wide + px(GAP)), 1)
        rows = max(-(-self._shown // columns), 1)
        for at, button in enumerate(self._buttons[: self._shown]):
            column, row = at // rows, at % rows
            button.setGeometry(px(MARGIN) + column * (wide + px(GAP)), px(MARGIN) + row * pitch, wide, pitch - px(GAP))

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.theme.px(Theme.TARGET))

    def _add(self) -> None:
        button = MenuButton(self.theme, "maintenance.")
        button.setParent(self)
        button.setCheckable(True)
        button.tapped.connect(lambda: self.pressed.emit(button.objectName().removeprefix("maintenance.")))
        self._buttons.append(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), self.theme.colours
        painter.fillRect(self.rect(), colours.surface)
        edge = self.theme.px(4 if self.theme.high_contrast else 2)
        painter.fillRect(self.width() - edge, 0, edge, self.height(), colours.line)
