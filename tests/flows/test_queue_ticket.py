"""Every branch of 取号 as a script of step and answer."""

from datetime import UTC, datetime

from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import Choose, Done, Identify, PrintReceipt, Query, Route, Submit, Tone, Unfinished
from kiosk.core.walk import Walk
from kiosk.flows.queue_ticket import AGAIN, CANCEL, AskHall, CancelTicket, Hall, Queue, TakeTicket, Ticket, queue_ticket
from tests.flows.scripts import play
from tests.people import ZHANG

SHEET = Receipt("A004-1", "社保", ReceiptState.TICKET, datetime(2026, 11, 22, tzinfo=UTC), note="您的号是A004，前面3人")
OPEN = Queue("A", "社保、医保", 3, 12)
EMPTY = Queue("B", "户口", 0, 0)
CLOSED = Queue("D", "结婚登记", 0, 0, "星期二、星期四才办")
HOURS = "周一到周五8:30到17:00叫号"
KNOWN = [(Identify, ZHANG), (Unfinished, ())]
HELD = [*KNOWN, (Query, Hall((OPEN,), HOURS, Ticket("A004", "社保、医保", 3, SHEET)))]


def chosen(walk: Walk) -> Choose:
    assert isinstance(walk.step, Choose)
    return walk.step


def test_a_number_is_taken_and_printed() -> None:
    walk = play(queue_ticket, [*KNOWN, (Query, Hall((OPEN, EMPTY, CLOSED), HOURS))])
    assert [(one.label, one.detail, one.closed) for one in chosen(walk).choices] == [
        ("社保、医保", "前面3人，约12分钟", ""),
        ("户口", "现在没人排队", ""),
        ("结婚登记", "现在没人排队", "星期二、星期四才办"),
    ]
    walk.answer(("A",))
    assert walk.step == Submit(TakeTicket(ZHANG.id_number, "A"), ZHANG, "正在取号")
    walk.answer(SHEET)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("取到号了", (SHEET.note, "听到叫号，就到那个窗口"), "A004-1")
    assert AskHall(ZHANG.id_number).id_number == ZHANG.id_number


def test_without_paper_the_number_is_remembered() -> None:
    taken = [(Query, Hall((OPEN,), HOURS)), (Choose, ("A",)), (Submit, SHEET), (PrintReceipt, Route("without"))]
    assert play(queue_ticket, [*KNOWN, *taken]).outcome == Done("号取好了，记住它", (SHEET.note,), "A004-1", Tone.INFO)


def test_nobody_calls_now() -> None:
    assert play(queue_ticket, [*KNOWN, (Query, Hall((CLOSED,), HOURS))]).outcome == Done(
        "现在不叫号", (HOURS,), tone=Tone.INFO
    )


def test_who_holds_a_number_may_have_it_printed_again() -> None:
    walk = play(queue_ticket, HELD)
    assert chosen(walk).heading == "您有号了：A004"
    walk.answer((AGAIN,))
    assert walk.step == PrintReceipt(SHEET, copy=True)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("取到号了", (SHEET.note, "听到叫号，就到那个窗口"), "A004-1")


def test_who_does_not_want_to_wait_gives_it_back() -> None:
    walk = play(queue_ticket, [*HELD, (Choose, (CANCEL,))])
    assert walk.step == Submit(CancelTicket(ZHANG.id_number, "A004-1"), ZHANG, "正在取消")
    walk.answer(SHEET)
    assert walk.outcome == Done("这个号取消了", ("要办的话，再来取号",))
