"""The steps of an instruction as cards: a number, a drawing, and what to do."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.core.words import said
from kiosk.widgets import guides
from kiosk.widgets.ground import Card
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["GuideCards"]

LEAST, MOST = 110, 420  # design pixels of a drawing's height
WIDE_COLUMNS, UPRIGHT_COLUMNS = 3, 2


class _Picture(QWidget):
    """For the eye: the words under it say the same."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme, self.name = theme, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.restyle()

    def restyle(self) -> None:
        self.setMinimumHeight(self.theme.px(LEAST))
        self.setMaximumHeight(self.theme.px(MOST))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(LEAST), self.theme.px(LEAST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.name:
            guides.paint(QPainter(self), self.rect(), self.name, self.theme)


class _Step(Card):
    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__(theme)
        px = theme.px
        self._number = number
        self.picture = _Picture(theme)
        self.words = Text(theme, Role.BODY, name=f"steps.{number}", bold=True, align=Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.picture, 1)
        column.addWidget(self.words)

    def fill(self, picture: str, words: str) -> None:
        self.picture.name = picture
        self.words.say(said("{number}. {words}", number=str(self._number), words=words))
        self.picture.update()


class GuideCards(QWidget):
    """As many cards as there are steps, in rows that share the height."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._cards: list[_Step] = []
        self._shown = 0
        self._portrait = True
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(Theme.GAP))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def fill(self, steps: Sequence[tuple[str, str]]) -> None:
        """Each is a drawing of ``guides.py`` and its words."""
        while len(self._cards) < len(steps):
            self._cards.append(_Step(self.theme, len(self._cards) + 1))
            self._cards[-1].setParent(self)
        for card, (picture, words) in zip(self._cards, steps, strict=False):
            card.fill(picture, words)
        self._shown = len(steps)
        self._arrange()

    def rearrange(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._arrange()

    def _arrange(self) -> None:
        columns = UPRIGHT_COLUMNS if self._portrait else WIDE_COLUMNS
        columns = max(1, min(columns, self._shown if not self._portrait else -(-self._shown // 2)))
        for index, card in enumerate(self._cards):
            self._grid.removeWidget(card)
            card.setVisible(index < self._shown)
            if index < self._shown:
                self._grid.addWidget(card, index // columns, index % columns)
        rows = -(-self._shown // columns)
        for row in range(max(rows, self._grid.rowCount())):
            self._grid.setRowStretch(row, 1 if row < rows else 0)
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
