"""Whether typed letters are the pinyin of a phrase, in full, begun or by initials, and how well they fit.

A phrase is marked as ``YangLaoJin`` (``item_index.marked``), so the letter with which a syllable begins is told from
one inside: ``yanglao``, ``ylj``, ``yanglj`` and ``ylaojin`` all fit. People who speak as they do at home say n for l,
z for zh and n for ng, and a finger meets the key beside the right one.
"""

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from itertools import pairwise

__all__ = ["Fit", "Match", "loosely", "strictly", "with_a_slip"]


class Fit(IntEnum):
    """How letters fit a phrase, the best first. At its start counts as better than inside it."""

    WHOLE_START = 0  # every letter up to where it ends, or initials alone
    MIXED_START = 1
    WHOLE_INSIDE = 2
    MIXED_INSIDE = 3


Match = Callable[[str], Fit | None]

_CONFUSED = {"n": "[nl]", "l": "[nl]", "u": "[uv]", "v": "[uv]"}
_DROPPED = {"zh", "ch", "sh", "ng"}  # of these the second letter is often not said, or said where it is not written
_VOWELS = "aeiouv"
_ONLY_INITIALS = dict.fromkeys(range(ord("a"), ord("z") + 1))  # for str.translate
_SLIP_FROM = 5  # letters; fewer mean something else with nearly every other key


def strictly(typed: str) -> Match:
    return _by(re.compile(typed[0].upper() + "".join(_next(letter) for letter in typed[1:])), typed)


def loosely(typed: str) -> Match:
    """Also as it is said in the south."""
    pieces = [_loose_capital(typed[0])]
    for before, letter in pairwise(typed):
        piece = _next(letter) if letter not in _CONFUSED else _loose_next(letter)
        if letter in "zcs":
            piece += "h?"
        pieces.append(f"(?:{piece})?" if before + letter in _DROPPED else piece)
    return _by(re.compile("".join(pieces)), typed)


def with_a_slip(typed: str) -> Match | None:
    """With one key wrong, missing, too many, or changed with the next; None for letters too few to guess at.

    One of the two halves is right then, and finds where the other is to be compared; or the letters where they meet
    are changed.
    """
    if len(typed) < _SLIP_FROM:
        return None
    head, tail = typed[: len(typed) // 2], typed[len(typed) // 2 :]
    changed = head[:-1] + tail[0] + head[-1] + tail[1:]
    either = re.compile(f"{head}|{tail}|{changed}", re.IGNORECASE)
    initials = sum(letter in _VOWELS for letter in typed) * 4 < len(typed)

    def match(phrase: str) -> Fit | None:
        said = phrase.translate(_ONLY_INITIALS) if initials else phrase
        if either.search(said) is None:
            return None
        starts = set(_starts(head, tail, changed, said))
        return None if not starts else Fit.MIXED_START if 0 in starts else Fit.MIXED_INSIDE

    return match


def _by(pattern: "re.Pattern[str]", typed: str) -> Match:
    def match(phrase: str) -> Fit | None:
        found = pattern.search(phrase)
        if found is None:
            return None
        part = found.group()
        if len(part) == len(typed) or not any(letter.islower() for letter in part):
            return Fit.WHOLE_INSIDE if found.start() else Fit.WHOLE_START
        return Fit.MIXED_INSIDE if found.start() else Fit.MIXED_START

    return match


def _starts(head: str, tail: str, changed: str, phrase: str) -> Iterator[int]:
    """Where in the phrase, at the beginning of a syllable, both halves stand but for one key."""
    plain = phrase.lower()
    yield from (at for at in _found(changed, plain) if not phrase[at].islower())
    for at in _found(head, plain):
        if not phrase[at].islower() and _one_off(tail, plain[at + len(head) :]):
            yield at
    for end in _found(tail, plain):
        for at in range(max(end - len(head) - 1, 0), max(end - len(head) + 2, 0)):
            if not phrase[at].islower() and _same_but_one(head, plain[at:end]):
                yield at


def _next(letter: str) -> str:
    """It goes on in its syllable, or leaves that and begins the next one."""
    return f"(?:{letter}|[a-z]*{letter.upper()})"


def _loose_capital(letter: str) -> str:
    return _CONFUSED.get(letter, letter).upper() + ("h?" if letter in "zcs" else "")


def _loose_next(letter: str) -> str:
    either = _CONFUSED[letter]
    return f"(?:{either}|[a-z]*{either.upper()})"


def _found(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _one_off(typed: str, text: str) -> bool:
    """Whether ``text`` begins as ``typed`` but for one key."""
    same = _same(typed, text)
    a, b = typed[same:], text[same : len(typed) + 1]
    wrong = b[1:].startswith(a[1:])
    return wrong or b.startswith(a[1:]) or b[1:].startswith(a) or (b[:2] == a[1::-1] and b[2:].startswith(a[2:]))


def _same_but_one(one: str, other: str) -> bool:
    """Whether one key makes the one the other."""
    same = _same(one, other)
    a, b = one[same:], other[same:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (b[:2] == a[1::-1] and a[2:] == b[2:])


def _same(one: str, other: str) -> int:
    """How many letters both begin with."""
    at, most = 0, min(len(one), len(other))
    while at < most and one[at] == other[at]:
        at += 1
    return at
