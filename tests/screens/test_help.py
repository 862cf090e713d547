"""The help page: whom to ask, and the map of the site where its package draws one."""

from typing import Any

import pytest

from kiosk.core.helper_call import Calling, CallState
from kiosk.screens.content import Help, Page, Working
from kiosk.screens.help import HelpScreen
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.emblem import Emblem
from kiosk.widgets.site_plan import SitePlan
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role
from tests.screens.house import Clock


@pytest.fixture
def window(qtbot: Any) -> Window:
    window = Window(pitch=0.248, orientation="portrait", text_size="standard", clock=Clock())
    qtbot.addWidget(window)
    window.resize(1080, 1920)
    window.show()
    return window


def shown(window: Window, *plan: str) -> tuple[list[str], SitePlan]:
    screen = window.show_page("help", Page(Help("12345", "一号台", "周一到周五", plan)))
    assert isinstance(screen, HelpScreen)
    (drawn,) = screen.findChildren(SitePlan)
    names = [text.text() for text in drawn.findChildren(Text)] if drawn.isVisibleTo(screen) else []
    assert screen.findChildren(Emblem)[0].isVisibleTo(screen) is not drawn.isVisibleTo(screen)
    return names, drawn


def test_each_place_stands_where_it_was_drawn(window: Window) -> None:
    names, drawn = shown(window, "厕.台", "门机.")
    assert names == ["卫生间", "帮办台", "大门", "本机"]
    places = {place.name: (place.row, place.column, place.here) for place in drawn.places}
    assert places == {"卫生间": (0, 0, False), "帮办台": (0, 2, False), "大门": (1, 0, False), "本机": (1, 1, True)}


def test_without_a_map_the_page_is_as_before(window: Window) -> None:
    assert shown(window)[0] == []
    telephone = window.current.findChild(Text, "help.telephone")
    assert isinstance(telephone, Text)
    assert telephone.role is Role.FIGURE
    assert shown(window, "机台")[0] == ["本机", "帮办台"]
    assert telephone.role is Role.TITLE
    assert shown(window)[0] == []
    assert telephone.role is Role.FIGURE


def calling(window: Window, calling: Calling, *, can_call: bool = True, note: str = "") -> HelpScreen:
    content = Help("12345", "一号台", "周一到周五", ("机台",), calling=calling, can_call=can_call, note=note)
    screen = window.show_page("help", Page(content))
    assert isinstance(screen, HelpScreen)
    return screen


def seen(screen: HelpScreen) -> set[str]:
    return {control.objectName() for control in screen.findChildren(Control) if control.isVisibleTo(screen)}


def words(screen: HelpScreen, name: str) -> str:
    text = screen.findChild(Text, name)
    assert isinstance(text, Text)
    return text.text() if text.isVisibleTo(screen) else ""


def test_somebody_can_be_called_where_somebody_hears_it(window: Window) -> None:
    screen = calling(window, Calling())
    assert seen(screen) == {"help.voice", "help.call"}
    assert seen(calling(window, Calling(), can_call=False, note="网络没连上")) == {"help.voice"}
    assert words(screen, "help.note") == "网络没连上"
    assert "网络没连上" in screen.spoken()


@pytest.mark.parametrize("state", [state for state in CallState if state.rings])
def test_a_call_that_stands_can_be_called_off_and_not_made_twice(window: Window, state: CallState) -> None:
    screen = calling(window, Calling(state, "12", "李娟"))
    assert seen(screen) == {"help.cancel"}
    assert not screen.findChildren(SitePlan)[0].isVisibleTo(screen)
    assert "12345" not in screen.spoken()


def test_the_page_says_who_comes(window: Window) -> None:
    assert "李娟正在过来" in calling(window, Calling(CallState.COMING, "12", "李娟")).spoken()
    assert "帮办员正在过来" in calling(window, Calling(CallState.COMING, "12")).spoken()
    assert "李娟在忙" in calling(window, Calling(CallState.BUSY, "12", "李娟")).spoken()


def test_the_time_counts_while_somebody_waits_and_begins_where_it_stands(window: Window) -> None:
    screen = calling(window, Calling(CallState.TRYING, waited=0))
    assert words(screen, "help.waiting") == "等了0秒"
    calling(window, Calling(CallState.RINGING, "12", waited=58))
    assert screen._second.isActive()
    for told in ("您是12号，等了58秒", "您是12号，等了59秒", "您是12号，等了1分0秒"):
        assert words(screen, "help.waiting") == told
        screen.tick()
    calling(window, Calling(CallState.COMING, "12", "李娟", 70))
    assert words(screen, "help.waiting") == "您是12号"
    assert not screen._second.isActive()
    calling(window, Calling(CallState.RINGING, "12"))
    window.show_page("working", Page(Working("正在查")))
    assert not screen._second.isActive()


@pytest.mark.parametrize(
    ("state", "controls"),
    [
        (CallState.UNANSWERED, {"help.cancel", "help.call"}),
        (CallState.FAILED, {"help.call"}),
    ],
)
def test_who_got_no_answer_is_told_what_to_do(window: Window, state: CallState, controls: set[str]) -> None:
    screen = calling(window, Calling(state))
    assert seen(screen) == controls
    telephone, call = screen.findChild(Text, "help.telephone"), screen.findChild(Control, "help.call")
    assert isinstance(telephone, Text)
    assert telephone.role is Role.FIGURE
    assert isinstance(call, Control)
    assert call.said == "再叫一次"
    assert "电话" in words(screen, "help.note")


def test_helpers_come_in_here_where_there_are_any(window: Window) -> None:
    assert "assist.sign_in" not in seen(calling(window, Calling()))
    window.show_page("help", Page(Help("12345", "一号台", "周一到周五", sign_in=True)))
    assert isinstance(window.current, HelpScreen)
    assert "assist.sign_in" in seen(window.current)


@pytest.mark.parametrize(
    ("name", "press"),
    [("help.call", "help:call"), ("help.cancel", "help:cancel"), ("assist.sign_in", "staff_sign_in")],
)
def test_what_is_pressed(window: Window, name: str, press: str) -> None:
    content = Help("12345", "一号台", "周一到周五", calling=Calling(CallState.UNANSWERED), can_call=True, sign_in=True)
    pressed: list[str] = []
    window.pressed.connect(pressed.append)
    control = window.show_page("help", Page(content)).findChild(Control, name)
    assert isinstance(control, Control)
    control.tapped.emit()
    assert pressed == [press]
