"""Who stands at the maintenance menu is led from page to page, asked before anything is done, and never locked in."""

import threading
from typing import Any

import pytest

from kiosk.core.board import Action, AskChoice, AskNumber, AskText, Board, Confirm, Go, Mood, Row, Rows, Said
from kiosk.core.errors import KioskError
from kiosk.core.staff import Role, Staff
from kiosk.widgets.control import Control

SITE = Staff("2007", "欧阳春花", Role.SITE)
RESTART = Action("restart", "重启", ask=Confirm("现在重启吗", "重启机器"))


def names(counter: Any) -> set[str]:
    return {control.objectName() for control in counter.window.current.findChildren(Control) if control.isVisible()}


def test_it_begins_with_the_overview_and_every_page_is_one_tap_away(counter, finger):
    counter.begin()
    assert counter.office.people == ["1001 came"]
    assert counter.window.current.objectName() == "screen.maintenance.overview"
    for page in ("devices", "settings", "overview"):
        finger.tap(f"maintenance.{page}")
        counter.stands(page)
        assert counter.window.current.objectName() == f"screen.maintenance.{page}"


def test_the_band_says_out_of_service_and_who_is_at_work(counter):
    counter.begin()
    assert counter.says("maintenance.out_of_service") == "维护中，市民暂停使用"
    assert counter.says("maintenance.who") == "周建国 · 运维工程师"


def test_a_row_leads_to_a_place_and_back_leads_out_of_it(counter, finger):
    counter.office.boards["overview"] = Board(
        "总览", (Rows((Row("扫码器", name="scanner", opens="devices:scanner"),)),)
    )
    counter.begin()
    finger.tap("maintenance.overview.scanner")
    counter.stands("devices:scanner")
    finger.tap("nav.back")
    counter.stands("overview")
    assert "nav.back" not in names(counter)


def test_who_may_not_open_a_page_has_no_button_for_it_and_cannot_be_led_there(counter):
    counter.begin(SITE)
    assert "maintenance.settings" not in names(counter)
    counter.press("staff:go:settings")
    counter.press("staff:go:settings:network")
    counter.press("staff:go:nowhere")
    counter.stands("overview")
    assert set(counter.office.looked) == {"overview"}


def test_an_action_that_asks_nothing_is_done_at_once_and_says_what_came_of_it(counter, finger):
    counter.office.boards["overview"] = Board("总览", actions=(Action("test", "测试"),))
    counter.office.outcome = Said("测试页打好了")
    counter.begin()
    finger.tap("maintenance.overview.test")
    counter.stands("overview", "测试页打好了")
    assert counter.office.did == [("overview", "test", "")]
    assert counter.says("maintenance.said") == "测试页打好了"
    assert counter.office.looked == ["overview", "overview"]  # the page is as it stands after


def test_a_question_comes_first_and_going_back_does_nothing(counter, finger):
    counter.office.boards["overview"] = Board("总览", actions=(RESTART,))
    counter.begin()
    finger.tap("maintenance.overview.restart")
    assert counter.window.current.kind == "maintenance_ask"
    finger.tap("nav.back")
    counter.stands("overview")
    assert not counter.office.did
    finger.tap("maintenance.overview.restart")
    finger.tap("maintenance.overview.restart")  # the yes bears the action's name
    counter.stands("overview")
    assert counter.office.did == [("overview", "restart", "")]


@pytest.mark.parametrize(
    ("ask", "taps", "value"),
    [
        (AskNumber("几张", "张", 1, 500), ["keypad.2", "keypad.5", "maintenance.overview.do"], "25"),
        (AskNumber("几张", "张", 1, 500, given="80"), ["keypad.9", "maintenance.overview.do"], "9"),
        (AskNumber("几张", "张", 1, 500, given="80"), ["maintenance.overview.do"], "80"),
        (AskNumber("差几秒", "秒", -60, 60), ["keypad.-", "keypad.5", "maintenance.overview.do"], "-5"),
        (
            AskText("地址", 20, plain=True),
            ["key.a", "key.shift", "key.b", "key.signs", "key.colon", "key.1", "maintenance.overview.do"],
            "aB:1",
        ),
        (AskText("密钥", 20, "old", secret=True), ["key.clear", "key.x", "maintenance.overview.do"], "x"),
        (AskChoice("哪一个", (("escpos", "小票"), ("none", "没装"))), ["choice.none"], "none"),
    ],
)
def test_every_kind_of_question_is_answered_by_touch(counter, finger, ask, taps, value):
    counter.office.boards["overview"] = Board("总览", actions=(Action("do", "换", ask=ask),))
    counter.begin()
    finger.tap("maintenance.overview.do")
    for name in taps:
        finger.tap(name)
    counter.stands("overview")
    assert counter.office.did == [("overview", "do", value)]


