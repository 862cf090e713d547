"""The parts of a board as they are seen: one page of them at a time, and the way to the others."""

import itertools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.core.board import Board, Lines
from kiosk.screens.maintenance.paging import Place, Unit, share_out
from kiosk.screens.maintenance.parts import runs_of
from kiosk.widgets.board.block import Title
from kiosk.widgets.board.chart import BarBlock, ColumnsBlock
from kiosk.widgets.board.guide import GuideBlock, PhotoBlock
from kiosk.widgets.board.lines import WireLine
from kiosk.widgets.board.row import RowBlock, RowButton
from kiosk.widgets.board.table import TableRow
from kiosk.widgets.pager import Pager
from kiosk.widgets.theme import Theme

__all__ = ["BoardView"]

BETWEEN = 24  # two parts
KINDS: dict[str, Callable[[Theme], Any]] = {
    "title": Title, "row": RowBlock, "button": RowButton, "cells": TableRow, "bar": BarBlock,
    "columns": ColumnsBlock, "line": WireLine, "guide": GuideBlock, "photo": PhotoBlock,
}  # fmt: skip
MEASURED = 4000  # heights that are kept
PLACES = 32  # pages of the menu of which is remembered where they were turned to


class BoardView(QWidget):
    """``pressed`` says what a row does; ``turned`` that other rows stand there.

    Blocks are kept and filled anew, so that a page that is looked at every two seconds stands still.
    """

    pressed = Signal(str)
    turned = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._board, self._place, self._page_name, self._enabled = Board(""), "", "", True
        self._pages: list[list[Place]] = [[]]
        self._packed: object = None
        self._turned: dict[str, int] = {}
        self._blocks: dict[str, list[Any]] = {kind: [] for kind in KINDS}
        self._rulers: dict[str, Any] = {}
        self._heights: dict[tuple[Unit, int], int] = {}
        self._measured_for = theme.version
        self._presses: dict[int, str] = {}
        self.pager = Pager(theme)
        self.pager.make_small()
        self.pager.turned.connect(self._turn)
        self.hold_pager(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_board(self, board: Board, page: str, place: str, *, enabled: bool) -> None:
        """``place``: which page of the pager stood there is remembered by it."""
        self._board, self._page_name, self._place, self._enabled = board, page, place, enabled

    def hold_pager(self, hold: bool) -> None:
        """Below the board; or whoever asks for it lays it out elsewhere."""
        self._holds_pager = hold
        self._packed = None
        if hold:
            self.pager.setParent(self)

    def forget(self) -> None:
        self._turned.clear()
        self._heights.clear()
        self._packed = None
        self._board, self._pages = Board(""), [[]]
        for block in (*itertools.chain.from_iterable(self._blocks.values()), *self._rulers.values()):
            block.setParent(None)
            block.deleteLater()
        self._blocks = {kind: [] for kind in KINDS}
        self._rulers.clear()
        self._presses.clear()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(600), self.theme.px(400))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(300), self.theme.px(100))

    def settle(self) -> None:
        """Shares out what it was filled with, for the size that it has now.

        While a finger is on a row nothing moves: it would let go of another one than it came down on.
        """
        if any(block.isDown() for block in self._blocks["button"]):
            return
        self._share_out()

    # --- pages ---

    def _share_out(self) -> None:
        want = (self._board.parts, self._page_name, self.size().toTuple(), self.theme.version)
        if want != self._packed:
            self._packed = want
            before = len(self._pages)
            follows = self._follows() and self._at() >= before - 1
            self._pages = self._fit(self.height())
            if len(self._pages) > 1 and self._holds_pager:
                self._pages = self._fit(self.height() - self._pager_high() - self.theme.px(Theme.GAP))
            if follows or (self._follows() and self._place not in self._turned):
                self._turned[self._place] = len(self._pages) - 1
        self._show(self._at())

    def _fit(self, height: int) -> list[list[Place]]:
        """Side by side where there is room for it; what becomes too high by that stands alone."""
        pages = self._share(height, aside=True)
        if any(place.y + place.height > height for page in pages for place in page):
            return self._share(height, aside=False)
        return pages

    def _share(self, height: int, *, aside: bool) -> list[list[Place]]:
        runs = runs_of(self._board, self._page_name, self.theme, self.width(), height, aside=aside)
        return share_out(runs, self.width(), height, self.theme.px(BETWEEN), self._measure)

    def _follows(self) -> bool:
        """A log: its end is what is looked for, and it is stayed with."""
        return bool(self._board.parts) and all(isinstance(part, Lines) for part in self._board.parts)

    def _at(self) -> int:
        return min(self._turned.get(self._place, 0), len(self._pages) - 1)

    def _turn(self, page: int) -> None:
        self._turned[self._place] = page
        while len(self._turned) > PLACES:
            del self._turned[next(iter(self._turned))]
        self._show(self._at())
        self.turned.emit()

    def _measure(self, unit: Unit, width: int) -> int:
        if self._measured_for != self.theme.version or len(self._heights) > MEASURED:
            self._measured_for = self.theme.version
            self._heights.clear()
        if (unit, width) not in self._heights:
            ruler = self._rulers.get(unit.kind)
            if ruler is None:
                ruler = self._rulers[unit.kind] = self._make(unit.kind)
            _fill(ruler, unit)
            self._heights[unit, width] = ruler.lay(width)
            ruler.setObjectName("")  # nobody finds it in the place of one that stands there
        return self._heights[unit, width]

    # --- what is seen ---

    def _show(self, page: int) -> None:
        used = dict.fromkeys(KINDS, 0)
        for place in self._pages[page]:
            blocks, at = self._blocks[place.unit.kind], used[place.unit.kind]
            if at == len(blocks):
                blocks.append(self._make(place.unit.kind))
            used[place.unit.kind] += 1
            self._put(blocks[at], place)
        for kind, blocks in self._blocks.items():
            for block in blocks[used[kind] :]:
                block.hide()
                block.setObjectName("")
        self.pager.show_page(page, len(self._pages))
        if self._holds_pager:
            high = self._pager_high()
            self.pager.setGeometry(0, self.height() - high, self.width(), high)

    def _put(self, block: Any, place: Place) -> None:
        _fill(block, place.unit)
        if place.unit.kind == "button":
            self._presses[id(block)] = place.unit.data[3]
        block.setEnabled(self._enabled)
        block.lay(place.width, place.height)
        block.hang(above=place.above, below=place.below)
        block.setGeometry(place.x, place.y, place.width, place.height)
        block.show()

    def _make(self, kind: str) -> Any:
        block = KINDS[kind](self.theme)
        block.setParent(self)
        block.hide()
        if isinstance(block, RowButton):
            block.tapped.connect(lambda: self.pressed.emit(self._presses[id(block)]))
        return block

    def _pager_high(self) -> int:
        return self.pager.sizeHint().height()


def _fill(block: Any, unit: Unit) -> None:
    if isinstance(block, RowButton):
        block.fill(*unit.data[:3])
    else:
        block.fill(unit.data)
