"""One errand on the home page: icon, everyday name, official name, and what is missing today."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter

from kiosk.widgets.control import Control
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Lines
from kiosk.widgets.theme import Role, Theme

__all__ = ["ErrandTile"]

PADDING = 36
DISC = 120


class ErrandTile(Control):
    """``wide`` puts the icon beside the words and an arrow behind them; otherwise it stands above them."""

    raised = True
    radius = 28

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "tile.")
        self.wide = True
        self.title = self.official = self.note = self.icon_name = ""
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Preferred)

    def fill(self, item: str, title: str, official: str, icon: str, note: str) -> None:
        self.setObjectName(f"tile.{item}")
        self.title, self.official, self.icon_name, self.note = title, official, icon, note
        self.say(title, "，".join(words for words in (title, official, note) if words))
        self.updateGeometry()
        self.update()

    def _words(self, width: int) -> list[tuple[Lines, str]]:
        """The three texts with their colours, laid out for the room beside or under the icon."""
        texts = (
            (self.title, Role.BUTTON if not self.wide else Role.TITLE, True, "text"),
            (self.official, Role.CAPTION, False, "secondary"),
            (self.note, Role.CAPTION, False, "on_warning"),
        )
        return [
            (Lines(text, self.theme, role, bold=bold, width=width, balance=True), colour)
            for text, role, bold, colour in texts
            if text
        ]

    def _measures(self, width: int) -> tuple[int, int, int]:
        """Disc, arrow and the width that is left for words."""
        px = self.theme.px
        inner = width - 2 * px(PADDING)
        if not self.wide:
            return px(88), 0, inner
        disc, arrow = px(DISC + 24), px(56)
        return disc, arrow, inner - disc - arrow - 2 * px(Theme.WIDE)

    def sizeHint(self) -> QSize:
        width = self.theme.px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(Theme.TILE), self.theme.px(Theme.TILE))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        px = self.theme.px
        disc, _, room = self._measures(width)
        words = sum(lines.height for lines, _ in self._words(max(room, 1)))
        high = max(disc, words) if self.wide else disc + px(12) + words
        return max(px(Theme.TILE), high + 2 * px(PADDING if self.wide else 28))

    def paint(self, painter: QPainter, rect: QRect) -> None:
        px, colours = self.theme.px, self.theme.colours
        border = (colours.border, px(4)) if self.theme.high_contrast else (None, 0)
        fill = colours.accent_pressed if self.isDown() else colours.surface
        paint_rounded(painter, rect, px(self.radius), fill, *border)
        disc, arrow, room = self._measures(rect.width())
        words = self._words(room)
        high = sum(lines.height for lines, _ in words)
        if self.wide:
            x, y = px(PADDING), (rect.height() - disc) // 2
            words_x, words_y = x + disc + px(Theme.WIDE), (rect.height() - high) // 2
            glyph = self.theme.icon("mdi6.chevron-right", arrow, colours.accent)
            painter.drawPixmap(rect.width() - px(PADDING) - arrow, (rect.height() - arrow) // 2, glyph)
        else:
            x, y = px(PADDING), (rect.height() - disc - px(12) - high) // 2
            words_x, words_y = x, y + disc + px(12)
        self._paint_disc(painter, QRect(x, y, disc, disc))
        for lines, colour in words:
            lines.paint(
                painter,
                QRect(words_x, words_y, room, lines.height),
                getattr(colours, colour),
                Qt.AlignmentFlag.AlignLeft,
            )
            words_y += lines.height

    def _paint_disc(self, painter: QPainter, rect: QRect) -> None:
        colours = self.theme.colours
        paint_rounded(painter, rect, rect.width() * 3 // 10, colours.primary)
        size = rect.width() * 5 // 8
        inset = (rect.width() - size) // 2
        glyph = self.theme.icon(self.icon_name, size, colours.on_primary)
        painter.drawPixmap(rect.x() + inset, rect.y() + inset, glyph)
