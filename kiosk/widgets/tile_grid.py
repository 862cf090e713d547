"""Up to six tiles beside and under each other, all of one kind."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.widgets.theme import TextSize, Theme
from kiosk.widgets.tile import ErrandTile, Shape

__all__ = ["TileGrid", "TileWords"]

MOST = 6
HIGHEST = {TextSize.STANDARD: 320, TextSize.LARGE: 340, TextSize.HUGE: 440}  # what the longest names take


class TileWords(NamedTuple):
    """``name`` is the tile's object name; ``small`` stands under the title, and ``note`` says what is missing."""

    name: str
    title: str
    small: str
    icon: str
    note: str = ""


class TileGrid(QWidget):
    """``tapped`` says which of the tiles."""

    tapped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(Theme.GAP))
        self._shown: object = None
        self._tiles = [ErrandTile(theme) for _ in range(MOST)]
        for at, tile in enumerate(self._tiles):
            tile.shape = Shape.CELL
            tile.tapped.connect(lambda at=at: self.tapped.emit(at))
            tile.setParent(self)  # or it would be shown as a window of its own
            tile.hide()

    def show_tiles(self, tiles: Sequence[TileWords], columns: int) -> None:
        """So many in a row, also where there are fewer: a tile stands as large whatever stands beside it."""
        shown = (tuple(tiles), columns, self.theme.size)
        if shown == self._shown:
            return
        self._shown = shown
        for at, tile in enumerate(self._tiles):
            self._grid.removeWidget(tile)
            tile.setVisible(at < len(tiles))
            tile.setMaximumHeight(self.theme.px(HIGHEST[self.theme.size]))
            words = tiles[at] if at < len(tiles) else TileWords("tile.", "", "", "")
            tile.fill("", words.title, words.small, words.icon, words.note)
            tile.setObjectName(words.name)
            if at < len(tiles):
                self._grid.addWidget(tile, at // columns, at % columns)
        for row in range(MOST + 1):
            self._grid.setRowStretch(row, 0 if row > len(tiles) else 1000 if row * columns < len(tiles) else 1)
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
            self._grid.setColumnMinimumWidth(column, 1 if column < columns else 0)
