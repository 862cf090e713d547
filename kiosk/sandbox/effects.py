"""Taking an effect back whose outcome the terminal does not know."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from kiosk.core.certificate import Certificate
from kiosk.core.receipt import Receipt
from kiosk.sandbox.desk import AtDesk
from kiosk.sandbox.fields import CallBody
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS

__all__ = ["router"]

router = APIRouter(prefix="/effects", tags=["办件"], route_class=SignedRoute, responses=REFUSALS)


class Withdrawal(CallBody):
    """``key`` is the idempotency key under which the effect was, or would have been, handed in."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{8,80}$")]


class Withdrawn(BaseModel):
    """The reply that was given to it: a receipt, or a certificate."""

    receipt: Receipt | Certificate | None


@router.post("/withdraw", summary="撤回一个不知结果的办件", response_model=Withdrawn)
def withdraw(asked: Withdrawal, desk: AtDesk) -> Response:
    """Its receipt when it was done: then it stays done. Else null, and a request with this key is refused for ever."""
    receipt = desk.books.withdraw(asked.key)
    return Response(f'{{"receipt":{receipt or "null"}}}', media_type="application/json")
