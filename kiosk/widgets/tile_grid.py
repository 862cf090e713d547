"""Up to six tiles beside and under each other, all of one kind."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.core.words import CHINESE
from kiosk.widgets.theme import TextSize, Theme
from kiosk.widgets.tile import ErrandTile, Shape

__all__ = ["TileGrid", "TileWords"]

MOST = 6
HIGHEST = {TextSize.STANDARD: 320, TextSize.LARGE: 340, TextSize.HUGE: 440}  # what the longest names take

WORDY = 1.3  # of that in a language of longer words


class TileWords(NamedTuple):
    """``name`` is the tile's object name; ``small`` stands under the title, and ``note`` says what is missing."""

    name: str
    title: str
    small: str
    icon: str
    note: str = ""


NOTHING = TileWords("tile.", "", "", "")


class TileGrid(QWidget):
    """``tapped`` says which of the tiles."""

    tapped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(Theme.GAP))
        self._words: list[TileWords] = []
        self._columns = 0
        self._tiles = [ErrandTile(theme) for _ in range(MOST)]
        for at, tile in enumerate(self._tiles):
            tile.shape = Shape.CELL
            tile.tapped.connect(lambda at=at: self.tapped.emit(at))
            tile.setParent(self)  # or it would be shown as a window of its own
            tile.hide()
        self.restyle()

    def restyle(self) -> None:
        more = 1 if self.theme.tongue is CHINESE else WORDY
        for tile in self._tiles:
            tile.setMaximumHeight(self.theme.px(more * HIGHEST[self.theme.size]))

    def show_tiles(self, tiles: Sequence[TileWords], columns: int) -> None:
        """So many in a row, also where there are fewer: a tile stands as large whatever stands beside it."""
        before, self._words = self._words, list(tiles[:MOST])
        for at, tile in enumerate(self._tiles):
            words = self._words[at] if at < len(self._words) else NOTHING
            if words != (before[at] if at < len(before) else NOTHING):
                tile.fill("", words.title, words.small, words.icon, words.note)
                tile.setObjectName(words.name)
        if (len(before), self._columns) != (len(self._words), columns):
            self._lay(columns)

    def _lay(self, columns: int) -> None:
        """What is left over below is not shared by the tiles once they are as high as they may be."""
        self._columns, many = columns, len(self._words)
        for at, tile in enumerate(self._tiles):
            self._grid.removeWidget(tile)
            tile.setVisible(at < many)
            if at < many:
                self._grid.addWidget(tile, at // columns, at % columns)
        for row in range(MOST + 1):
            self._grid.setRowStretch(row, 0 if row > many else 1000 if row * columns < many else 1)
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
            self._grid.setColumnMinimumWidth(column, 1 if column < columns else 0)
