"""Loopback ports that stay the same over a restart, as long as nobody else took them meanwhile."""

import contextlib
import json
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from kiosk.core.errors import Clearer, KioskError

__all__ = ["HOST", "PortTaken", "first_free", "kept_ports", "listen", "write_json"]

HOST: Final = "127.0.0.1"
R = TypeVar("R")


class PortTaken(KioskError):
    """The port that was asked for; ``sentence`` and ``remedy`` are for whoever typed it."""

    code = "sandbox.port_taken"
    clearer = Clearer.ENGINEER

    def __init__(self, port: int) -> None:
        super().__init__(
            f"port {port} is taken",
            sentence=f"端口 {port} 已经被别的程序占用",
            remedy="换一个端口：--port 8710",
        )


def listen(port: int) -> socket.socket:
    """A socket that listens, on a free port for 0. Raises PortTaken."""
    # The protocol is named because asyncio turns Nagle's delay off only then, which costs 40 ms a reply.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        raise PortTaken(port) from error
    return listening


def first_free(open_port: Callable[[int], R], *wanted: int) -> R:
    """Opens the first wanted port that can be had (0 is skipped), else any."""
    for port in wanted:
        if port:
            with contextlib.suppress(OSError, PortTaken):
                return open_port(port)
    return open_port(0)


def kept_ports(path: Path) -> Mapping[str, int]:
    """What the last run wrote; nothing when there was none."""
    try:
        kept = json.loads(path.read_bytes())
        return {str(name): int(port) for name, port in kept.items() if 0 < int(port) < 65536}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def write_json(path: Path, content: Any) -> None:
    """Whole or not at all."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    new.replace(path)
