"""Pinyin to phrases by libpinyin's C API (Debian: libpinyin15, libpinyin-data).

Its language model is 40 MB of files, of which it maps what it looks at: 8 MiB. It can learn what a user types; here it
is never told what was chosen (``pinyin_train``), never saves, and its user's directory is gone as soon as it is loaded.
"""

import ctypes
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Final

from kiosk.core.errors import DeviceError
from kiosk.core.writing import Phrase

__all__ = ["LONGEST", "LibPinyin"]

LONGEST: Final = 30  # letters: four or five characters of an address at a time; 31 letters take 24 ms
MOST: Final = 80  # phrases: ten pages of them; what comes later is rare
_LIBRARY: Final = "libpinyin.so.15"
_DATA: Final = ("/usr/lib/x86_64-linux-gnu/libpinyin/data", "/usr/lib/aarch64-linux-gnu/libpinyin/data")
_SORT: Final = 0x2 | 0x4 | 0x8 | 0x10  # pinyin.h: none longer than typed; by phrase length, pinyin length, frequency
_INCOMPLETE: Final = 1 << 3  # pinyin_custom2.h: a consonant alone stands for any syllable that begins with it


class LibPinyin:
    """Implements ``core.writing.PinyinInput``. For one thread at a time."""

    def __init__(self) -> None:
        self._context: int | None = None
        self._typing: int | None = None

    def spell(self, letters: str) -> tuple[Phrase, ...]:
        """See the port. More than ``LONGEST`` letters are not looked at."""
        library = self._open()
        typed = letters[:LONGEST]
        if not typed or not set(typed) <= set("abcdefghijklmnopqrstuvwxyz'"):
            return ()
        library.pinyin_reset(self._typing)
        library.pinyin_parse_more_full_pinyins(self._typing, typed.encode())
        library.pinyin_guess_sentence(self._typing)
        library.pinyin_guess_candidates(self._typing, 0, _SORT)
        many = ctypes.c_uint()
        library.pinyin_get_n_candidate(self._typing, ctypes.byref(many))
        phrases = tuple(self._phrase(library, index) for index in range(min(many.value, MOST)))
        library.pinyin_reset(self._typing)
        return phrases

    def close(self) -> None:
        """See the port."""
        if self._context is not None:
            _library().pinyin_free_instance(self._typing)
            _library().pinyin_fini(self._context)
            self._context = self._typing = None

    def _phrase(self, library: Any, index: int) -> Phrase:
        candidate, text = ctypes.c_void_p(), ctypes.c_char_p()
        library.pinyin_get_candidate(self._typing, index, ctypes.byref(candidate))
        library.pinyin_get_candidate_string(self._typing, candidate, ctypes.byref(text))
        end: int = library.pinyin_choose_candidate(self._typing, 0, candidate)  # only marks it in this one sentence
        return Phrase((text.value or b"").decode(), end)

    def _open(self) -> Any:
        library = _library()
        if self._context is None:
            data = next((folder for folder in _DATA if Path(folder, "table.conf").exists()), None)
            context = _context(library, data) if data else None
            if not context:
                raise DeviceError("libpinyin's data are not there: install libpinyin-data")
            library.pinyin_set_options(context, _INCOMPLETE)
            self._context, self._typing = context, library.pinyin_alloc_instance(context)
        return library


def _context(library: Any, data: str) -> int | None:
    """Without a user's file it would write to standard error that there is none."""
    with tempfile.TemporaryDirectory() as nobody:
        Path(nobody, "user.conf").touch()
        context: int | None = library.pinyin_init(data.encode(), nobody.encode())
        return context


@cache
def _library() -> Any:
    """Raises DeviceError when it is not there; then it is looked for again."""
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError as error:
        raise DeviceError(f"{_LIBRARY} cannot be loaded: install libpinyin15") from error
    pointer, size, out = ctypes.c_void_p, ctypes.c_size_t, ctypes.POINTER
    for name, result, arguments in (
        ("pinyin_init", pointer, [ctypes.c_char_p, ctypes.c_char_p]),
        ("pinyin_fini", None, [pointer]),
        ("pinyin_alloc_instance", pointer, [pointer]),
        ("pinyin_free_instance", None, [pointer]),
        ("pinyin_set_options", ctypes.c_bool, [pointer, ctypes.c_uint32]),
        ("pinyin_reset", ctypes.c_bool, [pointer]),
        ("pinyin_parse_more_full_pinyins", size, [pointer, ctypes.c_char_p]),
        ("pinyin_guess_sentence", ctypes.c_bool, [pointer]),
        ("pinyin_guess_candidates", ctypes.c_bool, [pointer, size, ctypes.c_int]),
        ("pinyin_get_n_candidate", ctypes.c_bool, [pointer, out(ctypes.c_uint)]),
        ("pinyin_get_candidate", ctypes.c_bool, [pointer, ctypes.c_uint, out(pointer)]),
        ("pinyin_get_candidate_string", ctypes.c_bool, [pointer, pointer, out(ctypes.c_char_p)]),
        ("pinyin_choose_candidate", ctypes.c_int, [pointer, size, pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
