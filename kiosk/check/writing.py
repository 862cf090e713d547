"""A character is really read, and a word really spelt: citizens write names and addresses."""

from typing import Final

from kiosk.check.finding import Finding
from kiosk.core.cancel import Cancel
from kiosk.core.errors import DeviceError
from kiosk.core.writing import Handwriting, PinyinInput
from kiosk.devices.libpinyin import LibPinyin
from kiosk.devices.zinnia import Zinnia

__all__ = ["WRITING", "finding"]

WRITING: Final = "写字"
_CHARACTER: Final = ("十", (((0.1, 0.5), (0.9, 0.5)), ((0.5, 0.1), (0.5, 0.9))))
_WORD: Final = ("宁波", "ningbo")


def finding(hand: Handwriting | None = None, pinyin: PinyinInput | None = None) -> Finding:
    """Where one of the two is missing, citizens write in the other way, and slower."""
    hand, pinyin = hand or Zinnia(), pinyin or LibPinyin()
    (character, strokes), (word, letters) = _CHARACTER, _WORD
    try:
        if character not in [phrase.text for phrase in hand.read(strokes, Cancel())]:
            return Finding(WRITING, False, f"手写认不出「{character}」。重装 tegaki-zinnia-simplified-chinese")
        if word not in [phrase.text for phrase in pinyin.spell(letters)]:
            return Finding(WRITING, False, f"拼音打不出「{word}」。重装 libpinyin-data")
    except DeviceError as error:
        return Finding(WRITING, False, error.technician)
    finally:
        hand.close()
        pinyin.close()
    return Finding(WRITING, True, f"手写认出「{character}」，拼音打出「{word}」")
