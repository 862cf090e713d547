"""Handwriting and pinyin under one roof: loaded when they are first asked, freed when nobody writes any more."""

from kiosk.core.cancel import Cancel
from kiosk.core.errors import DeviceError
from kiosk.core.writing import Candidates, Handwriting, Handwritten, Phrase, PinyinInput, Question
from kiosk.devices.libpinyin import LibPinyin
from kiosk.devices.zinnia import Zinnia

__all__ = ["WritingDesk"]


class WritingDesk:
    """For one thread at a time; ``close`` may be followed by further questions."""

    def __init__(self, hand: Handwriting | None = None, pinyin: PinyinInput | None = None) -> None:
        self._hand, self._pinyin = hand or Zinnia(), pinyin or LibPinyin()

    def find(self, question: Question, cancel: Cancel) -> Candidates:
        """What may be meant; no phrases at all where what it takes is not installed. Raises Cancelled."""
        try:
            return Candidates(question, self._phrases(question, cancel))
        except DeviceError:  # ``kiosk check`` says what is missing
            return Candidates(question, None)

    def close(self) -> None:
        self._hand.close()
        self._pinyin.close()

    def _phrases(self, question: Question, cancel: Cancel) -> tuple[Phrase, ...]:
        if isinstance(question, Handwritten):
            return self._hand.read(question.strokes, cancel)
        return self._pinyin.spell(question.letters)
