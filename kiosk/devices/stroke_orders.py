"""In which orders the strokes of a character are shown to a recogniser that expects them in the one of its model.

The model's writer had an order of his own for many parts: 山 from the left, the foot of 近 first. Which other orders
make up for most of that was measured: of the orders that are one move of a stroke or of neighbours away, and of those
that the model likes best for single characters, the ones were kept, one after the other, that brought the most
characters of names and places among the first eight. The strokes were KanjiVG's.
"""

from collections.abc import Iterator
from typing import Final

__all__ = ["orders"]

# strokes: their other orders, the most helpful first; a digit or letter is the place in which a stroke was written
_OTHERS: Final = {
    2: "10",
    4: "1023 1032",
    5: "01243 01324 10234 31204",
    6: "012354 102345 103245 201345 014235 012534 012453 032145",
    7: "0123465 0132456 0123564",
    8: "01235467 01243567 03124567 01234657 01324576 01237456 01234756 01254367",
    9: "012347856 012345687 012346785 021345678 012348567 012354678 014235678 012364785",
    10: "0123457869 0123546789 0123456978 0123458769 0123465789 0128934567 1230456789 0124537689",
    11: "103456789a2 01234567a89 012345678a9 0124356789a 0123457869a 012345679a8 01562347a98 0125346789a",
    12: "012345678ab9 0134256789ab 01234567b89a 01256798ab34 0143256789ab 0123564789ab 1203456789ab 0124356789ab",
    13: "0123456789bac 0123456789bca 0123456789cab 0123456879abc 0312456789abc 012345678ab9c 0123645789acb",
    14: "012345679a8bcd 012345678ab9cd 0132456789abcd 0312456789abcd 0123465789abcd 0123456789bacd 0123456789acbd",
    15: "012345678ab9cde 0123456789acdbe 0123456789adbce 0123456789cdeab 123456789abcde0 0123465789abcde",
}


def orders(strokes: int) -> Iterator[tuple[int, ...]]:
    """Permutations of so many strokes: as they were written first."""
    yield tuple(range(strokes))
    for other in _OTHERS.get(strokes, "").split():
        yield tuple(int(place, 36) for place in other)
