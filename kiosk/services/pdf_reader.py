"""Foreign PDFs: verified and drawn by a child process (``services/pdf_child.py``) that ends with each of them."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.certificate import MOST_BYTES, bad
from kiosk.core.clock import Clock
from kiosk.core.errors import Cancelled

__all__ = ["DPI", "PdfReader", "read_root"]

DPI: Final = 175  # 12 points are 29 pixels: as large as the smallest words on the screen
_MODULE: Final = "kiosk.services.pdf_child"
_BEGIN: Final = "-----BEGIN CERTIFICATE-----"


def read_root(path: Path) -> str:
    """The certificate that seals are trusted by, as PEM. Raises ValueError with a sentence for the technician."""
    try:
        root = path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}：读不到电子印章的根证书。检查路径和权限") from error
    if _BEGIN not in root:
        raise ValueError(f"{path}：不是 PEM 格式的证书。换成平台发的根证书")
    return root


class PdfReader:
    """May be used from any thread. Without a ``root`` no seal is trusted."""

    def __init__(self, root: str | None, clock: Clock) -> None:
        self._root = root
        self._clock = clock

    def check(self, fetch: Callable[[], bytes], *, pages: int, cancel: Cancel) -> bytes:
        """What ``fetch`` gives, which is sealed by whom we trust, whole, harmless and so many pages of A4.

        The child loads its libraries meanwhile. Raises BadDocument when it is otherwise; Cancelled.
        """
        pdf, _ = self._read(fetch, pages, 0, cancel)
        return pdf

    def draw(self, fetch: Callable[[], bytes], *, pages: int, cancel: Cancel) -> tuple[bytes, ...]:
        """The same, and gives each page as PNG with ``DPI``."""
        return self._read(fetch, pages, DPI, cancel)[1]

    def _read(
        self, fetch: Callable[[], bytes], pages: int, dpi: int, cancel: Cancel
    ) -> tuple[bytes, tuple[bytes, ...]]:
        if self._root is None:
            raise bad("no_root")
        with _child() as child:
            pdf = fetch()
            if len(pdf) > MOST_BYTES:
                raise bad("too_large")
            now = self._clock.now().astimezone().isoformat()
            asked = json.dumps({"root": self._root, "now": now, "pages": pages, "dpi": dpi}).encode()
            said, _, pictures = _ask(child, asked + b"\n" + pdf, cancel).partition(b"\n")
        answer = json.loads(said or b'{"problem": "too_hard"}')
        if answer["problem"]:
            raise bad(answer["problem"])
        return pdf, tuple(_cut(pictures, answer["sizes"]))


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    """Ended with whoever uses it."""
    command = [sys.executable, "-m", _MODULE]
    try:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError as error:
        raise bad("too_hard") from error
    with child:
        try:
            yield child
        finally:
            child.kill()


def _ask(child: subprocess.Popen[bytes], given: bytes, cancel: Cancel) -> bytes:
    """What the child says, nothing when it died or took too long. Raises Cancelled."""
    with cancel.waking(child.kill):
        try:
            said, _ = child.communicate(given, timeout=timing.READ_PDF)
        except subprocess.TimeoutExpired:
            child.kill()
            said, _ = child.communicate()
    if cancel.is_set:
        raise Cancelled
    return said if child.returncode == 0 else b""


def _cut(pictures: bytes, sizes: list[int]) -> list[bytes]:
    cut, place = [], 0
    for size in sizes:
        cut.append(pictures[place : place + size])
        place += size
    return cut
