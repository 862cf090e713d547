"""The bench's helper: hears who calls, and answers."""

from typing import Any, Literal

from fastapi import APIRouter

from kiosk.core.helper_call import CallState
from kiosk.sandbox.bench_errors import ERRORS, BenchError
from kiosk.sandbox.bench_parts import Order
from kiosk.sandbox.desk import AtDesk, Desk

__all__ = ["helper_state", "router"]

router = APIRouter(prefix="/helper", responses=ERRORS)
ANSWERS = {"coming": CallState.COMING, "busy": CallState.BUSY, "nobody": CallState.UNANSWERED, None: CallState.RINGING}


class HelperOrder(Order):
    """``answer`` is to the newest call, null takes it back, "nobody" says that it rang with all of them in vain;
    ``on_duty`` are the names of who is there.
    """

    answer: Literal["coming", "busy", "nobody"] | None = None
    on_duty: tuple[str, ...] | None = None


@router.post("")
def helper(order: HelperOrder, desk: AtDesk) -> dict[str, Any]:
    if order.on_duty is not None:
        desk.helpers.names = order.on_duty
    if "answer" in order.model_fields_set and desk.helpers.answer(ANSWERS[order.answer], desk.clock) is None:
        raise BenchError("现在没有人叫帮办员")
    return helper_state(desk)


def helper_state(desk: Desk) -> dict[str, Any]:
    calls = [
        {
            "number": call.number,
            "item": call.item,
            "terminal": call.terminal,
            "state": call.state.value,
            "helper": call.helper,
            "at": call.at.isoformat(),
        }
        for call in desk.helpers.calls(desk.clock)
    ]
    return {"on_duty": desk.helpers.names, "calls": calls}
