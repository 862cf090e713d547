"""The receipts that this terminal still keeps of a person, for another sheet of paper."""

from kiosk.core.order import OrderState
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt
from kiosk.services.effect_states import State
from kiosk.services.owner import OwnerKey
from kiosk.services.reading import reader
from kiosk.services.store import Store

__all__ = ["KeptReceipts"]

_SELECT = """
    SELECT receipt, updated FROM effects WHERE kind = 'submit' AND owner = ?1 AND state = ?2
    UNION ALL
    SELECT receipt, updated FROM orders WHERE owner = ?1 AND receipt IS NOT NULL AND state != ?3
    ORDER BY updated DESC
"""


class KeptReceipts:
    """Implements ``core.ports.Receipts``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._owner = OwnerKey(store)

    def of(self, person: Person) -> tuple[Receipt, ...]:
        if person.typed:
            return ()
        rows = self._store.read(_SELECT, (self._owner.hash(person), State.DONE, OrderState.CLOSED))
        return tuple(reader(Receipt).validate_json(row["receipt"]) for row in rows)
