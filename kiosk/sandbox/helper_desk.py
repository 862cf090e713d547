"""找人帮忙 at the stand-in gateway: who is on duty, ringing them, and what they say. They answer as the bench says."""

from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import Field

from kiosk.core.helper_call import OnDuty, Ring
from kiosk.sandbox.desk import AtDesk
from kiosk.sandbox.fields import CallBody
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.helper_calls import PLACE
from kiosk.sandbox.refusals import REFUSALS, Refusal

__all__ = ["router"]

router = APIRouter(prefix="/helper", tags=["找人帮忙"], route_class=SignedRoute, responses=REFUSALS)
Token = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Terminal = Annotated[str, Header(alias="Jinban-Terminal")]


class DutyQuery(CallBody):
    """About nobody."""


class RingOrder(CallBody):
    token: Token
    item: Annotated[str, Field(max_length=64)]


class RingQuery(CallBody):
    token: Token


@router.post("/duty", summary="现在谁值班")
def duty(_asked: DutyQuery, desk: AtDesk) -> OnDuty:
    return OnDuty(desk.helpers.names, PLACE)


@router.post("/ring", summary="叫帮办员过来")
def ring(asked: RingOrder, desk: AtDesk, jinban_terminal: Terminal) -> Ring:
    return desk.helpers.ring(asked.token, asked.item, jinban_terminal, desk.clock)


@router.post("/state", summary="叫的人怎么说")
def ask(asked: RingQuery, desk: AtDesk) -> Ring:
    found = desk.helpers.ask(asked.token, desk.clock)
    if found is None:
        raise Refusal(409, "no_call", "没查到这次呼叫", "再叫一次")
    return found


@router.post("/cancel", summary="不用叫了")
def cancel(asked: RingQuery, desk: AtDesk, jinban_terminal: Terminal) -> Ring:
    return desk.helpers.cancel(asked.token, jinban_terminal, desk.clock)
