"""The code on a receipt that this house prints, and what the gateway knows by its number."""

import re
from dataclasses import dataclass

from kiosk.core.call import Call

__all__ = ["AskSlip", "SlipOf", "number_on"]

# ``JB:`` with the number, on certificates with a check behind it; or the bare number, as a barcode has it. That of a
# ticket begins with what the window calls.
_CODE = re.compile(r"(?:JB:)?([A-Z]{2}\d{8}-\d{6,9}|[A-Z]\d{3}-\d{4}-\d{6})(?::[0-9A-Z]+)?", re.ASCII)


def number_on(code: str) -> str | None:
    """The number of the receipt that bears this code; None for a code of something else."""
    found = _CODE.fullmatch(code.strip())
    return found[1] if found else None


@dataclass(frozen=True)
class SlipOf:
    """``item`` is the id of the item that it came from, "" where the gateway knows of none by this number."""

    item: str = ""
    title: str = ""


@dataclass(frozen=True)
class AskSlip(Call[SlipOf]):
    """What was done, and nothing of whom: whoever has found a receipt may ask it."""

    path = "/cases/slip"
    number: str
