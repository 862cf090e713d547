"""身份 at the stand-in gateway: whose code it is that a phone shows."""

from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field

from kiosk.core.code import CodeKind
from kiosk.sandbox.desk import AtDesk
from kiosk.sandbox.fields import CallBody
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS

__all__ = ["router"]

router = APIRouter(prefix="/identity", tags=["身份"], route_class=SignedRoute, responses=REFUSALS)


class CodeQuery(CallBody):
    kind: CodeKind
    code: Annotated[str, Field(min_length=1, max_length=128)]


class Holder(BaseModel):
    name: str
    id_number: str


@router.post("/code", summary="手机上的码是谁的")
def code(asked: CodeQuery, desk: AtDesk, jinban_terminal: Annotated[str, Header(alias="Jinban-Terminal")]) -> Holder:
    """Once for each code; the terminal that asked may ask again for half a minute, in case the reply got lost."""
    now = desk.clock.now()
    holder = desk.codes.holder(asked.code, asked.kind, terminal=jinban_terminal, now=now)
    return Holder(name=holder.name, id_number=holder.card.number)
