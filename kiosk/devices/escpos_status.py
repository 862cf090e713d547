"""What an ESC/POS printer answers to DLE EOT 1 to 4, in the words of the house. Pure functions.

A status byte of DLE EOT has the fixed bits 0xx1xx10, an answer of GS r 0xx0xxxx, so the two can be told apart in one
stream (Citizen CT-S310 command reference 5.3, Epson TM-U220 manual p. 54).
"""

from collections.abc import Mapping
from typing import Final

from kiosk.core.errors import Clearer, Fault
from kiosk.core.status import Health, Media, Status

__all__ = ["ASK_FULL", "CUTTER", "NO_LOGO", "QUESTIONS", "hangs_out", "is_done", "is_status", "to_status"]

QUESTIONS: Final = (1, 2, 3, 4)
ASK_FULL: Final = 20  # only of printers with a presenter
_REMEDY: Final = "点「找人帮忙」，修好接着打"


def _fault(code: str, sentence: str, remedy: str, technician: str, clearer: Clearer = Clearer.SITE) -> Fault:
    return Fault(f"paper.{code}", sentence, remedy, technician, clearer)


_OUT: Final = _fault("out", "打印机没纸了", "点「找人帮忙」，换纸接着打", "paper end (DLE EOT 4: 60, or 2: 20)")
_COVER: Final = _fault("cover", "打印机的盖子没盖好", "点「找人帮忙」，盖好接着打", "cover open (DLE EOT 2: 04)")
CUTTER: Final = _fault("cutter", "打印机的切纸刀卡住了", _REMEDY, "auto-cutter error (DLE EOT 3: 08)")
_BROKEN: Final = _fault(
    "broken", "打印机坏了", "点「找人帮忙」", "unrecoverable error (DLE EOT 3: 20)", Clearer.ENGINEER
)
_HOT: Final = _fault("hot", "打印机太热了", "等一会儿，凉了接着打", "head temperature (DLE EOT 3: 40)", Clearer.ITSELF)
_FEED: Final = _fault("feed", "打印机正在走纸", "等一会儿", "fed by its button (DLE EOT 2: 08)", Clearer.ITSELF)
_STOPPED: Final = _fault("stopped", "打印机停住了", _REMEDY, "offline without a reason (DLE EOT 1: 08)")

_NOTHING: Final[tuple[Fault, ...]] = ()
_LOW: Final = _fault("low", "打印机的纸快用完了", "还能打", "paper near end (DLE EOT 4: 0C)")
NO_LOGO: Final = _fault(
    "logo", "回执上没有单位标志", "不影响办事", "the picture under logo cannot be read", Clearer.ENGINEER
)

# In the order in which they hide each other: with its cover open a printer sees no paper either.
_FAULTS: Final = (
    (2, 0x04, _COVER, Health.USER_ERROR),
    (4, 0x60, _OUT, Health.USER_ERROR),
    (2, 0x20, _OUT, Health.USER_ERROR),
    (3, 0x08, CUTTER, Health.HARDWARE_ERROR),
    (3, 0x20, _BROKEN, Health.HARDWARE_ERROR),
    (3, 0x40, _HOT, Health.HARDWARE_ERROR),
    (2, 0x08, _FEED, Health.USER_ERROR),
    (2, 0x40, _STOPPED, Health.HARDWARE_ERROR),
    (1, 0x08, _STOPPED, Health.OFFLINE),
)


def is_status(byte: int) -> bool:
    return byte & 0x93 == 0x12


def is_done(byte: int) -> bool:
    """The answer to GS r 1."""
    return byte & 0x90 == 0x00


def hangs_out(full: bytes) -> bool:
    """Of the full status: ticket present in output (Custom KPM210 p. 36, VKP80)."""
    return bool(full[0] & 0x20)


def to_status(answers: Mapping[int, int]) -> Status:
    """``answers`` are the status bytes by the number that was asked."""
    media, notices = Media.OK, _NOTHING
    if answers[4] & 0x60 or answers[2] & 0x20:
        media = Media.OUT
    elif answers[4] & 0x0C:
        media, notices = Media.LOW, (_LOW,)
    for number, bits, fault, health in _FAULTS:
        if answers[number] & bits:
            return Status(health, Media.UNKNOWN if fault is _COVER else media, fault, notices)
    return Status(Health.ONLINE, media, notices=notices)
