"""What every call of the stand-in gateway works with, and how an effect gets its key."""

import hashlib
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Header, Request

from kiosk.core.assist import helper_in
from kiosk.core.clock import Clock
from kiosk.sandbox.authorisations import authorisation_of
from kiosk.sandbox.bills import Bills
from kiosk.sandbox.books import Books
from kiosk.sandbox.codes import Codes
from kiosk.sandbox.faults import Faults, ServerClock
from kiosk.sandbox.guard import Guard
from kiosk.sandbox.hall import Hall
from kiosk.sandbox.helper_calls import HelperCalls
from kiosk.sandbox.order_desk import OrderDesk
from kiosk.sandbox.seals import Seals

__all__ = ["AtDesk", "Desk", "Effect", "IdempotentEffect", "make_desk"]


@dataclass(frozen=True)
class Desk:
    """``clock`` is the server's. ``bills`` are the businesses that can be paid, by item id; ``closed`` are the items
    that were not opened for the terminal. ``photos`` came with news, by its number; a new start forgets them."""

    clock: Clock
    books: Books
    guard: Guard
    faults: Faults
    orders: OrderDesk
    bills: dict[str, Bills]
    seals: Seals
    codes: Codes = field(default_factory=Codes)
    hall: Hall = field(default_factory=Hall)
    helpers: HelperCalls = field(default_factory=HelperCalls)
    closed: set[str] = field(default_factory=set)
    photos: dict[str, bytes] = field(default_factory=dict)


def make_desk(clock: Clock, books: Books, secret: bytes, url: str, seals: Seals) -> Desk:
    """``url`` is the gateway's own, where phones find it."""
    faults = Faults()
    server = ServerClock(clock, faults)
    bills: dict[str, Bills] = {}
    orders = OrderDesk(books, server, faults, bills, url)
    return Desk(server, books, Guard(secret, server, faults), faults, orders, bills, seals)


@dataclass(frozen=True)
class Effect:
    """``fingerprint`` is the same for the same ``path`` and body; ``terminal`` is who asks.

    ``authorisation`` is the number under which somebody acts for the person, "" for nobody.
    """

    key: str
    path: str
    fingerprint: str
    terminal: str
    authorisation: str = ""

    @property
    def assisted(self) -> str:
        """The number of the helper who assisted, "" for nobody."""
        return helper_in(self.key)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _effect(
    request: Request,
    desk: Annotated[Desk, Depends(_desk)],
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", pattern=r"^[A-Za-z0-9._-]{8,80}$")],
    jinban_terminal: Annotated[str, Header(alias="Jinban-Terminal")],
) -> Effect:
    """Raises Refusal for what comes under an authorisation that does not cover it."""
    body = await request.body()
    digest = hashlib.sha256(request.url.path.encode() + b"\n" + body).hexdigest()
    authorisation = authorisation_of(desk.books, idempotency_key, jinban_terminal, body)
    return Effect(idempotency_key, request.url.path, digest, jinban_terminal, authorisation)


AtDesk = Annotated[Desk, Depends(_desk)]
IdempotentEffect = Annotated[Effect, Depends(_effect)]
