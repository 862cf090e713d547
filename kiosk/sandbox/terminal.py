"""What a terminal asks of the stand-in gateway about itself."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header, Response
from pydantic import Base64UrlBytes, BaseModel, Field

from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, check_picture
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS

__all__ = ["router"]

router = APIRouter(prefix="/terminal", tags=["终端"], route_class=SignedRoute, responses=REFUSALS)


class Introduction(CallBody):
    """Nothing: who asks stands in the signed headers."""


class Known(BaseModel):
    terminal: str


class Offered(CallBody):
    """Ids of items that the terminal would offer."""

    items: Annotated[tuple[Annotated[str, Field(max_length=64)], ...], Field(max_length=2000)]


class Closed(BaseModel):
    closed: tuple[str, ...]


class NewsBody(CallBody):
    """What a terminal tells of itself (kiosk/core/news.py); ``fields`` are those of its kind."""

    number: Annotated[int, Field(ge=1)]
    kind: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=40)]
    at: datetime
    fields: Annotated[dict[str, bool | int | float | Annotated[str, Field(max_length=300)]], Field(max_length=20)]
    photo: Annotated[Base64UrlBytes, Field(max_length=600_000)] = b""


class Heard(BaseModel):
    number: int


@router.post("/check", summary="平台认不认得这台终端")
def check(_asked: Introduction, jinban_terminal: Annotated[str, Header(alias="Jinban-Terminal")]) -> Known:
    """Changes nothing; whoever gets an answer has signed rightly."""
    return Known(terminal=jinban_terminal)


@router.post("/items", summary="哪些事项没有给这台终端开通")
def items(asked: Offered, desk: AtDesk) -> Closed:
    """Of those that were asked about; changes nothing."""
    return Closed(closed=tuple(item for item in asked.items if item in desk.closed))


@router.post("/news", summary="终端说自己怎么样了", response_model=Heard)
def news(told: NewsBody, desk: AtDesk, effect: IdempotentEffect) -> Response:
    """Status of devices, faults, paper, checks: kept once for each key, with a photo of a fault where there is one."""
    if told.photo:
        check_picture(told.photo)
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _enter(told, desk, effect))
    if told.photo:
        desk.photos[effect.key] = told.photo
    return Response(reply, media_type="application/json")


def _enter(told: NewsBody, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction."""
    body = {"terminal": effect.terminal, "sequence": told.number, "kind": told.kind, "told": told.at.isoformat()}
    photo = {"photo": len(told.photo)} if told.photo else {}
    desk.books.enter("news", effect.key, desk.clock.now(), {**body, "fields": told.fields, **photo})
    return Heard(number=told.number).model_dump_json()
