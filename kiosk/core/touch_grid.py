"""The cells of a touch screen that answered a finger, and how they are told of: 「左上 3 格没反应」."""

from dataclasses import dataclass
from typing import Final

__all__ = ["TouchGrid"]

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
        size, _, cells = text.partition(" ")
        columns, _, rows = size.partition("x")
        grid = cls(int(columns), int(rows), frozenset(int(cell) for cell in cells.split(",") if cell))
        if grid.columns < 1 or grid.rows < 1 or not grid.touched <= set(range(grid.columns * grid.rows)):
            raise ValueError(text)
        return grid
