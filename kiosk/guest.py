"""The store for a command beside a running terminal."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kiosk.core.errors import StoreError
from kiosk.services.store import Store
from kiosk.services.store_key import store_key

__all__ = ["guest_store"]


@contextmanager
def guest_store(state: Path) -> Iterator[Store]:
    """Makes nothing, and migrates nothing. Raises StoreError, for the technician."""
    directory = state / "store"
    if not (directory / "store.db").exists():  # or a key would be made for it
        raise StoreError(f"{directory}：这里没有数据库。用 --state 指对状态目录")
    with closing(Store(directory, store_key(directory, os.environ), guest=True)) as store:
        yield store
