"""Choosing from a list: what is chosen, across pages, sizes and a look at the help."""

from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from kiosk.core.step import Choice, Choose
from kiosk.screens.content import Help, Page
from kiosk.screens.window import Window
from kiosk.widgets.choice_row import ChoiceRow
from kiosk.widgets.control import Control
from tests.screens.conftest import Finger
from tests.screens.test_pages import Told, words

FAMILY = Choose(
    "给谁交",
    tuple(
        Choice(f"b{i}", f"张*{i}", "2027年城乡居民", *((None, "已经交过了") if i in (1, 6) else (100_00 + i,)))
        for i in range(8)
    ),
)
HELP = Page(Help("110", "一号台", "周一到周五"), can_go_back=True)


def show(panel: Window, step: Choose = FAMILY) -> None:
    panel.show_page("choose", Page(step))


def rows(panel: Window) -> list[ChoiceRow]:
    return [row for row in panel.current.findChildren(ChoiceRow) if row.isVisible()]


def chosen(panel: Window) -> list[str]:
    return [row.objectName() for row in rows(panel) if row.isChecked()]


def test_each_is_a_control_of_its_value_and_says_what_it_costs(panel: Window) -> None:
    show(panel)
    first, closed = rows(panel)[:2]
    assert first.objectName() == "choice.b0"
    assert first.accessibleName() == "张*0，2027年城乡居民，100.00元"
    assert closed.accessibleName() == "张*1，2027年城乡居民，已经交过了"
    assert not closed.isEnabled()


def test_what_is_chosen_on_several_pages_is_answered_in_the_order_of_the_list(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    show(panel)
    finger.tap("nav.page_after")
    finger.tap("choice.b7")
    finger.tap("nav.page_before")
    finger.tap("choice.b2")
    finger.tap("choice.b0")
    finger.tap("choice.b2")
    assert (words(panel, "choose.sum"), words(panel, "choose.sum.remedy")) == ("选了2笔", "一共200.07元")
    finger.tap("nav.next")
    assert heard.all == [("b0", "b7")]


def test_all_that_can_be_chosen_at_once_and_none_again(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    show(panel)
    finger.tap("choice.all")
    assert chosen(panel) == ["choice.b0", "choice.b2", "choice.b3", "choice.b4"]
    finger.tap("nav.next")
    assert heard.all == [("b0", "b2", "b3", "b4", "b5", "b7")]
    finger.tap("choice.all")
    assert chosen(panel) == []


def test_none_is_no_answer(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    show(panel)
    finger.tap("nav.next")
    assert heard.all == []
    assert words(panel, "choose.sum") == "还没选，先点一个"


def test_what_cannot_be_chosen_is_not(panel: Window, finger: Finger) -> None:
    show(panel)
    finger.tap("choice.b1")
    assert chosen(panel) == []
    assert words(panel, "choose.sum") == "点一下选上"


def test_one_of_several_answers_at_once(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    show(panel, Choose("哪一张", FAMILY.choices[:1] + FAMILY.choices[2:4], many=False))
    assert [one.objectName() for one in panel.current.findChildren(Control) if one.isVisible()] == [
        "choice.b0",
        "choice.b2",
        "choice.b3",
    ]
    finger.tap("choice.b2")
    assert heard.all == [("b2",)]


def test_a_choice_outlives_a_look_at_the_help_and_another_size_but_not_the_citizen(
    panel: Window, finger: Finger
) -> None:
    show(panel)
    finger.tap("choice.b2")
    panel.show_page("help", HELP)
    show(panel)
    finger.tap("nav.text_size")
    assert chosen(panel) == ["choice.b2"]
    panel.reset()
    for label in panel.findChildren(QLabel):
        assert "张" not in label.text()
    for row in panel.findChildren(ChoiceRow):
        assert row.text() + row.accessibleName() == ""
    show(panel)
    assert chosen(panel) == []


def test_another_list_begins_with_nothing(panel: Window, finger: Finger) -> None:
    show(panel)
    finger.tap("choice.b2")
    show(panel, Choose("给谁交", FAMILY.choices[:4]))
    assert chosen(panel) == []


@pytest.mark.parametrize("action", ["Toggle", "Press"])
def test_a_screen_reader_chooses_too(panel: Window, qtbot: Any, action: str) -> None:
    show(panel)
    interface = QAccessible.queryAccessibleInterface(rows(panel)[0]).actionInterface()
    assert action in interface.actionNames()
    interface.doAction(action)
    qtbot.waitUntil(lambda: chosen(panel) == ["choice.b0"])
    assert words(panel, "choose.sum") == "选了1笔"


def test_no_amount_and_no_name_is_spoken(panel: Window, finger: Finger) -> None:
    show(panel)
    finger.tap("choice.all")
    said = panel.current.spoken()
    assert "选好了" in said
    assert not any(secret in said for secret in ("张", "元", "100"))
