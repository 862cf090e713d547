"""What the store needs done now and then: a look whether it can be written again, and the audit's purge and anchor."""

from collections.abc import Callable
from contextlib import suppress

from kiosk.core.errors import StoreError
from kiosk.core.timing import TROUBLE_AGAIN_MOST
from kiosk.services.audit import Audit
from kiosk.services.audit_check import Anchor
from kiosk.services.store import Store
from kiosk.services.sweeper import Chore

__all__ = ["Upkeep"]


class Upkeep(Chore):
    """For the sweeper, which asks it as it asks effects and orders; nothing of it is ever due by itself."""

    def __init__(self, store: Store, audit: Audit, anchor: Anchor) -> None:
        self._store = store
        self._audit = audit
        self._anchor = anchor

    @property
    def again(self) -> float:
        return super().again if self._store.failure is None else TROUBLE_AGAIN_MOST

    def on_left_to_sweeper(self, wake: Callable[[], None]) -> None:
        """The store's trouble is one of the events: it is looked at more often from then on."""
        self._audit.on_kept(wake)

    def tidy(self) -> int:
        """Raises StoreError while the store cannot be written."""
        if self._store.failure is not None:
            self._store.probe()
        self._audit.flush()
        purged = self._audit.purge()
        self._anchor.keep()
        return purged

    def close(self) -> None:
        """The last anchor, so that nothing before an orderly end can be cut off unseen."""
        with suppress(StoreError):  # told by the store
            self._audit.flush()
            self._anchor.keep()
