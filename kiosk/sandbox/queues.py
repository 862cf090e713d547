"""取号 at the stand-in gateway: how long the lines are, taking a number, giving it back, and what was called."""

from typing import Annotated, Final

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from kiosk.core.queue import Called, Calls
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.hall import MINUTES, QUEUES, Held, QueueKind
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import Resident, find
from kiosk.sandbox.submissions import RECEIPT, enter

__all__ = ["router"]

AGENCY: Final = "东湖镇便民服务中心"
HOURS: Final = "周一到周五8:30到17:00叫号"
ITEM: Final = "queue.ticket"

router = APIRouter(prefix="/queue", tags=["排队叫号"], route_class=SignedRoute, responses=REFUSALS)


class HallQuery(CallBody):
    id_number: IdNumber


class TakeOrder(CallBody):
    id_number: IdNumber
    queue: Annotated[str, Field(min_length=1, max_length=8)]


class CancelOrder(CallBody):
    id_number: IdNumber
    number: Annotated[str, Field(min_length=1, max_length=40)]


class CalledQuery(CallBody):
    """About nobody."""


class Queue(BaseModel):
    id: str
    title: str
    waiting: int
    minutes: int
    closed: str = ""


class Ticket(BaseModel):
    called: str
    title: str
    ahead: int
    sheet: Receipt


class HallState(BaseModel):
    queues: tuple[Queue, ...]
    hours: str = HOURS
    ticket: Ticket | None = None


@router.post("/hall", summary="各队有多少人，我有没有号")
def hall(asked: HallQuery, desk: AtDesk) -> HallState:
    today, resident = desk.clock.now().date(), find(asked.id_number)
    waiting = desk.hall.waiting(today)
    queues = tuple(
        Queue(
            id=one.id,
            title=one.title,
            waiting=waiting[one.id],
            minutes=waiting[one.id] * MINUTES,
            closed=one.closed or ("" if desk.hall.open else HOURS),
        )
        for one in QUEUES
    )
    found = desk.hall.ticket_of(resident.id, today) if resident is not None else None
    return HallState(queues=queues, ticket=_ticket(desk, *found) if found is not None else None)


@router.post("/take", summary="取号", response_model=Receipt)
def take(asked: TakeOrder, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _take(asked, desk, effect))
    return Response(reply, media_type="application/json")


@router.post("/cancel", summary="不要这个号了", response_model=Receipt)
def cancel(asked: CancelOrder, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _cancel(asked, desk))
    return Response(reply, media_type="application/json")


@router.post("/called", summary="刚才叫到了谁")
def called(_asked: CalledQuery, desk: AtDesk) -> Calls:
    today = desk.clock.now().date()
    calls = tuple(Called(number, window) for number, window in desk.hall.calls(today))
    return Calls(calls, sum(desk.hall.waiting(today).values()))


def _known(id_number: str) -> Resident:
    resident = find(id_number)
    if resident is None:
        raise Refusal(409, "unknown_person", "没查到您的身份", "到窗口问工作人员")
    return resident


def _take(asked: TakeOrder, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    resident, now = _known(asked.id_number), desk.clock.now()
    queue = next((one for one in QUEUES if one.id == asked.queue), None)
    if queue is None or queue.closed or not desk.hall.open:
        raise Refusal(409, "queue_closed", "这一类现在不叫号", queue.closed if queue is not None else HOURS)
    if desk.hall.ticket_of(resident.id, now.date()) is not None:
        raise Refusal(409, "has_ticket", "您已经有一个号了", "先取消那个号")
    held = desk.hall.take(resident.id, queue, now.date(), desk.books.next_number())
    return enter(desk, effect, resident, ITEM, _sheet(desk, held), title=f"取号：{queue.title}", state="waiting")


def _cancel(asked: CancelOrder, desk: Desk) -> str:
    resident, now = _known(asked.id_number), desk.clock.now()
    held = desk.hall.cancel(resident.id, asked.number, now.date())
    entry = desk.books.entry("submissions", asked.number)
    if held is None or entry is None:
        raise Refusal(409, "no_ticket", "这个号已经不在了", "要办的话，重新取号")
    body = {name: value for name, value in entry.items() if name not in ("number", "at")}
    desk.books.amend("submissions", held.number, {**body, "state": "cancelled"})
    cancelled = Receipt(
        f"QX-{held.number}", "取消排队号", ReceiptState.ENTERED, now, AGENCY, rows=(("号码", held.called),)
    )
    return RECEIPT.dump_json(cancelled).decode()


def _ticket(desk: Desk, held: Held, ahead: int) -> Ticket:
    return Ticket(called=held.called, title=held.queue.title, ahead=ahead, sheet=_sheet(desk, held))


def _sheet(desk: Desk, held: Held) -> Receipt:
    """As it was printed first: the line has moved since, the number has not."""
    key = desk.books.entry("submissions", held.number)
    kept = desk.books.reply(str(key["key"])) if key is not None else None
    if kept is not None:
        return RECEIPT.validate_json(kept)
    found = desk.hall.ticket_of(held.person, desk.clock.now().date())
    ahead = found[1] if found is not None else 0
    return Receipt(
        held.number,
        held.queue.title,
        ReceiptState.TICKET,
        desk.clock.now(),
        AGENCY,
        rows=_rows(held.queue, held.called, ahead),
        note=f"您的号是{held.called}，前面{ahead}人",
        code=f"JB:{held.number}",
    )


def _rows(queue: QueueKind, called: str, ahead: int) -> tuple[tuple[str, str], ...]:
    wait = f"{ahead * MINUTES}分钟"
    return ("窗口", queue.window), ("您的号", called), ("前面", f"{ahead}人"), ("大约等", wait)
