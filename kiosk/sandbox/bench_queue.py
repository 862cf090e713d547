"""The bench's hall: a window calls the next number, and the hall opens and closes."""

from typing import Any

from fastapi import APIRouter

from kiosk.sandbox.bench_errors import ERRORS, BenchError
from kiosk.sandbox.bench_parts import Order
from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.hall import QUEUES

__all__ = ["queue_state", "router"]

router = APIRouter(prefix="/queue", responses=ERRORS)


class QueueOrder(Order):
    """``call`` names a queue whose window calls the next number; ``open`` False: no numbers are given today."""

    call: str | None = None
    open: bool | None = None


@router.post("")
def queue(order: QueueOrder, desk: AtDesk) -> dict[str, Any]:
    if order.open is not None:
        desk.hall.open = order.open
    if order.call is not None:
        kind = next((one for one in QUEUES if one.id == order.call), None)
        if kind is None:
            raise BenchError(f"call 可以写：{'、'.join(one.id for one in QUEUES)}")
        desk.hall.call_next(kind, desk.clock.now().date())
    return queue_state(desk)


def queue_state(desk: Desk) -> dict[str, Any]:
    today = desk.clock.now().date()
    calls = [{"number": number, "window": window} for number, window in desk.hall.calls(today)]
    return {"open": desk.hall.open, "waiting": desk.hall.waiting(today), "calls": calls}
