"""One of several to choose: a mark, what it is, what it costs. What cannot be chosen says why, and is no button."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter

from kiosk.widgets.control import Control
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.text import Layouts, Lines
from kiosk.widgets.theme import Role, Theme

__all__ = ["LEAST", "ChoiceRow"]

MARK, PAD, GAP = 64, 28, 24
LEAST = 136  # of height
MARKS = {True: "mdi6.checkbox-marked", False: "mdi6.checkbox-blank-outline"}


class ChoiceRow(Control):
    """``figure`` stands at the right in bold; a row with a ``closed`` reason is disabled, and shows that instead."""

    raised = 1
    radius = 24

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "choice.")
        self.detail = self.figure = self.closed = ""
        self._layouts = Layouts(theme)

    def fill(self, value: str, label: str, detail: str, figure: str, closed: str, *, many: bool) -> None:
        """``many``: it is one of several that may be chosen together, and bears a mark."""
        self.setObjectName(f"choice.{value}")
        words = (label, detail, figure, closed)
        if words != (self.said, self.detail, self.figure, self.closed):
            self._layouts.clear()
        self.detail, self.figure, self.closed = detail, figure, closed
        self.setCheckable(many)
        self.setEnabled(not closed)
        self.raised = 0 if closed else 1
        self.say(label, *words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self.theme.px(600)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(Theme.TARGET), self.theme.px(LEAST))

    def heightForWidth(self, width: int) -> int:
        words, figure = self._words(width)
        high = max(sum(lines.height for lines, _ in words), figure.height)
        return max(self.theme.px(LEAST), high + 2 * self.theme.px(16))

    def _words(self, width: int) -> tuple[list[tuple[Lines, str]], Lines]:
        """What stands under each other at the left, each with its colour, and the figure at the right."""
        px, lay, tell = self.theme.px, self._layouts.lines, self.theme.words
        inner = max(width - 2 * px(PAD) - px(MARK) - px(GAP), 1)
        figure = lay(tell(self.figure), Role.BUTTON, inner, bold=True)
        left = max(inner - (round(figure.width) + px(GAP) if self.figure else 0), 1)
        words = [
            (lay(self.words(), Role.BUTTON, left, bold=True), "text"),
            (lay(tell(self.detail), Role.CAPTION, left), "secondary"),
        ]
        if self.closed:
            words.append((lay(tell(self.closed), Role.BODY, left, bold=True), "on_info"))
        return [pair for pair in words if pair[0].text], figure

    def torn(self) -> str:
        return "".join(lines.torn for lines, _ in self._words(self.width())[0])

    def paint(self, painter: QPainter, rect: QRect) -> None:
        px, colours = self.theme.px, self.theme.colours
        chosen = self.isChecked()
        fill = colours.accent_pressed if self.isDown() else colours.info if chosen or self.closed else colours.surface
        edge = 4 if self.theme.high_contrast or chosen else 1
        paint_rounded(painter, rect, px(self.radius), fill, colours.accent if chosen else colours.border, px(edge))
        words, figure = self._words(rect.width())
        if not self.closed:
            name = MARKS[chosen] if self.isCheckable() else "mdi6.chevron-right"
            mark = self.theme.icon(name, px(MARK), colours.accent)
            painter.drawPixmap(px(PAD), (rect.height() - px(MARK)) // 2, mark)
        x = px(PAD + MARK + GAP)
        y = (rect.height() - sum(lines.height for lines, _ in words)) // 2
        for lines, colour in words:
            area = QRect(x, y, rect.width() - x, lines.height)
            lines.paint(painter, area, getattr(colours, colour), Qt.AlignmentFlag.AlignLeft)
            y += lines.height
        at_right = QRect(x, 0, rect.width() - x - px(PAD), rect.height())
        figure.paint(painter, at_right, colours.text, Qt.AlignmentFlag.AlignRight)
