"""The help page: whom to ask, and the map of the site where its package draws one."""

from typing import Any

import pytest

from kiosk.screens.content import Help, Page
from kiosk.screens.help import HelpScreen
from kiosk.screens.window import Window
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
