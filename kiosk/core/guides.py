"""What whoever stands beside the machine does about a fault, as pictures with words: which fault leads to which steps.

A picture names a drawing of ``widgets/guides.py``; the words are one action each, at most 20 characters.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.core.board import Guide

__all__ = ["ROLL", "SEQUENCES", "TONER", "TRAY", "steps_for"]

_RECEIPT_OPEN: Final = Guide("receipt.open", "按一下，打开小打印机的盖")
_RECEIPT_CLOSE: Final = Guide("receipt.close", "盖好，听到「咔」一声")
_A4_OPEN: Final = Guide("a4.open", "打开大打印机的前盖")
_A4_CLOSE: Final = Guide("a4.close", "合上前盖，按到底")
_WATCH: Final = Guide("ready", "等一会儿，屏幕会自己接着走")

ROLL: Final = (
    _RECEIPT_OPEN,
    Guide("receipt.core", "取出用完的纸芯"),
    Guide("receipt.roll", "放新纸卷，纸头从下面出来"),
    Guide("receipt.pull", "拉出一截纸，露在外面"),
    _RECEIPT_CLOSE,
)
_RECEIPT_JAM: Final = (
    _RECEIPT_OPEN,
    Guide("receipt.jam", "顺着出纸的方向取出纸"),
    Guide("receipt.pull", "拉出一截平的纸"),
    _RECEIPT_CLOSE,
)
_CUTTER: Final = (
    _RECEIPT_OPEN,
    Guide("receipt.cutter", "转小轮，让刀片缩回去"),
    Guide("receipt.jam", "取出碎纸，一片也不留"),
    _RECEIPT_CLOSE,
)
_RECEIPT_COVER: Final = (_RECEIPT_CLOSE, _WATCH)
TRAY: Final = (
    Guide("a4.tray_out", "拉出大打印机下面的纸盒"),
    Guide("a4.fan", "把一叠纸抖松，再弄齐"),
    Guide("a4.load", "放进纸盒，别高过红线"),
    Guide("a4.tray_in", "推回纸盒，推到底"),
)
_A4_TRAY: Final = (Guide("a4.tray_in", "推回纸盒，推到底"), _WATCH)
_A4_JAM: Final = (
    _A4_OPEN,
    Guide("a4.jam", "两手捏住纸，平着慢慢拉"),
    Guide("a4.tray_out", "拉出纸盒，看里面卡没卡"),
    Guide("a4.tray_in", "推回纸盒，推到底"),
    _A4_CLOSE,
)
TONER: Final = (
    _A4_OPEN,
    Guide("a4.toner_out", "拉出旧的墨粉盒"),
    Guide("a4.toner_shake", "新的左右摇五六下"),
    Guide("a4.toner_in", "撕掉封条，推到底"),
    _A4_CLOSE,
)
_A4_COVER: Final = (_A4_CLOSE, Guide("a4.tray_in", "纸盒也推到底"), _WATCH)
_A4_FULL: Final = (Guide("a4.take", "取走出纸口的纸"), _WATCH)
_POWER: Final = (
    Guide("power.off", "关掉打印机的电源"),
    Guide("power.wait", "等十秒"),
    Guide("power.on", "再打开电源"),
    _WATCH,
)
_PRINTER_CABLE: Final = (Guide("cable.printer", "看打印机的线，两头插紧"), *_POWER)


_AGAIN: Final = (Guide("cable.again", "还不好，拔下来等十秒再插"), _WATCH)
_CABLES: Final = {
    "id_card": (Guide("cable.reader", "看读卡器的线，两头插紧"), *_AGAIN),
    "scanner": (Guide("cable.scanner", "看扫码口的线，两头插紧"), *_AGAIN),
    "camera": (Guide("cable.camera", "看摄像头的线，两头插紧"), *_AGAIN),
    "document_camera": (Guide("cable.camera", "看拍纸镜头的线，两头插紧"), *_AGAIN),
    "lights": (Guide("cable.reader", "看指示灯的线，两头插紧"), *_AGAIN),
}
_WIRE: Final = ("device.disconnected", "device.no_answer", "device.bad_reply", "device.broken")

SEQUENCES: Final[Mapping[tuple[str, str], tuple[Guide, ...]]] = {
    ("receipt_printer", "paper.out"): ROLL,
    ("receipt_printer", "paper.low"): ROLL,
    ("receipt_printer", "paper.cover"): _RECEIPT_COVER,
    ("receipt_printer", "paper.cutter"): _CUTTER,
    ("receipt_printer", "paper.stopped"): (_RECEIPT_OPEN, _RECEIPT_JAM[1], _RECEIPT_CLOSE, *_POWER[:3]),
    ("a4_printer", "a4.out"): TRAY,
    ("a4_printer", "a4.low"): TRAY,
    ("a4_printer", "a4.size"): TRAY,
    ("a4_printer", "a4.tray"): _A4_TRAY,
    ("a4_printer", "a4.jam"): _A4_JAM,
    ("a4_printer", "a4.toner"): TONER,
    ("a4_printer", "a4.cover"): _A4_COVER,
    ("a4_printer", "a4.full"): _A4_FULL,
    ("a4_printer", "a4.stopped"): _POWER,
    ("a4_printer", "a4.slow"): _POWER,
    ("a4_printer", "a4.paused"): _POWER,
    ("camera", "camera"): _CABLES["camera"],
    ("document_camera", "camera"): _CABLES["document_camera"],
    **{(printer, code): _PRINTER_CABLE for printer in ("receipt_printer", "a4_printer") for code in _WIRE},
    **{(device, code): steps for device, steps in _CABLES.items() for code in _WIRE},
}


def steps_for(device: str, code: str) -> tuple[Guide, ...]:
    """For a fault ``code`` of a device by the Kit's name; () where nothing can be done without an engineer."""
    return SEQUENCES.get((device, code), ())
