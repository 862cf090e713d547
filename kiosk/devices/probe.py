"""Which serial port has what behind it: every driver that can ask who is there does so, at the usual speeds.

All questions are harmless, and the printer's come first at every speed: what is meant for others would stand on its
paper. A port is opened once, so that a controller which starts anew when it is opened has the time to; it is closed in
any case. What only ever speaks by itself (a code scanner) cannot be found by asking.
"""

import contextlib
import errno
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from serial.tools import list_ports

from kiosk.core.clock import Clock
from kiosk.core.errors import Disconnected
from kiosk.devices import registry
from kiosk.devices.identity import Identity
from kiosk.devices.wire import SerialWire

__all__ = ["BAUDS", "Answer", "probe", "serial_ports"]

BAUDS: Final = (115200, 9600, 57600, 38400, 19200)  # the two that devices leave their factories with come first
_FIRST: Final = "escpos"
_BY_ID: Final = Path("/dev/serial/by-id")
_TROUBLE: Final = {  # by what the operating system says
    errno.EAGAIN: "别的程序正在用它；终端开着就先停下来",
    errno.EBUSY: "别的程序正在用它；终端开着就先停下来",
    errno.ENOENT: "没有这个口；检查插头和名字",
    errno.EACCES: "没有权限；把用户加进 dialout 组，或用 sudo",
    errno.ENOTTY: "这不是串口",
}


@dataclass(frozen=True)
class Answer:
    """``model`` and ``identity`` are None when nobody answered; ``trouble`` says why the port could not be asked."""

    port: Path
    model: str | None = None
    baud: int = 0
    identity: Identity | None = None
    trouble: str = ""


def serial_ports(by_id: Path = _BY_ID) -> tuple[Path, ...]:
    """The ports of this machine, each by the name that stays the same when plugs are moved, where it has one."""
    lasting = {path.resolve(): path for path in sorted(by_id.iterdir())} if by_id.is_dir() else {}
    found = {Path(port.device) for port in list_ports.comports()} | set(lasting)
    return tuple(sorted(lasting.get(path.resolve(), path) for path in found))


def probe(ports: Iterable[Path], clock: Clock, *, bauds: tuple[int, ...] = BAUDS) -> Iterator[Answer]:
    """One answer for each port in their order, as soon as it is known; all are asked at once. Takes up to 8 s."""
    ports = tuple(ports)
    questions = [driver for model in _models() if hasattr(driver := registry.load(model), "identify")]
    with ThreadPoolExecutor(max_workers=max(1, len(ports)), thread_name_prefix="probe") as threads:
        yield from threads.map(lambda port: _ask(port, questions, clock, bauds), ports)


def _models() -> list[str]:
    return sorted(registry.known_models(), key=lambda model: (model != _FIRST, model))


def _ask(port: Path, questions: list[ModuleType], clock: Clock, bauds: tuple[int, ...]) -> Answer:
    try:
        wire = SerialWire(port, bauds[0], clock)
    except Disconnected as error:
        return Answer(port, trouble=_words(error))
    try:
        for driver in questions:
            for baud in bauds:
                wire.set_baud(baud)
                identity: Identity | None = driver.identify(wire, clock)
                if identity is not None:
                    return Answer(port, driver.__name__.rpartition(".")[2], baud, identity)
        return Answer(port)
    except Disconnected as error:
        return Answer(port, trouble=_words(error))
    finally:
        with contextlib.suppress(Disconnected):  # pulled out meanwhile: there is nothing left to close
            wire.close()


def _words(error: Disconnected) -> str:
    number = error.__cause__.errno if isinstance(error.__cause__, OSError) else None
    return _TROUBLE.get(number or 0, f"用不了（{error.technician}）")
