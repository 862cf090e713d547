"""What goes over a receipt printer's wire: questions and answers in full, of what is printed only how much it is."""

import re
from collections.abc import Iterator
from typing import Final

from kiosk.devices.escpos_encoding import ASK_CUTS, ASK_DONE, CLEAR, END, SETTLE
from kiosk.devices.escpos_status import ASK_FULL, QUESTIONS, is_done, is_status
from kiosk.devices.trace import Explain, Seen

__all__ = ["explain"]

ASKED: Final = {
    **{bytes((0x10, 0x04, number)): f"问状态（DLE EOT {number}）" for number in (*QUESTIONS, ASK_FULL)},
    ASK_DONE: "问打完没有",
    ASK_CUTS: "问切了几次",
    END: "问打完没有，切纸，再问",
}
WHOLE: Final = {SETTLE: "收尾的空字节", CLEAR: "清掉残纸"}
MOST_ANSWER: Final = 16  # bytes that printers answer at once; more is an echo of what was printed
_COUNT: Final = re.compile(rb"\x5f[0-9]{1,10}\x00")
_FULL: Final = re.compile(rb"\x10\x0f....", re.DOTALL)


def explain() -> Explain:
    return lambda data, sent: _sent(data) if sent else _heard(data)


def _sent(data: bytes) -> Iterator[Seen]:
    if data in ASKED:
        yield _shown(data, ASKED[data])
    elif data in WHOLE:
        yield Seen(f"… {len(data)} 字节", WHOLE[data])
    elif data.endswith(END):
        yield Seen(f"… {len(data) - len(END)} 字节", "要打的内容")
        yield _shown(END, ASKED[END])
    else:
        yield Seen(f"… {len(data)} 字节", "要打的内容")


def _heard(data: bytes) -> Iterator[Seen]:
    """Only bytes that are an answer by their form."""
    if _COUNT.fullmatch(data):
        yield _shown(data, f"切了 {int(data[1:-1])} 次")
    elif _FULL.fullmatch(data):
        yield _shown(data, "全部状态")
    elif len(data) <= MOST_ANSWER and all(is_status(byte) or is_done(byte) for byte in data):
        for byte in data:
            yield _shown(bytes((byte,)), "状态" if is_status(byte) else "打完了")
    else:
        yield Seen(f"… {len(data)} 字节", "认不出")


def _shown(data: bytes, words: str) -> Seen:
    return Seen(data.hex(" ").upper(), words)
