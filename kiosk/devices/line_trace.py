"""What goes over the wires of devices that speak in lines: a scanner's codes by their length, guide lights in full."""

import re
from collections.abc import Iterator
from typing import Final

from kiosk.devices.trace import Explain, Seen

__all__ = ["codes", "lights"]

_ENDS: Final = b"\r\n\t\x02\x03"  # what scanners put around a code, and no code holds
_LINE: Final = re.compile(rb"V|V \d{1,3} \d{1,3}|L \d{1,2} \d|OK")
_LONGEST: Final = 64


def codes() -> Explain:
    """What is scanned is somebody's own. What stands around it a technician looks for: often it is set wrong."""

    def seen(data: bytes, _sent: bool) -> Iterator[Seen]:
        body = data.strip(_ENDS)
        before, after = data[: data.find(body)] if body else data, data[len(data.rstrip(_ENDS)) :] if body else b""
        middle = f"… {len(body)} 字节" if body else ""
        shown = " ".join(filter(None, (before.hex(" ").upper(), middle, after.hex(" ").upper())))
        yield Seen(shown, "一个码完了" if after or not body else "码的一段")

    return seen


def lights() -> Explain:
    """Nothing of anybody's goes over this wire; what is no line of its protocol is told by its length all the same."""
    begun = {True: b"", False: b""}

    def seen(data: bytes, sent: bool) -> Iterator[Seen]:
        *lines, begun[sent] = (begun[sent] + data).split(b"\n")
        for line in lines:
            text = line.rstrip(b"\r")
            if _LINE.fullmatch(text):
                yield Seen(line.hex(" ").upper() + " 0A", text.decode("ascii"))
            else:
                yield Seen(f"… {len(line) + 1} 字节", "报错" if text.startswith(b"ERR") else "认不出")
        if len(begun[sent]) > _LONGEST:
            yield Seen(f"… {len(begun[sent])} 字节", "没有行尾")
            begun[sent] = b""

    return seen
