"""Applications that a person looks at before anything is made out, as the books of the stand-in gateway have them."""

from datetime import timedelta
from typing import Any, Final

from kiosk.sandbox.desk import Desk
from kiosk.sandbox.residents import Resident

__all__ = ["DAYS", "NO_RECORD", "applied", "is_checked"]

NO_RECORD: Final = "no_record"  # the item under which they are entered
DAYS: Final = 3  # until one has been looked at, unless the bench says so before


def applied(desk: Desk, resident: Resident, item: str) -> dict[str, Any] | None:
    """The last one."""
    handed_in = [each for each in desk.books.entries("submissions", person=resident.id) if each["item"] == item]
    return handed_in[-1] if handed_in else None


def is_checked(desk: Desk, entry: dict[str, Any]) -> bool:
    return bool(entry.get("checked")) or entry["at"] < (desk.clock.now() - timedelta(days=DAYS)).isoformat()
