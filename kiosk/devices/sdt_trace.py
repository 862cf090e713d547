"""The frames of an ID card reader by their heads alone: not one byte of a card's text or picture is kept."""

from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.devices.sdt_frames import SYNC
from kiosk.devices.trace import Explain, Seen

__all__ = ["explain"]

REQUESTS: Final = {  # command and parameter
    b"\x10\xff": "复位",
    b"\x11\xff": "问状态",
    b"\x12\xff": "问模块号",
    b"\x20\x01": "找卡",
    b"\x20\x02": "选卡",
    b"\x30\x01": "读卡",
    b"\x30\x03": "读新住址",
    b"\x30\x10": "读卡和指纹",
}
ANSWERS: Final = {  # SW1 SW2 SW3; the first two are 0 but for some failures of cards
    b"\x00\x00\x90": "好",
    b"\x00\x00\x9f": "找到卡",
    b"\x00\x00\x80": "没有卡",
    b"\x00\x00\x81": "选卡没成",
    b"\x00\x00\x41": "读卡没成",
    b"\x00\x00\x91": "卡上没有这一项",
    b"\x00\x00\x10": "校验错",
    b"\x00\x00\x11": "长度错",
    b"\x00\x00\x21": "命令错",
    b"\x00\x00\x23": "不许",
    b"\x00\x00\x24": "不明错误",
    b"\x00\x00\x31": "认证没过",
    b"\x00\x00\x32": "认证没过",
    b"\x00\x00\x33": "认证没过",
    b"\x00\x00\x40": "不认识的卡",
    b"\x00\x00\x47": "随机数错",
    b"\x00\x00\x60": "模块自检没过",
    b"\x00\x00\x66": "模块没授权",
}
_HEAD: Final = len(SYNC) + 2
_MOST: Final = 4096  # bytes behind the head of the longest frame


def explain() -> Explain:
    sent, heard = _Frames(REQUESTS, 2), _Frames(ANSWERS, 3)

    def seen(data: bytes, is_sent: bool) -> Iterator[Seen]:
        if is_sent:
            yield from heard.end()  # what has not come whole by the next question will not
            yield from sent.feed(data)
            yield from sent.end()
        else:
            yield from heard.feed(data)

    return seen


class _Frames:
    """Keeps the first bytes of a frame, how many came, and the XOR of them; what is between goes by unseen.

    ``names`` are by the last ``code`` bytes of the head: command and parameter, or SW1 to SW3.
    """

    def __init__(self, names: Mapping[bytes, str], code: int) -> None:
        self._names = names
        self._code = code
        self._head = bytearray()
        self._size = self._xor = self._noise = 0

    def feed(self, data: bytes) -> Iterator[Seen]:
        for byte in data:
            yield from self._take(byte)
        yield from self._tell_noise()

    def end(self) -> Iterator[Seen]:
        """Nothing of the frame that has begun is to come."""
        if self._size:
            yield Seen(f"… {self._size} 字节", "断在中间")
        self._reset()

    def _take(self, byte: int) -> Iterator[Seen]:
        self._size += 1
        if self._size <= _HEAD + self._code:
            self._head.append(byte)
        if self._size <= len(SYNC):
            if not SYNC.startswith(self._head):
                self._begin_anew()
            return
        self._xor ^= byte
        length = int.from_bytes(self._head[len(SYNC) : _HEAD], "big")
        if self._size == _HEAD and not self._code < length <= _MOST:
            self._noise += self._size
            self._reset()
        elif self._size == _HEAD + length:
            yield from self._tell_noise()
            yield self._seen()
            self._reset()

    def _seen(self) -> Seen:
        """The head of a frame that checks out and is known; of any other one its length."""
        if self._xor:
            return Seen(f"… {self._size} 字节", "校验不对的一帧")
        code = bytes(self._head[_HEAD:])
        name = self._names.get(code)
        if name is None:
            return Seen(f"… {self._size} 字节", "认不出的一帧")
        return Seen(f"{self._head.hex(' ').upper()} … {self._size - len(self._head)} 字节", name)

    def _begin_anew(self) -> None:
        """This byte fits no head: only the number of what came is kept, and what may be a head's beginning."""
        keep = next((size for size in range(self._size - 1, 0, -1) if self._head.endswith(SYNC[:size])), 0)
        self._noise += self._size - keep
        self._reset()
        self._head += SYNC[:keep]
        self._size = keep

    def _tell_noise(self) -> Iterator[Seen]:
        if self._noise:
            yield Seen(f"… {self._noise} 字节", "不是一帧")
        self._noise = 0

    def _reset(self) -> None:
        self._head.clear()
        self._size = self._xor = 0
