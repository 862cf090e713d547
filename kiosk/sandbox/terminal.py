"""What a terminal asks of the stand-in gateway about itself."""

from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field

from kiosk.sandbox.desk import AtDesk
from kiosk.sandbox.fields import CallBody
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


@router.post("/check", summary="平台认不认得这台终端")
def check(_asked: Introduction, jinban_terminal: Annotated[str, Header(alias="Jinban-Terminal")]) -> Known:
    """Changes nothing; whoever gets an answer has signed rightly."""
    return Known(terminal=jinban_terminal)


@router.post("/items", summary="哪些事项没有给这台终端开通")
def items(asked: Offered, desk: AtDesk) -> Closed:
    """Of those that were asked about; changes nothing."""
    return Closed(closed=tuple(item for item in asked.items if item in desk.closed))
