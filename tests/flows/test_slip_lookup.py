"""扫上次的回执, walked."""

from kiosk.core.slip import AskSlip, SlipOf
from kiosk.core.step import Done, Query, ScanSlip, Tone
from kiosk.flows.slip_lookup import UNKNOWN, find_by_slip
from tests.flows.scripts import play

NUMBER = "NB20261122-000001"


def test_the_item_that_a_receipt_came_from_is_one_tap_away() -> None:
    walk = play(find_by_slip, [(ScanSlip, NUMBER), (Query, SlipOf("medical.payment", "医保费缴费"))])
    assert walk.outcome == Done("上次办的是这件事", ("医保费缴费",), tone=Tone.INFO, related=("medical.payment",))


def test_the_gateway_is_asked_by_the_number_alone() -> None:
    step = play(find_by_slip, [(ScanSlip, NUMBER)]).step
    assert isinstance(step, Query)
    assert step.call == AskSlip(NUMBER)


def test_a_receipt_of_somewhere_else_is_said_not_to_be_known() -> None:
    assert play(find_by_slip, [(ScanSlip, NUMBER), (Query, SlipOf())]).outcome == UNKNOWN
