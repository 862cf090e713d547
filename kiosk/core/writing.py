"""Writing Chinese: what is asked of a recogniser or of pinyin, what comes back, and the Protocols of both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.core.cancel import Cancel

__all__ = ["Candidates", "Handwriting", "Handwritten", "Phrase", "PinyinInput", "Question", "Spelled", "Stroke"]

Stroke = Sequence[tuple[float, float]]  # in the order in which it was written, in any unit, y downwards


@dataclass(frozen=True)
class Handwritten:
    """One character as it stands on the pad. Without strokes it asks only whether anybody can read."""

    strokes: tuple[Stroke, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Spelled:
    """Full pinyin in small letters without tones, ``'`` between syllables where it matters. "" only asks as above."""

    letters: str = field(default="", repr=False)


Question = Handwritten | Spelled


@dataclass(frozen=True)
class Phrase:
    """What may be meant. ``letters`` is how many of those that were typed it stands for; 0 for handwriting."""

    text: str = field(repr=False)
    letters: int = 0


@dataclass(frozen=True)
class Candidates:
    """The answer to ``question``, the likeliest first. ``phrases`` None: this way of writing is out of order."""

    question: Question
    phrases: tuple[Phrase, ...] | None


class Handwriting(Protocol):
    def read(self, strokes: Sequence[Stroke], cancel: Cancel) -> tuple[Phrase, ...]:
        """The characters that the strokes may be, the likeliest first, none for none.

        Raises DeviceError where library or model are missing, Cancelled.
        """

    def close(self) -> None:
        """Frees what it holds; it is loaded again when it is next asked."""


class PinyinInput(Protocol):
    def spell(self, letters: str) -> tuple[Phrase, ...]:
        """Phrases for all of the letters, then for fewer and fewer of them. Raises DeviceError as above."""

    def close(self) -> None:
        """See ``Handwriting.close``. Nothing of what was typed is remembered."""
