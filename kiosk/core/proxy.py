"""Acting for someone else at a terminal (代办): the agent, the principal, and the authorisation that joins them.

A helper registers it before the item begins: both cards, how the two are related, and the principal's consent. The
gateway answers with a receipt, whose number stands for the authorisation from then on: every effect of the item that
follows carries it at the head of its idempotency key (``Walk.key``), and so it stays with what is kept for later or
sent again.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from kiosk.core.call import Call
from kiosk.core.errors import KioskError
from kiosk.core.item import Capability, Item
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt
from kiosk.core.step import Done

__all__ = ["AuthoriseProxy", "Authorised", "NotByProxy", "Relation", "authorisation_in", "why_in_person"]

_AUTHORISED: Final = re.compile(r"([A-Za-z0-9-]{4,32})\.(?:h[A-Za-z0-9]{1,16}_)?[0-9a-f]{32}$")
IN_PERSON: Final = "要拍本人的脸，替不了"


class Relation(Enum):
    """What the agent is to the principal; the value is what is read."""

    SPOUSE = "配偶"
    CHILD = "子女"
    PARENT = "父母"
    SIBLING = "兄弟姐妹"
    NEIGHBOUR = "邻居或村社干部"
    OTHER = "其他人"


@dataclass(frozen=True)
class AuthoriseProxy(Call[Receipt]):
    """``id_number`` is the principal's. Their consent is ``signature``, an SVG, or ``sheet``, a picture of the paper
    that they signed; the other one is empty. ``helper`` is the number on the staff list of who saw it.
    """

    path = "/proxy/authorise"
    id_number: str = field(repr=False)
    agent_number: str = field(repr=False)
    item: str
    relation: Relation
    helper: str
    signature: str = field(default="", repr=False)
    sheet: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Authorised(Done):
    """How a registration ends after which the item itself begins, for the principal."""

    principal: Person | None = field(default=None, repr=False)
    relation: Relation = Relation.OTHER


class NotByProxy(KioskError):
    """This item is not done for somebody else here: the sentence says why, the remedy how else."""

    code = "proxy.not_here"
    sentence = "这件事这里不能代办"
    remedy = "请本人来办"


def authorisation_in(key: str) -> str:
    """The number under which the effect with this idempotency key is done, "" for none."""
    found = _AUTHORISED.match(key)
    return found[1] if found else ""


def why_in_person(item: Item) -> str:
    """Why nobody can do it for somebody else, "" when they can: a face that has no other route is the principal's."""
    return IN_PERSON if Capability.CAMERA in item.needs else ""
