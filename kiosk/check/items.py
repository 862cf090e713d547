"""The declared items: whether each file can be used. One that cannot is left out, and nobody finds it."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.check.finding import Finding
from kiosk.config import ITEMS
from kiosk.declarations.shelf import declared_items, left_out

__all__ = ["findings"]

PART = "声明的事项"


def findings(state: Path, folder: Path = ITEMS) -> Iterator[Finding]:
    yield from (Finding(PART, False, mistake) for mistake in left_out(state, folder))
    yield Finding(PART, True, f"{len(declared_items(state, folder))} 件能办")