def test_chinese_is_written_as_citizens_write(counter, finger):
    counter.office.boards["overview"] = Board(
        "总览", actions=(Action("do", "记下", ask=AskText("为什么", 20, "已缴费")),)
    )
    counter.begin()
    finger.tap("maintenance.overview.do")
    assert counter.window.current.kind == "maintenance_write"
    finger.tap("maintenance.overview.do")
    counter.stands("overview")
    assert counter.office.did == [("overview", "do", "已缴费")]


def test_a_number_out_of_bounds_is_not_taken_and_the_page_says_why(counter, finger):
    counter.office.boards["overview"] = Board("总览", actions=(Action("do", "记", ask=AskNumber("几张", "张", 1, 50)),))
    counter.begin()
    finger.tap("maintenance.overview.do")
    finger.tap("maintenance.overview.do")
    assert counter.says("maintenance.hint") == "还没填，先填上"
    for _ in range(2):
        finger.tap("keypad.9")
    finger.tap("maintenance.overview.do")
    assert counter.says("maintenance.hint") == "要在 1 到 50 之间"
    assert not counter.office.did


def test_a_secret_shows_dots_until_it_is_looked_at(counter, finger):
    ask = AskText("密钥", 20, secret=True)
    counter.office.boards["overview"] = Board("总览", actions=(Action("do", "换密钥", ask=ask),))
    counter.begin()
    finger.tap("maintenance.overview.do")
    finger.tap("key.k")
    assert counter.says("field.do").startswith("●")
    finger.tap("maintenance.look")
    assert counter.says("field.do").startswith("k")


def test_what_was_typed_for_one_question_is_not_there_for_the_next(counter, finger):
    secret, number = AskText("密钥", 20, secret=True), AskNumber("几张", "张", 1, 500)
    counter.office.boards["overview"] = Board(
        "总览", actions=(Action("a", "换密钥", ask=secret), Action("b", "记张数", ask=number))
    )
    counter.begin()
    finger.tap("maintenance.overview.a")
    finger.tap("key.k")
    finger.tap("nav.back")
    counter.stands("overview")
    finger.tap("maintenance.overview.b")
    finger.tap("keypad.7")
    finger.tap("maintenance.overview.b")
    counter.stands("overview")
    assert counter.office.did == [("overview", "b", "7")]


def test_a_row_can_do_something_too(counter, finger):
    board = Board("总览", (Rows((Row("收条 12", action=Action("resolve", "处理", ask=Confirm("处理吗", "处理"))),)),))
    counter.office.boards["overview"] = board
    counter.begin()
    finger.tap("maintenance.overview.resolve")
    finger.tap("maintenance.overview.resolve")
    counter.stands("overview")
    assert counter.office.did == [("overview", "resolve", "")]


def test_an_action_that_does_not_stand_there_is_not_done(counter):
    counter.begin()
    counter.press("staff:do:wipe_everything")
    counter.press("staff:answer:yes")
    counter.stands("overview")
    assert not counter.office.did


def test_an_outcome_leads_elsewhere_with_a_sentence(counter, finger):
    counter.office.boards["devices"] = Board("设备", actions=(Action("keep", "就用它"),))
    counter.office.outcome = Go("overview", "换好了")
    counter.begin()
    finger.tap("maintenance.devices")
    counter.stands("devices")
    finger.tap("maintenance.devices.keep")
    counter.stands("overview", "换好了")


# --- what goes wrong ---


def test_what_did_not_work_is_said_with_what_to_do_and_the_page_stands(counter, finger):
    counter.office.boards["overview"] = Board("总览", actions=(Action("test", "测试"),))
    counter.office.outcome = KioskError("timeout on /dev/ttyUSB0", sentence="打印机没有回话", remedy="看看电源")
    counter.begin()
    finger.tap("maintenance.overview.test")
    counter.stands("overview", "打印机没有回话。看看电源")
    assert counter.content.mood is Mood.BAD
    assert "maintenance.overview.test" in names(counter)


def test_a_page_that_cannot_be_made_leaves_the_menu_open_and_is_tried_again(counter, finger):
    counter.office.boards["devices"] = KioskError("no kit", sentence="机器还在准备", remedy="等几秒")
    counter.begin()
    finger.tap("maintenance.devices")
    counter.stands("devices", "机器还在准备。等几秒")
    assert "maintenance.settings" in names(counter)
    counter.office.boards["devices"] = Board("设备", note="好了")
    counter.desk._again.timeout.emit()  # as after STAFF_AGAIN seconds
    counter.stands("devices")
    assert counter.desk._again.isActive() is False


