"""A table, row by row: how wide its columns are is worked out once for all rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from kiosk.widgets.board.block import PAD, Block, place
from kiosk.widgets.text import SPACED, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["Cells", "TableRow", "columns_of"]

GAP, ABOVE = 24, 12
LATIN = re.compile("[!-~]+")  # is not parted
NUMBER = frozenset("0123456789.,:%+-−–—/ ¥×")
UNITS = "张份次个天时分秒元人条项℃页"


@dataclass(frozen=True)
class Cells:
    """One row. ``widths`` in pixels; ``numbers`` are the columns that stand at the right of theirs."""

    words: tuple[str, ...]
    widths: tuple[int, ...]
    numbers: tuple[bool, ...]
    head: bool = False


def columns_of(theme: Theme, head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Cells | None:
    """The head row with widths for all; None where the table is too wide to be one."""
    plain, bold = QFontMetrics(theme.font(Role.CAPTION)), QFontMetrics(theme.font(Role.CAPTION, bold=True))
    natural, least = [], []
    for at, title in enumerate(head):
        cells = [row[at] for row in rows if at < len(row)]
        wide = max([bold.horizontalAdvance(title), *(plain.horizontalAdvance(cell) for cell in cells)])
        natural.append(wide + SPACED * 4)
        words = [word for cell in (title, *cells) for word in LATIN.findall(cell)]
        longest = max(map(bold.horizontalAdvance, words), default=0)
        least.append(min(natural[-1], max(longest + SPACED * 4, 3 * theme.em(Role.CAPTION))))
    room = width - 2 * theme.px(PAD) - (len(head) - 1) * theme.px(GAP)
    if sum(least) > room:
        return None
    widths = _shared(natural, least, room)
    share = max(room - sum(widths), 0) // len(head)
    widths = [wide + share for wide in widths]
    numbers = tuple(all(_is_number(row[at]) for row in rows if at < len(row)) for at in range(len(head)))
    return Cells(tuple(head), tuple(widths), numbers, head=True)


def _shared(natural: list[int], least: list[int], room: int) -> list[int]:
    """Narrow columns get what they want; the others share what is left, none less than its least."""
    widths = [0] * len(natural)
    order = sorted(range(len(natural)), key=natural.__getitem__)
    for nth, at in enumerate(order):
        after = sum(least[one] for one in order[nth + 1 :])
        fair = room // (len(order) - nth)
        widths[at] = min(natural[at], max(fair, least[at]), room - after)
        room -= widths[at]
    return widths


def _is_number(cell: str) -> bool:
    return set(cell.rstrip(UNITS)) <= NUMBER


class TableRow(Block):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._cells: list[Text] = []
        self._row = Cells((), (), ())

    def fill(self, row: Cells) -> None:
        self._row = row
        while len(self._cells) < len(row.words):
            self._cells.append(self.text(Role.CAPTION))
        for at, cell in enumerate(self._cells):
            there = at < len(row.words)
            if there:
                cell.bold = row.head
                cell.set_colour("accent" if row.head else "text")
                cell.set_align(Qt.AlignmentFlag.AlignRight if row.numbers[at] else Qt.AlignmentFlag.AlignLeft)
                cell.restyle()
            cell.say(row.words[at] if there else "")

    def lay(self, width: int, least: int = 0) -> int:
        px = self.theme.px
        x, end = px(PAD), 0
        for cell, wide in zip(self._cells, self._row.widths, strict=False):
            end = max(end, place(cell, x, px(ABOVE), wide))
            x += wide + px(GAP)
        return max(end, px(ABOVE) + self.theme.line(Role.CAPTION)) + px(ABOVE)
