"""The faults page on a whole terminal: what is open for whom, answered, reported with a photo, mended, and history."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PIL import Image

from kiosk.core.board import AskChoice, AskText, Board, Go, Mood, Photo, Said, Steps
from kiosk.core.errors import Clearer, Fault, KioskError
from kiosk.core.guides import ROLL
from kiosk.core.status import Health, Status
from kiosk.maintenance.pages.fault import NOBODY_IN_IT
from tests.maintenance.premises import ENGINEER, SITE, Menu, actions, facts, menu, rows
from tests.sandbox.town import SkewedClock, Town

Until = Callable[..., None]
MODULE = Fault("id_card.module", "读卡器坏了", "点「找人帮忙」", "SAM 60", Clearer.ENGINEER)
BROKEN = Status(Health.HARDWARE_ERROR, fault=MODULE)
OUT = "打印机没纸了"


@pytest.fixture
def clock() -> SkewedClock:
    return SkewedClock(timedelta(0))


@pytest.fixture
def desk(place: Town, clock: SkewedClock, until: Until) -> Iterator[Menu]:
    """Its site never closes, so that the time of day makes no difference, and is answered within the hour."""
    with menu(place, 'terminal.package="outdoor"', clock=clock) as made:
        until(lambda: not made.premises.services.starting)
        yield made


def titles(board: Board) -> list[str]:
    return [row.title for row in rows(board) if row.name != "history"]


def paper_out(desk: Menu, place: Town, until: Until) -> str:
    """Returns the place of its page."""
    place.order("/receipt", fault="paper_out")
    until(lambda: OUT in titles(desk.board("faults", SITE)))
    return next(row.opens for row in rows(desk.board("faults", SITE)) if row.title == OUT)


def told(place: Town, kind: str) -> list[dict[str, object]]:
    return [entry for entry in place.get("/books")["news"] if entry["kind"] == kind]


def parts_of(board: Board, kind: type) -> list[object]:
    return [part for part in board.parts if isinstance(part, kind)]


def test_site_staff_see_it_with_its_clock_and_its_steps_and_answer_it(
    desk: Menu, place: Town, clock: SkewedClock, until: Until
) -> None:
    assert desk.board("faults", SITE).note == "现在没有故障"
    at = paper_out(desk, place, until)
    board = desk.board("faults", SITE)
    assert (board.note, board.mood) == ("1 个没好", Mood.WARN)
    assert rows(board)[0].value.startswith("答复还有 59 分")
    page = desk.board(at, SITE)
    assert parts_of(page, Steps) == [Steps(ROLL, "照着做")]
    assert facts(page)["归谁"] == "网点人员"
    assert "代号" not in facts(page)
    assert "mended" not in {one.name for one in actions(page)}, "the printer says so itself"
    assert desk.do(at, "mine", staff=SITE) == Said("记下了：您来处理")
    assert facts(desk.board(at, SITE))["谁在处理"] == "S01"
    assert "mine" not in {one.name for one in actions(desk.board(at, SITE))}
    assert rows(desk.board("faults", SITE))[0].value.startswith("修好还有 23 小时")
    until(lambda: told(place, "fault.answered"))
    place.order("/receipt", fault=None)
    until(lambda: desk.board(at, SITE).note == "已经好了")
    assert actions(desk.board(at, SITE)) == []
    until(lambda: told(place, "fault.ended"))
    assert [entry["fields"]["code"] for entry in told(place, "fault.began")] == ["paper.out"]  # type: ignore[index]


def test_what_nobody_answers_shows_as_late_and_goes_to_the_engineer(
    desk: Menu, place: Town, clock: SkewedClock, until: Until
) -> None:
    at = paper_out(desk, place, until)
    clock.off = timedelta(hours=3)
    desk.premises.services.staff.cases.note("link", Status(Health.ONLINE))  # something moves, and the clocks are read
    until(lambda: facts(desk.board(at, SITE))["归谁"] == "没人答复，运维工程师")
    assert facts(desk.board(at, SITE))["答复"].startswith("超了 2 小时")
    assert desk.board("faults", SITE).mood is Mood.BAD


def test_engineers_see_all_and_site_staff_not_what_is_not_theirs(desk: Menu, until: Until) -> None:
    desk.premises.services.staff.cases.note("id_card", BROKEN)
    until(lambda: titles(desk.board("faults")) == ["读卡器坏了"])
    assert titles(desk.board("faults", SITE)) == []
    at = rows(desk.board("faults"))[0].opens
    assert facts(desk.board(at))["设备说的"] == "SAM 60"
    with pytest.raises(KioskError, match="is not the site's"):
        desk.board(at, SITE)


def test_a_report_with_a_photo_reaches_the_platform_and_leaves_nothing_here(
    desk: Menu, place: Town, until: Until
) -> None:
    outcome = desk.do("faults", "report", "屏幕左下角裂了", SITE)
    assert isinstance(outcome, Go)
    page = desk.board(outcome.place, SITE)
    assert page.note == "机器看不出它好没好，修好了要说一声"
    (ask,) = [one.ask for one in actions(page) if one.name == "photo"]
    assert isinstance(ask, AskChoice)
    assert NOBODY_IN_IT in ask.question
    assert ask.choices[0][0] == "document_camera"
    place.order("/camera", scene="paper")
    assert desk.do(outcome.place, "photo", "document_camera", SITE) == Said(NOBODY_IN_IT, Mood.WARN)
    (photo,) = parts_of(desk.board(outcome.place, SITE), Photo)
    assert isinstance(photo, Photo)
    with Image.open(io.BytesIO(photo.data)) as picture:
        assert (picture.format, max(picture.size) <= 640) == ("JPEG", True)
    assert desk.do(outcome.place, "report", "裂纹有三厘米", SITE) == Said("报了，照片也发")
    assert parts_of(desk.board(outcome.place, SITE), Photo) == []
    until(lambda: len(told(place, "fault.reported")) == 2)
    with_photo = told(place, "fault.reported")[1]
    assert place.photo(str(with_photo["number"])) == photo.data
    assert desk.do(outcome.place, "mended", "换了屏幕", ENGINEER) == Go("faults", "记下了：修好了")
    assert titles(desk.board("faults", SITE)) == []
    assert "换了屏幕" in rows(desk.board("faults:history", SITE))[0].detail
    assert [row.subject for row in desk.audit("maintenance.did")][-1] == "fault"


def test_a_photo_can_be_dropped_before_it_is_sent(desk: Menu, until: Until, place: Town) -> None:
    outcome = desk.do("faults", "report", "侧面有异响", SITE)
    assert isinstance(outcome, Go)
    desk.do(outcome.place, "photo", "camera", SITE)
    assert desk.do(outcome.place, "drop", staff=SITE) == Said("照片删掉了")
    assert desk.do(outcome.place, "report", "还在响", SITE) == Said("报了")
    until(lambda: len(told(place, "fault.reported")) == 2)
    assert all("photo" not in entry for entry in told(place, "fault.reported"))


def test_a_camera_that_is_not_there_is_not_offered(desk: Menu, place: Town, until: Until) -> None:
    outcome = desk.do("faults", "report", "侧面有异响", SITE)
    assert isinstance(outcome, Go)
    with pytest.raises(KioskError, match="no mirror"):
        desk.do(outcome.place, "photo", "mirror", SITE)


def test_history_is_by_device_and_says_who_and_how_long(desk: Menu, place: Town, until: Until) -> None:
    at = paper_out(desk, place, until)
    desk.do(at, "mine", staff=SITE)
    place.order("/receipt", fault=None)
    until(lambda: titles(desk.board("faults:history", SITE)) == [OUT])
    line = rows(desk.board("faults:history", SITE))[0]
    assert line.detail == "回执打印机，网点人员，S01处理"
    assert line.opens == at
    assert desk.do("faults:history", "device", "a4_printer", SITE) == Go("faults:history/a4_printer")
    assert titles(desk.board("faults:history/a4_printer", SITE)) == []
    assert titles(desk.board("faults:history/receipt_printer", SITE)) == [OUT]
    assert desk.do("faults:history/a4_printer", "device", "all", SITE) == Go("faults:history")


def test_what_is_written_is_at_most_one_sentence(desk: Menu) -> None:
    (ask,) = [one.ask for one in desk.board("faults", SITE).actions]
    assert isinstance(ask, AskText)
    assert ask.most <= 60