def test_a_live_page_that_failed_once_lives_on(counter):
    counter.office.boards["overview"] = Board("总览", every=2.0)
    counter.begin()
    counter.office.boards["overview"] = KioskError("busy", sentence="存不下", remedy="等一等")
    counter.desk._again.timeout.emit()
    counter.stands("overview", "存不下。等一等")
    assert counter.desk._again.isActive()
    counter.office.boards["overview"] = Board("总览", every=2.0)
    counter.desk._again.timeout.emit()
    counter.stands("overview")


def test_a_live_page_shows_what_is_new_and_keeps_what_was_said(counter, finger):
    counter.office.boards["overview"] = Board("总览", actions=(Action("test", "测试"),), note="一", every=2.0)
    counter.office.outcome = Said("好了")
    counter.begin()
    finger.tap("maintenance.overview.test")
    counter.stands("overview", "好了")
    counter.office.boards["overview"] = Board("总览", note="二", every=2.0)
    counter.desk._again.timeout.emit()
    counter.qtbot.waitUntil(lambda: counter.says("maintenance.note") == "二", timeout=30_000)
    assert counter.content.said == "好了"


def test_a_page_that_takes_its_time_says_so_and_can_be_left(counter, finger):
    ready = threading.Event()

    def slow() -> Board:
        ready.wait(30)
        return Board("设备", note="到了")

    counter.office.boards["devices"] = slow
    counter.begin()
    finger.tap("maintenance.devices")
    counter.desk._late.timeout.emit()
    assert (counter.content.place, counter.content.working) == ("devices", True)
    finger.tap("nav.back")
    counter.stands("overview")
    ready.set()
    counter.press("staff:go:settings")
    counter.stands("settings")


# --- what takes its time ---


def test_while_something_is_done_nothing_else_begins_but_it_can_be_stopped(counter, finger):
    counter.office.boards["overview"] = Board("总览", actions=(Action("test", "测试"), Action("other", "别的")))
    counter.office.holds = True
    counter.begin()
    finger.tap("maintenance.overview.test")
    held = counter.office.held.get(timeout=30)
    for press in ("staff:do:other", "staff:go:devices", "staff:answer:1"):
        counter.press(press)
    assert counter.content.working
    assert not counter.window.current.findChild(Control, "maintenance.overview.other").isEnabled()
    finger.tap("nav.back")
    counter.stands("overview", "停下了，看看做到哪里")
    assert held.cancel.is_set
    assert counter.office.did == [("overview", "test", "")]


def test_it_can_be_left_while_something_is_done(counter, finger):
    counter.office.boards["overview"] = Board("总览", actions=(Action("test", "测试"),))
    counter.office.holds = True
    counter.begin()
    finger.tap("maintenance.overview.test")
    held = counter.office.held.get(timeout=30)
    finger.tap("maintenance.close")
    assert held.cancel.is_set
    assert counter.closed == [True]
    assert counter.office.people[-1] == "1001 closed"


# --- who leaves ---


def test_who_goes_away_leaves_a_closed_menu(counter):
    counter.begin()
    counter.desk._idle.timeout.emit()
    assert counter.office.people == ["1001 came", "1001 idle"]
    assert counter.closed == [True]
    assert not counter.desk.open
    counter.press("staff:go:devices")
    assert counter.office.looked == ["overview"]


def test_a_touch_puts_the_end_off(counter):
    counter.begin()
    counter.desk._idle.start(50)
    counter.desk._idle.setInterval(60_000)
    counter.window.touched.emit()
    assert counter.desk._idle.remainingTime() > 50_000


def test_a_live_page_does_not_keep_the_menu_open(counter):
    counter.office.boards["overview"] = Board("总览", every=2.0)
    counter.begin()
    counter.desk._idle.setInterval(60_000)
    counter.desk._idle.start(30_000)
    looked = len(counter.office.looked)
    counter.desk._again.timeout.emit()
    counter.qtbot.waitUntil(lambda: len(counter.office.looked) > looked, timeout=30_000)
    assert counter.desk._idle.remainingTime() < 40_000  # a coarse timer is a twentieth off


def test_nothing_is_heard_before_somebody_has_signed_in(counter):
    counter.press("staff:go:devices")
    counter.press("staff:close")
    assert counter.closed == []
    assert counter.office.looked == []
