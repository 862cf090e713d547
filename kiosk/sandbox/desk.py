"""What every call of the stand-in gateway works with, and how an effect gets its key."""

import hashlib
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Header, Request

from kiosk.core.clock import Clock
from kiosk.sandbox.books import Books
from kiosk.sandbox.codes import Codes
from kiosk.sandbox.guard import Guard

__all__ = ["AtDesk", "Desk", "Effect", "IdempotentEffect"]


@dataclass(frozen=True)
class Desk:
    clock: Clock
    books: Books
    guard: Guard
    codes: Codes = field(default_factory=Codes)


@dataclass(frozen=True)
class Effect:
    """``fingerprint`` is the same for the same path and body; ``terminal`` is who asks."""

    key: str
    fingerprint: str
    terminal: str


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _effect(
    request: Request,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", pattern=r"^[A-Za-z0-9._-]{8,64}$")],
    jinban_terminal: Annotated[str, Header(alias="Jinban-Terminal")],
) -> Effect:
    digest = hashlib.sha256(request.url.path.encode() + b"\n" + await request.body()).hexdigest()
    return Effect(idempotency_key, digest, jinban_terminal)


AtDesk = Annotated[Desk, Depends(_desk)]
IdempotentEffect = Annotated[Effect, Depends(_effect)]
