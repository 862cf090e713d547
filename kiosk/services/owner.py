"""Whose a row of the store is, without the number of anybody's ID card."""

import hashlib
import hmac

from kiosk.core.person import Person
from kiosk.services.store import Store

__all__ = ["OwnerKey"]


class OwnerKey:
    """``hash`` finds a person's rows; the key never leaves the store, so that nobody can try all numbers elsewhere."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hash(self, person: Person) -> bytes:
        """HMAC-SHA-256 of the ID number. Raises StoreError."""
        [row] = self._store.read("SELECT value FROM secrets WHERE name = 'owner'")  # the store may have been replaced
        return hmac.digest(row["value"], person.id_number.upper().encode(), hashlib.sha256)
