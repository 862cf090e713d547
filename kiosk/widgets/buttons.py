"""The buttons of a page: one primary action, and quiet ones beside it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from kiosk.core.words import CHINESE
from kiosk.widgets.control import Control
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Layouts, Lines
from kiosk.widgets.theme import Role, Theme

__all__ = ["Button", "PrimaryButton", "StripButton"]

CLOSE = 12  # padding of words that cannot be parted anywhere
ONWARD = ("mdi6.arrow-right", "mdi6.chevron-right")  # these stand behind the words


class Button(Control):
    """Icon and words on a white ground with a border. Words too long for one line take two."""

    role = Role.BUTTON
    least_height = 88
    bold = False
    padding = 28
    icon_gap = 16
    stacked = False  # the icon over the words

    def __init__(self, theme: Theme, name: str, text: str = "", *, icon: str = "") -> None:
        self.icon_name = icon
        self._layouts = Layouts(theme)
        super().__init__(theme, name)
        self.say(text)

    def set_icon(self, icon: str) -> None:
        if icon != self.icon_name:
            self.icon_name = icon
            self.updateGeometry()
            self.update()

    def ground(self) -> tuple[QColor, QColor, QColor, int]:
        """Fill, words, border and its width as the button stands."""
        colours = self.theme.colours
        fill = colours.accent_pressed if self.isDown() else colours.surface
        return fill, colours.accent, colours.accent, self.theme.px(4 if self.theme.high_contrast else 2)

    def _icon_size(self) -> int:
        return round(self.theme.em(self.role) * 1.15) if self.icon_name else 0

    def _padding(self) -> int:
        """Words of letters must not be parted in the middle: they get more of the button."""
        return self.theme.px(self.padding if self.theme.tongue is CHINESE else min(self.padding, CLOSE))

    def _words_width(self, width: int) -> int:
        beside = self.icon_name and not self.stacked
        taken = self._icon_size() + self.theme.px(self.icon_gap) if beside else 0
        return max(width - taken - 2 * self._padding(), 1)

    def _lines(self, width: int) -> Lines:
        return self._layouts.lines(self.words(), self.role, width, bold=self.bold)

    def torn(self) -> str:
        return self._lines(self._words_width(self.width())).torn

    def sizeHint(self) -> QSize:
        words = self._layouts.natural(self.words(), self.role, bold=self.bold)
        other = self._icon_size() + (self.theme.px(self.icon_gap) if self.icon_name else 0)
        return QSize(words + other + 2 * self._padding(), self._height(1))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(self.theme.TARGET), self._height(1))

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(self._words_width(width)).count
        return self._height(lines) + (self._icon_size() if self.stacked else 0)

    def _height(self, lines: int) -> int:
        return max(self.theme.px(self.least_height), lines * self.theme.line(self.role) + self.theme.px(24))

    def paint(self, painter: QPainter, rect: QRect) -> None:
        fill, ink, border, width = self.ground()
        paint_rounded(painter, rect, self.theme.px(self.radius), fill, border if width else None, width)
        lines = self._lines(self._words_width(rect.width()))
        icon, gap = self._icon_size(), self.theme.px(self.icon_gap) if self.icon_name else 0
        if self.stacked and icon:
            gap = self.theme.px(6)
            y = rect.y() + (rect.height() - icon - gap - lines.height) // 2
            painter.drawPixmap(rect.center().x() + 1 - icon // 2, y, self.theme.icon(self.icon_name, icon, ink))
            words = QRect(rect.x(), y + icon + gap, rect.width(), lines.height)
            lines.paint(painter, words, ink, Qt.AlignmentFlag.AlignHCenter)
            return
        x = rect.x() + round((rect.width() - icon - gap - lines.width) / 2)
        words = QRect(x + icon + gap, rect.y(), round(lines.width) + 1, rect.height())
        if self.icon_name in ONWARD:
            words.moveLeft(x)
            x = words.right() + gap
        if icon:
            painter.drawPixmap(x, rect.center().y() + 1 - icon // 2, self.theme.icon(self.icon_name, icon, ink))
        lines.paint(painter, words, ink, Qt.AlignmentFlag.AlignHCenter)


class PrimaryButton(Button):
    """The one way on: filled, bold, 112 high (norms 8, 16)."""

    least_height = Theme.ACTION
    bold = True
    raised = 2

    def ground(self) -> tuple[QColor, QColor, QColor, int]:
        colours = self.theme.colours
        return colours.primary_pressed if self.isDown() else colours.primary, colours.on_primary, colours.primary, 0


class StripButton(Button):
    """One of the fixed strip: small, tinted; filled while what it stands for is on."""

    role = Role.CAPTION
    least_height = 80
    padding = 10
    icon_gap = 10
    radius = 16

    def ground(self) -> tuple[QColor, QColor, QColor, int]:
        colours = self.theme.colours
        if self.isChecked():
            return colours.primary, colours.on_primary, colours.primary, 0
        fill = colours.accent_pressed if self.isDown() else colours.tint
        ink = colours.text if self.theme.high_contrast else colours.on_info
        return fill, ink, colours.border, self.theme.px(4) if self.theme.high_contrast else 0

    def set_stacked(self, stacked: bool) -> None:
        """Icon over the words, and as high as it may be; or icon beside them."""
        self.stacked = stacked
        policy = self.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Expanding if stacked else policy.Policy.Minimum)
        self.setSizePolicy(policy)
