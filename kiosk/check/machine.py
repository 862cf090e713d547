"""The machine itself: disk, typefaces, touch screen."""

import os
import select
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typst
from PIL import Image, ImageDraw, ImageFont

from kiosk.check.devices import ASKED
from kiosk.check.finding import Choices, Finding
from kiosk.check.pages import FAMILY
from kiosk.config import Config
from kiosk.core.clock import SystemClock

__all__ = ["disk", "fonts", "touch"]

FREE_BYTES: Final = 200 * 2**20  # a year of logs and a month of kept submissions
RECEIPT_FONT: Final = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
RARE: Final = "㐀䶮𬭛"  # in people's names, outside the two-byte areas of GB18030
INPUTS: Final = Path("/proc/bus/input/devices")
EVENTS: Final = Path("/dev/input")
NO_SCREEN: Final = "没有触摸屏。检查它的 USB 线"
_EVENT: Final = struct.Struct("llHHi")  # struct input_event of linux/input.h
_KEY, _ABS = 1, 3  # EV_KEY, EV_ABS
_DIRECT: Final = 1  # INPUT_PROP_DIRECT: what is touched is what is seen
_BTN_TOUCH: Final = 330
_BTN_TOOL_FINGER: Final = 325  # a touch pad


def disk(state: Path) -> Finding:
    free = shutil.disk_usage(state).free
    return Finding("磁盘", free >= FREE_BYTES, f"剩 {free / 2**30:.1f} GiB，至少要 {FREE_BYTES / 2**30:.1f} GiB")


def fonts(settings: Config) -> Finding:
    """The screen's typeface is there, and the receipts' has the rare characters too."""
    if FAMILY not in typst.Fonts(include_embedded_fonts=False).families():
        return Finding("字体", False, f"没有 {FAMILY}。安装 fonts-noto-cjk")
    printer = settings.devices.get("receipt_printer")
    file = Path(printer.options.get("font", RECEIPT_FONT)) if printer is not None else RECEIPT_FONT
    try:
        font = ImageFont.truetype(file, 24)
    except OSError:
        return Finding("字体", False, f"{file}：打不开。安装 fonts-noto-cjk，或改 devices.receipt_printer.font")
    missing = [character for character in RARE if _drawn(font, character) == _drawn(font, "\uffff")]
    if missing:
        return Finding("字体", False, f"{file}：画不出 {'、'.join(missing)}，名字里会有")
    return Finding("字体", True, f"{FAMILY}，生僻字也有")


def _drawn(font: ImageFont.FreeTypeFont, character: str) -> bytes:
    image = Image.new("1", (48, 48))
    ImageDraw.Draw(image).text((0, 0), character, 1, font=font)
    return image.tobytes()


def touch(choices: Choices, inputs: Path = INPUTS, events: Path = EVENTS) -> Finding:
    """A touch screen is there and, where somebody can be asked, a touch arrives."""
    try:
        screens = [device for device in _input_devices(inputs.read_text(errors="replace")) if device.is_touch_screen]
    except OSError as error:
        return Finding("触摸屏", None, f"{inputs}：看不到有什么输入设备（{error.strerror}）")
    if not screens:
        return Finding("触摸屏", None, "没有，演示用鼠标") if choices.demo else Finding("触摸屏", False, NO_SCREEN)
    names = "、".join(screen.name for screen in screens)
    if choices.ask is None:
        return Finding("触摸屏", True, f"{names}；碰一下没有试，加 --interactive")
    choices.ask(f"用手指碰一下屏幕（{ASKED:.0f} 秒以内）")
    try:
        touched = _wait_for_touch([events / screen.event for screen in screens if screen.event])
    except OSError as error:
        return Finding("触摸屏", None, f"{names}；{error.filename} 打不开（{error.strerror}），碰一下没有试")
    return Finding("触摸屏", touched, f"{names}；{'碰到了' if touched else f'{ASKED:.0f} 秒里没有碰到'}")


@dataclass(frozen=True)
class _Input:
    """One block of /proc/bus/input/devices; the bit fields as numbers, bit 0 lowest."""

    name: str
    event: str
    properties: int
    keys: int
    axes: int

    @property
    def is_touch_screen(self) -> bool:
        if not self.axes & 0b11 and not self.axes >> 53 & 0b11:  # ABS_X and ABS_Y, ABS_MT_POSITION_X and _Y
            return False
        old = self.keys >> _BTN_TOUCH & 1 and not self.keys >> _BTN_TOOL_FINGER & 1  # drivers without properties
        return bool(self.properties >> _DIRECT & 1 or old)


def _input_devices(text: str) -> Iterator[_Input]:
    for block in text.split("\n\n"):
        lines = [line[3:] for line in block.splitlines() if line[1:3] == ": "]
        fields = dict(line.partition("=")[::2] for line in lines if "=" in line)
        if "Name" in fields:
            handlers = fields.get("Handlers", "").split()
            event = next((handler for handler in handlers if handler.startswith("event")), "")
            bits = (_bits(fields.get(field, "")) for field in ("PROP", "KEY", "ABS"))
            yield _Input(fields["Name"].strip('" '), event, *bits)


def _bits(words: str) -> int:
    """The kernel prints 64 bits a word in hexadecimal, the highest word first."""
    value = 0
    for word in words.split():
        value = value << 64 | int(word, 16)
    return value


def _wait_for_touch(files: list[Path]) -> bool:
    """Raises OSError when an event file cannot be read."""
    clock, poll = SystemClock(), select.poll()
    until = clock.monotonic() + ASKED
    handles = []
    try:
        for file in files:
            handles.append(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
            poll.register(handles[-1], select.POLLIN)
        while (left := until - clock.monotonic()) > 0:
            for handle, _ in poll.poll(left * 1000):
                whole = os.read(handle, _EVENT.size * 64)
                if any(kind in (_KEY, _ABS) for _, _, kind, _, _ in _EVENT.iter_unpack(whole)):
                    return True
        return False
    finally:
        for handle in handles:
            os.close(handle)
