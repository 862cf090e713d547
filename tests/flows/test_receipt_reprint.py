"""Every branch of 补打回执 as a script of step and answer."""

from datetime import UTC, datetime

from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    Choice,
    Choose,
    Done,
    EnterIdNumber,
    Identify,
    KeptReceipts,
    PrintReceipt,
    Route,
    Tone,
    Unfinished,
)
from kiosk.flows.receipt_reprint import NOTHING, PROOF, reprint
from tests.flows.scripts import play
from tests.people import TYPED, ZHANG

PAID = Receipt("YB20261122-000042", "医保费缴费", ReceiptState.DONE, datetime(2026, 11, 22, tzinfo=UTC))
CERTIFIED = Receipt("NB20260901-000007", "养老金认证", ReceiptState.DONE, datetime(2026, 9, 1, tzinfo=UTC))
KNOWN = [(Identify, ZHANG), (Unfinished, ())]


def test_one_of_several_is_printed_once_more() -> None:
    walk = play(reprint, [*KNOWN, (KeptReceipts, (PAID, CERTIFIED))])
    assert walk.step == Choose(
        "要打哪一张",
        (
            Choice(PAID.number, "医保费缴费", "2026年11月22日办的，尾号0042"),
            Choice(CERTIFIED.number, "养老金认证", "2026年9月1日办的，尾号0007"),
        ),
        many=False,
    )
    walk.answer((CERTIFIED.number,))
    assert walk.step == PrintReceipt(CERTIFIED, copy=True)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("打好了", ("回执从亮灯的口出来",), CERTIFIED.number)


def test_without_paper_there_is_the_number() -> None:
    chosen = [*KNOWN, (KeptReceipts, (PAID,)), (Choose, (PAID.number,)), (PrintReceipt, Route("without"))]
    end = play(reprint, chosen).outcome
    assert end is not None
    assert (end.message, end.reference, end.tone) == ("没打出来", PAID.number, Tone.INFO)


def test_nothing_is_kept() -> None:
    assert play(reprint, [*KNOWN, (KeptReceipts, ())]).outcome == NOTHING


def test_a_typed_number_gets_nobodys_receipts() -> None:
    assert play(reprint, [(Identify, Route("keypad")), (EnterIdNumber, TYPED)]).outcome == PROOF
