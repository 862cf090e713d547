"""The cells of a touch screen that answered a finger, and how they are told of: 「左上 3 格没反应」."""

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["TouchGrid"]

_ENCODED: Final = re.compile(r"([0-9]{1,4})x([0-9]{1,4}) ((?:[0-9]{1,8},)*[0-9]{0,8})")
AREAS: Final = (("左上", "上边", "右上"), ("左边", "中间", "右边"), ("左下", "下边", "右下"))


@dataclass(frozen=True)
class TouchGrid:
    """Cells are counted row by row from 0, from the upper left."""

    columns: int
    rows: int
    touched: frozenset[int] = frozenset()

    @property
    def untouched(self) -> frozenset[int]:
        return frozenset(range(self.columns * self.rows)) - self.touched

    def areas(self, cells: frozenset[int]) -> dict[str, int]:
        """How many of the cells lie in which ninth of the screen, in the order of reading."""
        counts = {name: 0 for row in AREAS for name in row}
        for cell in cells:
            row, column = divmod(cell, self.columns)
            counts[AREAS[row * 3 // self.rows][column * 3 // self.columns]] += 1
        return {name: count for name, count in counts.items() if count}

    def encode(self) -> str:
        return f"{self.columns}x{self.rows} {','.join(map(str, sorted(self.touched)))}"

    @classmethod
    def decode(cls, text: str) -> "TouchGrid":
        """Raises ValueError for what ``encode`` has not made."""
        found = _ENCODED.fullmatch(text)
        if found is None:
            raise ValueError(f"no touch grid: {text}")
        columns, rows = int(found[1]), int(found[2])
        touched = frozenset(int(cell) for cell in found[3].split(",") if cell)
        if not columns * rows or max(touched, default=0) >= columns * rows:
            raise ValueError(f"no touch grid: {text}")
        return cls(columns, rows, touched)
