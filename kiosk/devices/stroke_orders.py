"""In which orders the strokes of a character are shown to a recogniser that expects them in one."""

from collections.abc import Iterator

__all__ = ["orders"]


def orders(strokes: int) -> Iterator[tuple[int, ...]]:
    """Permutations of so many strokes, as they were written first, then the likelier ones first."""
    yield tuple(range(strokes))
