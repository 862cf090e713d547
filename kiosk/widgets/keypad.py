"""The keys for an ID number, and the number as it stands, in groups that can be read back."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from kiosk.widgets.buttons import Button
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.theme import Role, Theme

__all__ = ["Keypad", "NumberField"]

# key, words, icon, row, column, rows, columns
KEYS = (
    *((str(digit), str(digit), "", (digit - 1) // 3, (digit - 1) % 3, 1, 1) for digit in range(1, 10)),
    ("0", "0", "", 3, 0, 1, 2),
    ("X", "X", "", 3, 2, 1, 1),
    ("delete", "删除", "mdi6.backspace-outline", 0, 3, 2, 1),
    ("clear", "清空", "mdi6.close", 2, 3, 2, 1),
)
GROUPS = (6, 8, 4)  # region, date of birth, the rest: how people read their number aloud
LENGTH = sum(GROUPS)


class Key(Button):
    """Raised like a key of a telephone."""

    raised = 1
    same_again = True
    least_height = Theme.KEY
    bold = True
    radius = 18
    padding = 8

    def ground(self) -> tuple[QColor, QColor, QColor, int]:
        colours = self.theme.colours
        width = self.theme.px(4) if self.theme.high_contrast else 0
        return (
            colours.accent_pressed if self.isDown() else colours.surface,
            colours.accent if self.icon_name or len(self.text()) > 1 else colours.text,
            colours.border,
            width,
        )


class Keypad(QWidget):
    """``pressed`` says the key: a digit, "X", "delete" or "clear"."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(Theme.GAP))
        for key, words, icon, row, column, rows, columns in KEYS:
            button = Key(theme, f"keypad.{key}", words, icon=icon)
            button.stacked = True
            button.role = Role.TITLE if len(words) == 1 else Role.BUTTON
            button.tapped.connect(lambda pressed=key: self.pressed.emit(pressed))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            grid.addWidget(button, row, column, rows, columns)
        for row in range(4):
            grid.setRowStretch(row, 1)
        for column in range(4):
            grid.setColumnStretch(column, 1)


class NumberField(QLabel):
    """The number in three groups with a mark where the next character goes."""

    def __init__(self, theme: Theme, name: str, accessible: str) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._wrong = False
        self._role = Role.BUTTON
        self.restyle()

    def restyle(self) -> None:
        self.setFont(self.theme.font(self._role, bold=True))
        self.updateGeometry()

    def set_large(self, large: bool) -> None:
        """Where the panel is wide the field is narrow, and 18 characters must fit it."""
        self._role = Role.TITLE if large else Role.BUTTON
        self.restyle()

    def show_number(self, number: str, *, wrong: bool) -> None:
        self._wrong = wrong
        self.setText(number)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(600), self.theme.px(64) + self.theme.line(self._role))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, colours = self.theme.px, self.theme.colours
        border = colours.on_error if self._wrong else colours.border
        paint_rounded(painter, self.rect(), px(20), colours.surface, border, px(4 if self.theme.high_contrast else 3))
        number = self.text()
        cell, gap = self._cell()
        x = (self.width() - LENGTH * cell - (len(GROUPS) - 1) * gap) / 2
        index = 0
        painter.setFont(self.font())
        for group in GROUPS:
            for _ in range(group):
                place = QRectF(x, 0, cell, self.height())
                self._paint_cell(painter, place, number[index : index + 1], next_one=index == len(number))
                x += cell
                index += 1
            x += gap

    def _cell(self) -> tuple[float, float]:
        """Width of one character's place, and of the gap between groups."""
        gap = self.theme.px(30)
        widest = QFontMetrics(self.font()).horizontalAdvance("0") * 1.25
        room = (self.width() - self.theme.px(40) - (len(GROUPS) - 1) * gap) / LENGTH
        return min(room, widest), gap

    def _paint_cell(self, painter: QPainter, cell: QRectF, character: str, *, next_one: bool) -> None:
        colours, px = self.theme.colours, self.theme.px
        if character:
            painter.setPen(colours.on_error if self._wrong else colours.text)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, character)
            return
        pen = QPen(colours.accent if next_one else colours.border, px(6 if next_one else 3))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        y = cell.center().y() + self.theme.em(self._role) * 0.55
        painter.drawLine(QPointF(cell.left() + cell.width() * 0.2, y), QPointF(cell.right() - cell.width() * 0.2, y))
