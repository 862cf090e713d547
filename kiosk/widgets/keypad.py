"""Number keys, and the number as it stands, in groups that can be read back."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from kiosk.widgets.buttons import Button
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.theme import Role, Theme

__all__ = ["Key", "Keypad", "NumberField"]

# key, words, icon, row, column, rows, columns
KEYS = (
    *((str(digit), str(digit), "", (digit - 1) // 3, (digit - 1) % 3, 1, 1) for digit in range(1, 10)),
    ("delete", "删除", "mdi6.backspace-outline", 0, 3, 2, 1),
    ("clear", "清空", "mdi6.close", 2, 3, 2, 1),
)
NAMES = {".": "point"}  # of an object, which may not end in a dot


class Key(Button):
    """Raised like a key of a telephone."""

    raised = 1
    same_again = True
    least_height = Theme.KEY
    bold = True
    radius = 18
    padding = 8

    def wraps(self) -> bool:
        """One character stands on one line however wide its key is: of thirty keys no layout has to ask."""
        return len(self.text()) > 1

    def _tell(self) -> bool:
        others = super()._tell()
        if others:
            policy = self.sizePolicy()
            self.take_room(policy.horizontalPolicy(), policy.verticalPolicy())
        return others

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
    """``pressed`` says the key: a digit, the extra one ("X" or "."), "delete" or "clear"."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._extra = ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(Theme.GAP))
        for key, words, icon, row, column, rows, columns in KEYS:
            button = self._key(key, words, icon)
            button.tapped.connect(lambda pressed=key: self.pressed.emit(pressed))
            self._grid.addWidget(button, row, column, rows, columns)
        self._zero, self._other = self._key("0", "0"), self._key("", "")
        self._zero.tapped.connect(lambda: self.pressed.emit("0"))
        self._other.tapped.connect(lambda: self.pressed.emit(self._extra))
        self._grid.addWidget(self._zero, 3, 0, 1, 3)
        self._other.hide()
        for row in range(4):
            self._grid.setRowStretch(row, 1)
        for column in range(4):
            self._grid.setColumnStretch(column, 1)

    def show_extra(self, extra: str) -> None:
        """The key beside 0, "" for none: then 0 takes its place too."""
        if extra == self._extra:
            return
        self._extra = extra
        for button in (self._zero, self._other):
            self._grid.removeWidget(button)
        self._grid.addWidget(self._zero, 3, 0, 1, 2 if extra else 3)
        if extra:
            self._grid.addWidget(self._other, 3, 2)
            self._other.setObjectName(f"keypad.{NAMES.get(extra, extra)}")
            self._other.say(extra, "点" if extra == "." else extra)
        self._other.setVisible(bool(extra))

    def _key(self, key: str, words: str, icon: str = "") -> Key:
        button = Key(self.theme, f"keypad.{key}", words, icon=icon)
        button.setParent(self)
        button.stacked = True
        button.role = Role.TITLE if len(words) <= 1 else Role.BUTTON
        button.take_room(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return button


class NumberField(QLabel):
    """The number with a mark where the next character goes: a place for each in ``groups``, or as it comes where there
    are none, with its ``unit``.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._wrong = False
        self._role = Role.BUTTON
        self._groups: tuple[int, ...] = ()
        self._unit = ""
        self.restyle()

    def restyle(self) -> None:
        self.setFont(self.theme.font(self._role, bold=True))
        self.updateGeometry()

    def set_large(self, large: bool) -> None:
        """Where the panel is wide the field is narrow, and 20 characters must fit it."""
        self._role = Role.TITLE if large else Role.BUTTON
        self.restyle()

    @property
    def places(self) -> int:
        """How many characters it has room for."""
        return sum(self._groups) or len(self.text() + self._unit)

    def show_number(self, number: str, groups: tuple[int, ...], unit: str = "", *, wrong: bool) -> None:
        self._groups, self._unit, self._wrong = groups, unit, wrong
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
        painter.setFont(self.font())
        if self._groups:
            self._paint_groups(painter)
        else:
            self._paint_free(painter)

    def _paint_groups(self, painter: QPainter) -> None:
        number, places = self.text(), sum(self._groups)
        cell, gap = self._cell(places)
        x = (self.width() - places * cell - (len(self._groups) - 1) * gap) / 2
        index = 0
        for group in self._groups:
            for _ in range(group):
                place = QRectF(x, 0, cell, self.height())
                self._paint_cell(painter, place, number[index : index + 1], next_one=index == len(number))
                x += cell
                index += 1
            x += gap

    def _paint_free(self, painter: QPainter) -> None:
        """Number, mark and unit beside each other, in the middle."""
        metrics = QFontMetrics(self.font())
        words = self.theme.words(self._unit)
        number, unit = metrics.horizontalAdvance(self.text()), metrics.horizontalAdvance(words)
        mark = metrics.horizontalAdvance("0") * 1.25
        x = (self.width() - number - mark - unit) / 2
        painter.setPen(self.theme.colours.on_error if self._wrong else self.theme.colours.text)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 0, number + mark, self.height()), left, self.text())
        painter.drawText(QRectF(x + number + mark, 0, unit + mark, self.height()), left, words)
        self._paint_cell(painter, QRectF(x + number, 0, mark, self.height()), "", next_one=True)

    def _cell(self, places: int) -> tuple[float, float]:
        """Width of one character's place, and of the gap between groups."""
        gap = self.theme.px(30)
        widest = QFontMetrics(self.font()).horizontalAdvance("0") * 1.25
        room = (self.width() - self.theme.px(40) - (len(self._groups) - 1) * gap) / places
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
