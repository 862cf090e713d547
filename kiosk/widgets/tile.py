"""One errand on the home page: icon, everyday name, official name, and what is missing today."""

from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from kiosk.core.words import CHINESE
from kiosk.widgets.control import Control
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Layouts, Lines
from kiosk.widgets.theme import Role, Theme

__all__ = ["ErrandTile", "Shape"]

GAP = 12
MOST = 320  # of height that a tile takes where there is room


class Shape(Enum):
    """How a tile stands: alone on its row, the icon beside all words; or one of several, beside the name only."""

    ROW = (144, 32, Role.TITLE)
    CELL = (84, 28, Role.BUTTON)

    @property
    def disc(self) -> int:
        return self.value[0]

    @property
    def padding(self) -> int:
        return self.value[1]

    @property
    def role(self) -> Role:
        return self.value[2]


class ErrandTile(Control):
    """A note of what is missing stands in place of the official name where there is room for one of them only.

    Without an official name the title stands alone; so it does in another language, where it has no official one.
    """

    raised = 2
    radius = 28

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "tile.")
        self.setMaximumHeight(theme.px(MOST))
        self.take_room(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.shape = Shape.ROW
        self.official = self.note = self.icon_name = ""
        self._layouts = Layouts(theme)

    def fill(self, item: str, title: str, official: str, icon: str, note: str) -> None:
        self.setObjectName(f"tile.{item}")
        self.official, self.icon_name, self.note = official, icon, note
        self.say(title, title, official, note)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self.theme.px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(Theme.TILE), self.theme.px(Theme.TILE))

    def heightForWidth(self, width: int) -> int:
        px = self.theme.px
        words = self._words(width)
        disc = px(self.shape.disc)
        if self.shape is Shape.ROW:
            high = max(disc, sum(lines.height for lines, _ in words))
        else:
            high = max(disc, words[0][0].height) + sum(px(GAP) + lines.height for lines, _ in words[1:])
        return max(px(Theme.TILE), high + 2 * px(self.shape.padding))

    def torn(self) -> str:
        return "".join(lines.torn for lines, _ in self._words(self.width()))

    def _arrow(self) -> int:
        return self.theme.px(56) if self.shape is Shape.ROW else 0

    def _words(self, width: int) -> list[tuple[Lines, str]]:
        """The name, and what stands under it, laid out for a tile of this width, each with its colour."""
        px, shape, lay, tell = self.theme.px, self.shape, self._layouts.lines, self.theme.words
        inner = width - 2 * px(shape.padding)
        gap = px(Theme.WIDE if shape is Shape.ROW else 20)
        beside = max(inner - px(shape.disc) - gap - (self._arrow() + gap if self._arrow() else 0), 1)
        under = beside if shape is Shape.ROW else inner
        both = shape is Shape.ROW or not self.note
        laid = [(lay(self.words(), shape.role, beside, bold=True), "text")]
        if both and self.official and self.theme.tongue is CHINESE:
            laid.append((lay(tell(self.official), Role.CAPTION, under), "secondary"))
        if self.note:
            laid.append((lay(tell(self.note), Role.CAPTION, under, bold=True), "on_warning"))
        return laid

    def paint(self, painter: QPainter, rect: QRect) -> None:
        px, colours, shape = self.theme.px, self.theme.colours, self.shape
        border = (colours.border, px(4)) if self.theme.high_contrast else (None, 0)
        fill = colours.accent_pressed if self.isDown() else colours.surface
        paint_rounded(painter, rect, px(self.radius), fill, *border)
        words = self._words(rect.width())
        disc, pad = px(shape.disc), px(shape.padding)
        if shape is Shape.ROW:
            self._paint_disc(painter, QRect(pad, (rect.height() - disc) // 2, disc, disc))
            arrow = self._arrow()
            glyph = self.theme.icon("mdi6.chevron-right", arrow, colours.accent)
            painter.drawPixmap(rect.width() - pad - arrow, (rect.height() - arrow) // 2, glyph)
            y = (rect.height() - sum(lines.height for lines, _ in words)) // 2
            for lines, colour in words:
                y = self._paint_words(painter, lines, colour, pad + disc + px(Theme.WIDE), y)
            return
        head = max(disc, words[0][0].height)
        high = head + sum(px(GAP) + lines.height for lines, _ in words[1:])
        y = (rect.height() - high) // 2
        self._paint_disc(painter, QRect(pad, y + (head - disc) // 2, disc, disc))
        self._paint_words(painter, *words[0], pad + disc + px(20), y + (head - words[0][0].height) // 2)
        y += head + px(GAP)
        for lines, colour in words[1:]:
            y = self._paint_words(painter, lines, colour, pad, y) + px(GAP)

    def _paint_words(self, painter: QPainter, lines: Lines, colour: str, x: int, y: int) -> int:
        area = QRect(x, y, self.width() - x, lines.height)
        lines.paint(painter, area, getattr(self.theme.colours, colour), Qt.AlignmentFlag.AlignLeft)
        return y + lines.height

    def _paint_disc(self, painter: QPainter, rect: QRect) -> None:
        colours = self.theme.colours
        paint_rounded(painter, rect, rect.width() * 3 // 10, colours.primary)
        size = rect.width() * 5 // 8
        inset = (rect.width() - size) // 2
        glyph = self.theme.icon(self.icon_name, size, colours.on_primary)
        painter.drawPixmap(rect.x() + inset, rect.y() + inset, glyph)
