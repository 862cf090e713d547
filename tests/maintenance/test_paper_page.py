"""Paper and toner as site staff see and register them, on real printers."""

from collections.abc import Callable

import pytest

from kiosk.core.board import AskNumber, Chart, Mood, Said
from kiosk.core.errors import KioskError
from kiosk.services.paper import A4, ROLL
from tests.maintenance.premises import SITE, Menu, actions, cells, facts, rows
from tests.sandbox.town import Town

Until = Callable[..., None]


def test_a_new_roll_is_registered_with_two_taps_and_says_who(desk: Menu) -> None:
    assert [one.opens for one in rows(desk.board("paper", SITE))] == ["paper:receipt_printer", "paper:a4_printer"]
    assert facts(desk.board("paper:receipt_printer", SITE))["还剩"] == "没有登记过"
    assert desk.do("paper:receipt_printer", "refilled", staff=SITE) == Said("记下了：换好了一卷新的")
    board = desk.board("paper:receipt_printer", SITE)
    assert facts(board) == {
        "还剩": "80 米，约 667 张",
        "够用": "用几天才估得出",
        "打印机报的": "纸够",
        "装满是": "80 米",
    }
    [line] = cells(board)
    assert line[1:] == ("换纸", "80 米", "S01")


def test_sheets_are_added_and_counted(desk: Menu) -> None:
    desk.do("paper:a4_printer", "counted", "40", SITE)
    assert desk.do("paper:a4_printer", "added", "30", SITE) == Said("记下了：现在 70 张")
    assert desk.do("paper:a4_printer", "added", "250", SITE) == Said("记下了：现在 250 张")
    assert desk.do("paper:a4_printer", "refilled", staff=SITE) == Said("记下了：纸盒装满了")
    [ask] = [one.ask for one in actions(desk.board("paper:a4_printer")) if one.name == "counted"]
    assert isinstance(ask, AskNumber)
    assert (ask.unit, ask.least, ask.most) == ("张", 0, 250)
    assert [line[2] for line in cells(desk.board("paper:a4_printer"))] == ["250 张", "250 张", "70 张", "40 张"]


def test_what_the_printers_say_of_paper_and_toner_stands_there(desk: Menu, place: Town, until: Until) -> None:
    place.order("/a4", fault="toner_low")
    place.order("/receipt", fault="paper_out")
    until(lambda: desk.premises.services.staff.paper.stock(A4).toner_low)
    until(lambda: desk.premises.services.staff.paper.stock(ROLL).left == 0)
    assert desk.board("paper:a4_printer").note == "墨快用完了，准备一盒新的"
    assert desk.board("paper:receipt_printer").mood is Mood.BAD
    assert facts(desk.board("paper:receipt_printer"))["还剩"] == "0 米，约 0 张"


def test_use_of_the_last_two_weeks_is_drawn(desk: Menu) -> None:
    paper = desk.premises.services.staff.paper
    paper.document_out("w1", 6)
    [chart] = [part for part in desk.board("paper:a4_printer").parts if isinstance(part, Chart)]
    assert (len(chart.bars), chart.bars[-1].words, chart.bars[0].value) == (14, "6 张", 0.0)


def test_a_printer_that_is_not_there_is_said(desk: Menu) -> None:
    with pytest.raises(KioskError, match="no paper in id_card"):
        desk.board("paper:id_card")
