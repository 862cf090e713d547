"""One screen draws every maintenance page: whatever stands on it keeps the norms, is turned by pages and stays put."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.core.board import (
    Action,
    Bar,
    Board,
    Chart,
    Facts,
    Guide,
    Lines,
    Mood,
    Photo,
    Row,
    Rows,
    Steps,
    Table,
)
from kiosk.core.staff import Role, Staff
from kiosk.gallery import Look, make_window, turn
from kiosk.screens import norms
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import BoardPage, Entry
from kiosk.screens.preview_pictures import face
from kiosk.screens.window import Window
from kiosk.widgets.board.row import RowBlock, RowButton
from kiosk.widgets.control import Control
from kiosk.widgets.guides import PICTURES
from kiosk.widgets.theme import TextSize

ENGINEER = Staff("1001", "欧阳建国", Role.ENGINEER)
MENU = tuple(Entry(f"page{at}", f"页面{at}", "mdi6.cog") for at in range(16))
GEOMETRY = (1, 2, 4, 5, 8, 9, 16, 25)  # those of the norms that no pixel is looked at for
PHOTO = face().jpeg

# What people and machines call things: Chinese, with a word or a number of letters in it.
NOUNS = ["打印机", "身份证阅读器", "没有回话", "端口", "COM3", "2026-11-22", "escpos", "USB", "卡纸了", "12"]
WORDS = st.lists(st.sampled_from(NOUNS), min_size=1, max_size=4).map("，".join)
STEP = st.sampled_from(["打开 A4 打印机的前盖", "两只手捏住纸，慢慢往外抽，不要撕破", "合上"])
LONG = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
NO = st.just("")
MOODS = st.sampled_from(Mood)
NAMES = (f"name{at}" for at in itertools.count())
NAME = st.builds(lambda: next(NAMES))
HEADING = NO | st.sampled_from(["设备", "各事项办了多少"])
OPENS, ICON = st.sampled_from(["", "devices:a4"]), st.sampled_from(["", "mdi6.printer"])
ROW = st.builds(Row, WORDS, NO | LONG, NO | WORDS, MOODS, ICON, NAME, OPENS)
TABLE = st.integers(2, 6).flatmap(
    lambda columns: st.builds(
        Table,
        st.tuples(*[st.sampled_from(["时间", "事项", "张数", "谁做的"])] * columns),
        st.lists(st.tuples(*[WORDS] * columns), max_size=8).map(tuple),
        HEADING,
    )
)
BAR = st.builds(
    Bar,
    st.sampled_from(["1月", "身份证阅读器", "周一"]),
    st.floats(0, 1e6),
    st.sampled_from(["0", "1,204 张", "99.9%"]),
    MOODS,
)
LINE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120)
GUIDE = st.builds(Guide, st.sampled_from([*PICTURES, "no such"]), STEP)
FACT = st.tuples(st.sampled_from(["型号", "接在哪里"]), LONG)


def several(one: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[Any]:
    return st.lists(one, max_size=most).map(tuple)


PARTS = st.one_of(
    st.builds(Rows, several(ROW, 9), HEADING),
    st.builds(Facts, several(FACT, 9), HEADING),
    TABLE,
    st.builds(Chart, several(BAR, 14), HEADING, st.booleans()),
    st.builds(Lines, several(LINE, 30), HEADING),
    st.builds(Steps, several(GUIDE, 5), HEADING),
    st.builds(Photo, st.just(PHOTO), NO | WORDS),
)
LABEL = st.sampled_from(["打一张测试页", "重启", "换端口或型号"])
ACTION = st.builds(Action, NAME, LABEL, st.sampled_from(["", "mdi6.check"]), st.none(), st.booleans())
TITLE = st.sampled_from(["总览", "身份证阅读器", "A4 打印机"])
BOARDS = st.builds(Board, TITLE, several(PARTS, 3), several(ACTION, 5), NO | WORDS, MOODS)
LOOKS = st.builds(Look, st.sampled_from(TextSize), st.booleans(), st.booleans())


def page(board: Board, place: str = "devices", said: str = "", *, back: bool = True, working: bool = False) -> Page:
    content = BoardPage(place.partition(":")[0], place, board, MENU, ENGINEER, back, said, working=working)
    return Page(content, "", back)


def show(window: Window, board: Board, look: Look, **about: Any) -> None:
    size = (1080, 1920) if look.portrait else (1920, 1080)
    if (window.width(), window.height()) != size:
        window.resize(*size)
    window.set_looks(look.size, high_contrast=look.high_contrast, lowered=False)
    window.show()
    window.show_page("maintenance", page(board, **about))


@pytest.fixture(scope="module")
def window(qapp):
    made = make_window()
    yield made
    made.close()
    made.deleteLater()


@settings(max_examples=10)
@given(BOARDS, LOOKS, st.just("") | WORDS)
def test_whatever_stands_on_a_board_keeps_the_norms(window, board, look, said):
    show(window, board, look, said=said)
    problems = []
    for number in range(60):
        sight = norms.Sight(window)
        problems += [f"page {number}: {norm}: {one}" for norm in GEOMETRY for one in norms.CHECKS[norm](sight)]
        if problems or not turn(window):
            break
    window.current.forget()
    assert not problems


# --- pages ---

MANY = Board("日志", (Rows(tuple(Row(f"第 {at} 行", name=f"r{at}", opens=f"devices:{at}") for at in range(60))),))
PORTRAIT = Look(TextSize.STANDARD, portrait=True, high_contrast=False)


def rows(window: Window) -> list[str]:
    shown = [one for one in window.current.findChildren(RowButton) if one.isVisible()]
    return [one.accessibleName() for one in sorted(shown, key=lambda one: one.mapTo(window, QPoint(0, 0)).toTuple()[1])]


def test_what_does_not_fit_is_turned_to(window):
    show(window, MANY, PORTRAIT)
    seen = rows(window)
    while turn(window):
        seen += rows(window)
    assert seen == [f"第 {at} 行" for at in range(60)]
    window.current.forget()


def test_a_page_that_is_looked_at_anew_stays_where_it_was_turned_to(window):
    show(window, MANY, PORTRAIT)
    turn(window)
    there = rows(window)
    changed = Board("日志", (Rows((*MANY.parts[0].rows[:-1], Row("最后一行", name="r59", opens="devices:59"))),))
    window.show_page("maintenance", page(changed))
    assert rows(window) == there
    window.show_page("maintenance", page(Board("别处"), "settings"))
    window.show_page("maintenance", page(MANY))
    assert rows(window) == there  # who looked at one line comes back to the same lines
    window.current.forget()


def test_a_page_that_has_become_shorter_shows_its_last(window):
    show(window, MANY, PORTRAIT)
    while turn(window):
        pass
    few = Board("日志", (Rows(MANY.parts[0].rows[:3]),))
    window.show_page("maintenance", page(few))
    assert rows(window) == ["第 0 行", "第 1 行", "第 2 行"]
    window.current.forget()


def test_a_log_opens_at_its_end_and_stays_there(window):
    def log(lines: int) -> Board:
        return Board("日志", (Lines(tuple(f"line {at}" for at in range(lines))),))

    def last() -> str:
        labels = [one for one in window.current.findChildren(QLabel) if one.isVisible()]
        return max((one.text() for one in labels if one.text().startswith("line ")), key=lambda words: int(words[5:]))

    show(window, log(200), PORTRAIT)
    assert last() == "line 199"
    window.show_page("maintenance", page(log(260)))
    assert last() == "line 259"
    before = window.current.findChild(Control, "nav.page_before")
    before.tapped.emit()
    earlier = last()
    assert earlier != "line 259"
    window.show_page("maintenance", page(log(300)))
    assert last() == earlier  # who reads further up is left there
    window.current.forget()


def test_nothing_moves_under_a_finger(panel, hand_clock):
    """A list that changes between touch and release must not do something to another of its lines."""
    show(panel, MANY, PORTRAIT)
    pressed: list[str] = []
    panel.pressed.connect(pressed.append)
    first = panel.current.findChild(Control, "maintenance.devices.r0")
    hand_clock.seconds += 1
    QTest.mousePress(first, Qt.MouseButton.LeftButton)
    other = Board("日志", (Rows((Row("新来的", name="new", opens="devices:new"), *MANY.parts[0].rows)),))
    panel.show_page("maintenance", page(other))
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton)
    panel.pressed.disconnect(pressed.append)
    assert pressed == ["staff:go:devices:0"]


def test_a_page_that_is_left_leaves_no_words_in_memory(window):
    show(window, Board("总览", (Rows((Row("王小明的办件"),)),), note="说了什么"), PORTRAIT)
    window.current.forget()
    said = {getattr(one, "said", "") for one in window.current.findChildren(QLabel)}
    assert not {"王小明的办件", "说了什么", "欧阳建国 · 运维工程师"} & said
    assert not [one for one in window.current.findChildren(RowBlock) if one.isVisible()]


def test_a_mood_is_told_in_words_even_where_the_page_gave_none(window):
    board = Board("总览", (Rows(tuple(Row(f"设备{mood.value}", mood=mood) for mood in Mood)),))
    show(window, board, PORTRAIT)
    said = [one.text() for one in window.current.findChildren(QLabel) if one.isVisible()]
    assert {"正常", "留意", "要处理"} <= set(said)
    window.current.forget()


def test_what_is_being_done_is_said_when_it_takes_its_time(window, qtbot):
    show(window, Board("总览", actions=(Action("test", "测试"),)), PORTRAIT, working=True)
    busy = window.current.findChild(QLabel, "maintenance.working")
    assert not busy.isVisible()
    qtbot.waitUntil(busy.isVisible, timeout=2000)
    show(window, Board("总览", actions=(Action("test", "测试"),)), PORTRAIT)
    assert not busy.isVisible()
    window.current.forget()
