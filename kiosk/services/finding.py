"""Finds items by what a citizen types (pinyin, initials) or writes (characters of the name, everyday words).

The pinyin of the items is in memory only while somebody searches: ``open`` reads it, ``close`` lets it go.
"""

import contextlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from kiosk.core.item import Item
from kiosk.core.words import CHINESE, Tongue
from kiosk.services import item_index
from kiosk.services.item_index import Entry, Phrases
from kiosk.services.matching import Fit, Match, loosely, strictly, with_a_slip

__all__ = ["Finding"]

MOST: Final = 24  # results: four pages of six
ENOUGH: Final = 6  # results; with fewer, other ways to say the same are looked for
_VERBS: Final = "办打查交换领补取开改报退"  # with which a title begins, and which people leave out
_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_LETTERS: Final = re.compile(r"[A-Za-z0-9]")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")

Score = tuple[int, ...]  # the lower the better


class Finding:
    """``items`` in the order in which equally good ones are shown: home's first. For any thread."""

    def __init__(self, items: Sequence[Item], state: Path) -> None:
        self._items = {item.id: item for item in items}
        self._state = state
        self._wanted = False
        self._pinyin: Mapping[str, Phrases] | None = None

    def prepare(self) -> None:
        """Has the pinyin made where it is not of these items; takes a second then. What cannot be is done without."""
        with contextlib.suppress(OSError):  # items are found by characters alone until the disk is well
            item_index.make(self._state, self._entries())

    def open(self) -> None:
        """Reads the pinyin, from a disk that may be slow: so in a thread, before the first letter is typed."""
        self._wanted = True
        pinyin = item_index.load(self._state, self._entries())
        self._pinyin = pinyin if self._wanted else None

    def close(self) -> None:
        self._wanted, self._pinyin = False, None

    def find(self, typed: str, favourites: Sequence[str] = (), tongue: Tongue = CHINESE) -> tuple[Item, ...]:
        """The best first, at most ``MOST``; none for nothing typed. ``favourites`` are ids that come before equals.

        In another language items are found by their names in it too.
        """
        letters, characters = "".join(_LETTERS.findall(typed)).lower(), "".join(_HAN.findall(typed))
        found = [
            scores
            for scores in (self._by_letters(letters, tongue), self._by_characters(characters))
            if scores is not None
        ]
        if not found:
            return ()
        both = {item: [scores[item] for scores in found] for item in found[0] if all(item in one for one in found)}
        order = {item: at for at, item in reversed([*enumerate((*favourites, *self._items))])}
        ranked = sorted(both, key=lambda item: (both[item], order[item]))
        return tuple(self._items[item] for item in ranked[:MOST])

    def _entries(self) -> list[Entry]:
        return [(item.id, _phrases(item)) for item in self._items.values()]

    def _by_letters(self, letters: str, tongue: Tongue) -> dict[str, Score] | None:
        if not letters:
            return None
        if self._pinyin is None:
            self.open()
        if not self._pinyin and tongue is CHINESE:
            return None  # not made yet: what is written beside the letters has to do
        found = {} if tongue is CHINESE else self._by_name(letters, tongue)
        ways = ((strictly, ENOUGH), (loosely, ENOUGH), (with_a_slip, 1))  # a slip is guessed at where all else fails
        for effort, (way, enough) in enumerate(ways):
            if len(found) < enough and (match := way(letters)) is not None:
                for item, phrases in (self._pinyin or {}).items():
                    if item not in found and (score := _best(match, phrases)) is not None:
                        found[item] = (effort, *score)
        return found

    def _by_name(self, letters: str, tongue: Tongue) -> dict[str, Score]:
        """Its words are begun as syllables are."""
        found: dict[str, Score] = {}
        match = strictly(letters)
        for item in self._items.values():
            words = _WORD.findall(tongue.words(item.title))
            if (fit := match("".join(word.capitalize() for word in words))) is not None:
                found[item.id] = (0, int(fit), 0)
        return found

    def _by_characters(self, characters: str) -> dict[str, Score] | None:
        """What holds them all; after that what holds most pairs of them that stand side by side."""
        if not characters:
            return None
        found: dict[str, Score] = {}
        pairs = {characters[at : at + 2] for at in range(len(characters) - 1)}
        for item, phrases in self._entries():
            if (score := _best(lambda phrase: _holds(characters, phrase), phrases)) is not None:
                found[item] = (0, *score)
            elif shared := sum(any(pair in phrase for phrase in phrases) for pair in pairs):
                found[item] = (1, -shared)
        return found


def _phrases(item: Item) -> Phrases:
    """What it is found by: its name, that without the verb, what people call it, its official name, its category."""
    bare = item.title[1:] if item.title[:1] in _VERBS and len(item.title) > 2 else item.title
    return (item.title, bare, *item.words, item.official, item.category.value)


def _best(match: Match, phrases: Phrases) -> Score | None:
    """How well the best phrase fits, and what it is: 0 a name, 1 a word for it, 2 the official name, 3 the category."""
    words = len(phrases) - 4
    fits = [
        (int(fit), 0 if at < 2 else 1 if at < 2 + words else at - words)
        for at, phrase in enumerate(phrases)
        if (fit := match(phrase)) is not None
    ]
    return min(fits, default=None)


def _holds(characters: str, phrase: str) -> Fit | None:
    at = phrase.find(characters)
    return None if at < 0 else Fit.WHOLE_INSIDE if at else Fit.WHOLE_START
