"""Handwriting by Zinnia's C API (Debian: libzinnia0), with the model of tegaki-zinnia-simplified-chinese: GB 2312.

Zinnia compares stroke by stroke, the first with the first, so that only who writes in the order of the model's one
writer is read well, and that one was his own. Strokes are therefore shown to it in several orders
(``stroke_orders.py``), and a character counts as its best one says. The model is mapped, 26 MiB that the system takes
back when it needs them, and let go of with ``close``.
"""

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any, Final

from kiosk.core.cancel import Cancel
from kiosk.core.errors import DeviceError
from kiosk.core.writing import Phrase, Stroke
from kiosk.devices.stroke_orders import orders

__all__ = ["MODEL", "Zinnia"]

MODEL: Final = Path("/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model")
MOST: Final = 24  # characters: three times eight
ENOUGH: Final = 0.07  # s to look in; the rest of 150 ms is for what was asked before, for threads and for painting
STROKES_MOST: Final = 36  # of the character with the most strokes that the model knows, 齉
_LIBRARY: Final = "libzinnia.so.0"
_PAPER: Final = 1000  # Zinnia's paper, in its whole numbers
_MARGIN: Final = 0.1  # of it, around the character: as the model's writer left
# Zinnia parts a stroke where it is farthest from a straight line, again and again, and looks at the first fifty parts.
# It keeps room for 2^n of them after n partings: a scribble would take all memory.
_PARTINGS: Final = 5
_STRAIGHT: Final = 0.001  # feature.cpp: squared distance from the line, in papers, that still is straight


class Zinnia:
    """Implements ``core.writing.Handwriting``. For one thread at a time."""

    def __init__(self, model: Path = MODEL, now: Callable[[], float] = monotonic) -> None:
        self._model, self._now = model, now
        self._recognizer: int | None = None

    def read(self, strokes: Sequence[Stroke], cancel: Cancel) -> tuple[Phrase, ...]:
        """See the port. Takes no more than ``ENOUGH``, or as long as the written order alone takes."""
        library = self._open()
        written = [_simpler(stroke) for stroke in _placed(strokes)]
        if not 0 < len(written) <= STROKES_MOST:
            return ()
        begun = before = self._now()
        best: dict[str, float] = {}
        for order, less in orders(len(written)):
            cancel.check()
            for text, score in self._classify(library, [written[index] for index in order]):
                best[text] = max(score - less, best.get(text, -math.inf))
            after = self._now()
            if 2 * after - before - begun > ENOUGH:  # another one would take as long as this one
                break
            before = after
        ranked = sorted(best, key=best.__getitem__, reverse=True)
        return tuple(Phrase(text) for text in ranked[:MOST])

    def close(self) -> None:
        """See the port."""
        if self._recognizer is not None:
            _library().zinnia_recognizer_destroy(self._recognizer)
            self._recognizer = None

    def _classify(self, library: Any, strokes: list[list[tuple[float, float]]]) -> Iterator[tuple[str, float]]:
        character = library.zinnia_character_new()
        try:
            library.zinnia_character_set_width(character, _PAPER)
            library.zinnia_character_set_height(character, _PAPER)
            for index, stroke in enumerate(strokes):
                for x, y in stroke:
                    library.zinnia_character_add(character, index, round(x * _PAPER), round(y * _PAPER))
            found = library.zinnia_recognizer_classify(self._recognizer, character, MOST)
        finally:
            library.zinnia_character_destroy(character)
        if not found:
            return
        try:
            for index in range(library.zinnia_result_size(found)):
                value: bytes = library.zinnia_result_value(found, index)
                yield value.decode(), library.zinnia_result_score(found, index)
        finally:
            library.zinnia_result_destroy(found)

    def _open(self) -> Any:
        library = _library()
        if self._recognizer is None:
            recognizer = library.zinnia_recognizer_new()
            if not library.zinnia_recognizer_open(recognizer, str(self._model).encode()):
                library.zinnia_recognizer_destroy(recognizer)
                raise DeviceError(f"{self._model} cannot be read: install tegaki-zinnia-simplified-chinese")
            self._recognizer = recognizer
        return library


def _placed(strokes: Sequence[Stroke]) -> list[Stroke]:
    """In the middle of a paper of width and height 1, as large as fits."""
    drawn = [stroke for stroke in strokes if stroke]
    if not drawn:
        return []
    left, right = (extreme(x for stroke in drawn for x, _ in stroke) for extreme in (min, max))
    top, bottom = (extreme(y for stroke in drawn for _, y in stroke) for extreme in (min, max))
    scale = (1 - 2 * _MARGIN) / (max(right - left, bottom - top) or 1.0)
    x0, y0 = 0.5 - (left + right) / 2 * scale, 0.5 - (top + bottom) / 2 * scale
    return [[(x * scale + x0, y * scale + y0) for x, y in stroke] for stroke in drawn]


def _simpler(stroke: Stroke) -> list[tuple[float, float]]:
    """The points at which Zinnia would part the stroke, and no others: what it makes of it is the same."""
    kept = {0, len(stroke) - 1}
    parts = [(0, len(stroke) - 1)]
    for _ in range(_PARTINGS):
        cuts = [(first, cut, last) for first, last in parts if (cut := _bend(stroke, first, last))]
        kept.update(cut for _, cut, _ in cuts)
        parts = [part for first, cut, last in cuts for part in ((first, cut), (cut, last))]
    return [stroke[index] for index in sorted(kept)]


def _bend(stroke: Stroke, first: int, last: int) -> int | None:
    """Which point between lies farthest from the straight line through both; None where all are near to it."""
    (x1, y1), (x2, y2) = stroke[first], stroke[last]
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy
    if last - first < 2 or not square:
        return None
    off, at = max((abs(dx * (stroke[k][1] - y1) - dy * (stroke[k][0] - x1)), k) for k in range(first + 1, last))
    return at if off * off / square > _STRAIGHT else None


@cache
def _library() -> Any:
    """Raises DeviceError when it is not there; then it is looked for again."""
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError as error:
        raise DeviceError(f"{_LIBRARY} cannot be loaded: install libzinnia0") from error
    pointer, size, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    for name, result, arguments in (
        ("zinnia_recognizer_new", pointer, []),
        ("zinnia_recognizer_open", number, [pointer, ctypes.c_char_p]),
        ("zinnia_recognizer_classify", pointer, [pointer, pointer, size]),
        ("zinnia_recognizer_destroy", None, [pointer]),
        ("zinnia_character_new", pointer, []),
        ("zinnia_character_set_width", None, [pointer, size]),
        ("zinnia_character_set_height", None, [pointer, size]),
        ("zinnia_character_add", number, [pointer, size, number, number]),
        ("zinnia_character_destroy", None, [pointer]),
        ("zinnia_result_size", size, [pointer]),
        ("zinnia_result_value", ctypes.c_char_p, [pointer, size]),
        ("zinnia_result_score", ctypes.c_float, [pointer, size]),
        ("zinnia_result_destroy", None, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
