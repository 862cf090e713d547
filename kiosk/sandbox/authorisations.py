"""Under what authorisation an effect comes to the stand-in gateway, and whether it covers it.

The number stands at the head of the idempotency key (``core/proxy.py``), which is signed along with the rest.
"""

import json
import re
from contextlib import suppress
from typing import Any, Final

from kiosk.core.masking import mask_name
from kiosk.sandbox.books import Books
from kiosk.sandbox.refusals import Refusal
from kiosk.sandbox.residents import RESIDENTS, find

__all__ = ["agent_row", "authorisation_of", "check_authorised"]

_OF_A_PROXY: Final = "DB"  # numbers of authorisations begin so, and no other key does
_KEY: Final = re.compile(r"(DB\d{8}-\d{6,12})\.(?:h[A-Za-z0-9]{1,16}_)?[0-9a-f]{32}")


def authorisation_of(books: Books, key: str, terminal: str, body: bytes) -> str:
    """Its number, "" for what somebody does for themselves. Raises Refusal where none was given to this terminal, or to
    act for somebody else.
    """
    number = key.partition(".")[0]
    if not key.startswith(_OF_A_PROXY):
        return ""
    entry = books.entry("authorisations", number) if _KEY.fullmatch(key) else None
    if entry is None or entry["terminal"] != terminal or not _is_about(entry["person"], body):
        raise Refusal(409, "no_authorisation", "没查到代办登记", "重新登记代办")
    return number


def check_authorised(books: Books, number: str, terminal: str) -> None:
    """For an order, whose bills say themselves whose they are; "" is for what somebody pays for themselves."""
    entry = books.entry("authorisations", number) if number else None
    if number and (entry is None or entry["terminal"] != terminal):
        raise Refusal(409, "no_authorisation", "没查到代办登记", "重新登记代办")


def agent_row(books: Books, number: str) -> tuple[str, str]:
    """「代办人 李*（子女）」: masked, as all that stands on paper. ``number`` was checked before."""
    entry = books.entry("authorisations", number) or {}
    agent = next(one for one in RESIDENTS if one.id == entry["agent"])
    return "代办人", f"{mask_name(agent.card.name)}（{entry['relation']}）"


def _is_about(person: str, body: bytes) -> bool:
    """A call without an ID number, an order's above all, is about a bill, which says itself whose it is."""
    told: Any = None
    with suppress(ValueError):
        told = json.loads(body)
    number = told.get("id_number") if isinstance(told, dict) else None
    resident = find(number) if isinstance(number, str) else None
    return number is None or (resident is not None and resident.id == person)
