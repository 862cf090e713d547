"""Applications that a person looks at before anything is made out, as the books of the stand-in gateway have them."""

from datetime import timedelta
from typing import Any, Final

from kiosk.sandbox.desk import Desk

__all__ = ["DAYS", "NO_RECORD", "is_checked"]

NO_RECORD: Final = "no_record"  # the item under which they are entered
DAYS: Final = 3  # until one has been looked at, unless the bench says so before


def is_checked(desk: Desk, entry: dict[str, Any]) -> bool:
    return bool(entry.get("checked")) or entry["at"] < (desk.clock.now() - timedelta(days=DAYS)).isoformat()
