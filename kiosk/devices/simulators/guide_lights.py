"""A controller of guide lights on a serial line: answers the line protocol and keeps what each light does."""

import threading
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from kiosk.devices.simulators.line import SerialLine

__all__ = ["GuideLightsSimulator", "LightsFault"]

_MODES = {"0": "off", "1": "on", "2": "blink"}


class LightsFault(Enum):
    """``UNPLUGGED`` pulls the cable; the others spoil what the controller answers."""

    UNPLUGGED = "unplugged"
    MUTE = "mute"
    NOISE = "noise"  # bytes that nobody sent, before each answer
    REFUSES = "refuses"  # an error to everything


class GuideLightsSimulator:
    """``link`` is the port's name. ``lights`` says what each does, off, on or blink, by its number."""

    def __init__(self, link: Path, *, count: int = 6, baud: int | None = None) -> None:
        self._line = SerialLine(link, self._hear, baud=baud)
        self._count = count
        self._lock = threading.Lock()
        self._heard = bytearray()
        self._lights = dict.fromkeys(range(1, count + 1), "off")
        self._fault: LightsFault | None = None

    def start(self) -> None:
        self._line.plug()

    def close(self) -> None:
        self._line.unplug()

    @property
    def lights(self) -> Mapping[int, str]:
        with self._lock:
            return dict(self._lights)

    def lose_power(self) -> None:
        """For a moment, while the port stays: all lights are off after it."""
        with self._lock:
            self._lights = dict.fromkeys(self._lights, "off")

    @property
    def fault(self) -> LightsFault | None:
        return self._fault

    def set_fault(self, fault: LightsFault | None) -> None:
        """A controller gets its power over the same cable: pulled out, its lights are dark."""
        self._fault = fault
        if fault is LightsFault.UNPLUGGED:
            self._line.unplug()
            self.lose_power()
        else:
            self._line.plug()

    def _hear(self, data: bytes) -> None:
        self._heard += data
        while b"\n" in self._heard:
            line, _, self._heard = self._heard.partition(b"\n")
            answer = self._answer(line.decode("ascii", errors="replace").strip()).encode() + b"\n"
            if self._fault is LightsFault.NOISE:
                answer = b"\x00\xff\x0aO\x0a" + answer
            if self._fault is not LightsFault.MUTE:
                self._line.send(answer)

    def _answer(self, request: str) -> str:
        if self._fault is LightsFault.REFUSES:
            return "ERR broken"
        match request.split():
            case ["V"]:
                return f"V 1 {self._count}"
            case ["L", slot, mode] if slot.isdecimal() and int(slot) in self._lights and mode in _MODES:
                with self._lock:
                    self._lights[int(slot)] = _MODES[mode]
                return "OK"
            case ["L", *_]:
                return "ERR slot or mode"
            case _:
                return "ERR unknown"
