"""In which orders the strokes of a character are shown to a recogniser that expects them in the one of its model.

The model's writer had an order of his own for many parts: 山 from the left, the foot of 近 first. Which other orders
make up for most of that was measured: of the orders that are one move of a stroke or of neighbours away, and of those
that the model likes best for single characters, the ones were kept, one after the other, that brought the most
characters of names and places among the first eight. The strokes were KanjiVG's. The rarer an order is right, the
better a character must match in it to count.
"""

from collections.abc import Iterator
from typing import Final

__all__ = ["orders"]

# strokes: their other orders, the most helpful first. A digit or letter is the place in which a stroke was written;
# after the colon stands by how many hundredths a character must match better in it.
_OTHERS: Final = {
    2: "10:40",
    3: "120:60 021:90 102:25 201:90",
    4: "1023:60 1032:60 2103:90 0312:90",
    5: "01243:40 01324:25 10234:40 21034:40 32104:60 01342:40",
    6: "031245:25 012354:10 102345:40 013245:25 012435:40 012534:60 201345:90 012543:40",
    7: "0132456:25 0123465:25 0123564:60 5326041:90 0123654:60 1203456:60 0124356:40 0213456:60",
    8: "01235467:25 01243567:40 01237456:60 01324567:10 01234657:60 02134567:60 01234756:60 01324576:60",
    9: ("012347856:25 021345687:40 012346785:60 012348567:40 012364785:60 012346578:25 012354678:40 021345678:40"),
    10: (
        "0123457869:10 0123456978:25 0123546789:10 1203456789:60 1034567892:60 0128934567:25 "
        "0123459678:40 0123456798:25"
    ),
    11: (
        "103456789a2:25 01234567a89:25 012345678a9:25 0123457869a:10 012345679a8:40 0125346789a:25 "
        "01562347a98:40 0132456789a:25"
    ),
    12: (
        "012345678ab9:25 123456789ab0:40 0213456789ab:40 01256798ab34:25 012345678a9b:40 0124356789ab:10 "
        "02b13456789a:60 01234567b89a:40"
    ),
    13: (
        "0123456789bac:10 123456789abc0:60 0123456789cab:40 0123456789bca:10 0123475689abc:10 "
        "0213456789abc:40 0123456789cba:10 0312456789abc:40"
    ),
    14: (
        "0123456789bacd:10 0123456789bcad:10 0123456897abcd:10 123456789abcd0:25 012345678ba9cd:10 "
        "0213456789abcd:25 0132456789abcd:10 0123465789abcd:10"
    ),
    15: (
        "0123456789bcade:10 0123456789acdbe:10 123456789abcde0:25 0123456789abecd:10 0123456789cdeab:10 "
        "0123654789abcde:10 0213456789abcde:40 0123465789abcde:25"
    ),
    16: "012345678b9acdef:10 98a01234567bcfde:90 0123465789abcdef:25",
    17: "01234567a98bcdefg:10 123456789abcdefg0:25 0213456789abcdefg:10 0123456789abcdfeg:10",
}


def orders(strokes: int) -> Iterator[tuple[tuple[int, ...], float]]:
    """Permutations of so many strokes, as they were written first, and what is to be taken from a score in each."""
    yield tuple(range(strokes)), 0.0
    for other in _OTHERS.get(strokes, "").split():
        order, _, less = other.partition(":")
        yield tuple(int(place, 36) for place in order), int(less) / 100
