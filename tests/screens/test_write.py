"""Writing as a citizen does it, with hand and keys; Zinnia and libpinyin themselves read it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.core.step import EnterText, Route
from kiosk.core.words import Tongue
from kiosk.core.writing import Candidates, Handwritten, Phrase, Question, Spelled
from kiosk.devices.writing_desk import WritingDesk
from kiosk.screens.content import Countdown, Page
from kiosk.screens.scribe import Scribe
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.writing_pad import WritingPad
from tests.screens.conftest import Finger

NAME = EnterText("name", "孩子的名字怎么写", most=10)
TEN = (((0.2, 0.5), (0.8, 0.5)), ((0.5, 0.2), (0.5, 0.8)))  # shares of the pad's height, in its middle


def pad_of(window: Window) -> WritingPad:
    pad = window.current.findChild(WritingPad, "pad")
    assert isinstance(pad, WritingPad)
    return pad


def said(window: Window, name: str) -> str:
    label = window.current.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def written(window: Window) -> str:
    return said(window, "field.name").removesuffix("▏")


def offered(window: Window) -> list[str]:
    keys = [key for key in window.current.findChildren(Control) if key.objectName().startswith("candidate.")]
    return [key.text() for key in keys if key.isVisible()]


def draw(pad: WritingPad, strokes: tuple[tuple[tuple[float, float], ...], ...] = TEN) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for stroke in strokes:
        points = [QPointF(x * pad.height(), y * pad.height()) for x, y in stroke]
        kinds = [QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease]
        for kind, point in zip(kinds, [points[0], points[1], points[1]], strict=True):
            button = none if kind is QEvent.Type.MouseMove else left
            event = QMouseEvent(kind, point, pad.mapToGlobal(point), button, left, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(pad, event)


def key(window: Window, text: str, code: Qt.Key = Qt.Key.Key_unknown) -> None:
    window.current.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, text))


@pytest.fixture
def answers(panel: Window) -> list[Any]:
    heard: list[Any] = []
    panel.answered.connect(heard.append)
    return heard


@pytest.fixture
def questions(panel: Window) -> list[Question | None]:
    """Nobody reads: the test answers itself."""
    heard: list[Question | None] = []
    panel.asked.connect(heard.append)
    panel.show_page("write", Page(NAME, "办出生登记", can_go_back=True))
    return heard


@pytest.fixture
def settled(panel: Window, qtbot: Any) -> Iterator[Callable[[], None]]:
    """The page with those who read behind it; called, it waits until the newest question has been answered."""
    desk = WritingDesk()
    scribe = Scribe(desk.find, desk.close)
    asked: list[Question | None] = []
    answered: list[Candidates] = []

    def found(candidates: Candidates) -> None:
        panel.current.progress(candidates)
        answered.append(candidates)

    panel.asked.connect(asked.append)
    panel.asked.connect(scribe.ask)
    scribe.found.connect(found)
    panel.show_page("write", Page(NAME, "办出生登记", can_go_back=True))

    def wait() -> None:
        qtbot.waitUntil(lambda: bool(answered) and answered[-1].question is asked[-1], timeout=30_000)

    wait()
    yield wait
    scribe.ask(None)


def test_a_character_by_hand(panel: Window, finger: Finger, settled: Callable[[], None], answers: list[Any]) -> None:
    assert said(panel, "notice") == "一次写一个字，写大一点"
    draw(pad_of(panel))
    settled()
    assert len(offered(panel)) == 8
    assert said(panel, "notice") == "点一下您写的字"
    finger.tap(f"candidate.{offered(panel).index('十') + 1}")
    assert written(panel) == "十"
    assert pad_of(panel).strokes == []
    settled()
    assert offered(panel) == []
    finger.tap("nav.next")
    assert answers == ["十"]


def test_more_characters_than_eight_are_on_other_pages(
    panel: Window, finger: Finger, settled: Callable[[], None]
) -> None:
    draw(pad_of(panel))
    settled()
    first = offered(panel)
    finger.tap("nav.page_after")
    second = offered(panel)
    assert len(second) == 8
    assert not set(first) & set(second)
    finger.tap("candidate.8")
    assert written(panel) == second[7]


def test_undo_and_clear_are_read_as_well(panel: Window, finger: Finger, settled: Callable[[], None]) -> None:
    draw(pad_of(panel), TEN[:1])
    settled()
    one = offered(panel)
    assert "一" in one
    draw(pad_of(panel), TEN[1:])
    settled()
    assert "十" in offered(panel)
    finger.tap("write.undo")
    settled()
    assert offered(panel) == one
    finger.tap("write.clear")
    settled()
    assert offered(panel) == []


def test_a_name_by_pinyin(panel: Window, finger: Finger, settled: Callable[[], None], answers: list[Any]) -> None:
    finger.tap("write.mode")
    for letter in "wangxiaoming":
        finger.tap(f"pinyin.{letter}")
    settled()
    assert written(panel) == "wangxiaoming"
    assert offered(panel)[0] == "王晓明"
    finger.tap("candidate.1")
    assert written(panel) == "王晓明"
    finger.tap("nav.next")
    assert answers == ["王晓明"]


def test_letters_that_a_candidate_leaves_over_stay(panel: Window, finger: Finger, settled: Callable[[], None]) -> None:
    finger.tap("write.mode")
    for letter in "dongqian":
        finger.tap(f"pinyin.{letter}")
    settled()
    while "东" not in offered(panel):
        finger.tap("nav.page_after")
    finger.tap(f"candidate.{offered(panel).index('东') + 1}")
    assert written(panel) == "东qian"
    settled()
    assert "钱" in offered(panel)
    finger.tap("write.delete")
    assert written(panel) == "东qia"


def test_latin_letters_digits_and_signs(panel: Window, finger: Finger, settled: Callable[[], None]) -> None:
    finger.tap("write.mode")
    finger.tap("pinyin.a")
    settled()
    finger.tap(f"candidate.{offered(panel).index('A') + 1}")
    finger.tap("write.signs")
    for name in ("1", "2", "number", "dash"):
        finger.tap(f"pinyin.{name}")
    assert written(panel) == "A12号-"
    finger.tap("write.delete")
    finger.tap("write.signs")
    assert finger.control("pinyin.a").isVisible()
    assert written(panel) == "A12号"


def test_a_keyboard_where_the_site_has_one(panel: Window, finger: Finger, settled: Callable[[], None]) -> None:
    finger.tap("write.mode")
    for letter in "wang":
        key(panel, letter)
    settled()
    assert "王" in offered(panel)
    key(panel, "\b", Qt.Key.Key_Backspace)
    key(panel, "5")
    assert written(panel) == "5wan"


def test_next_says_what_is_missing(
    panel: Window, finger: Finger, questions: list[Question | None], answers: list[Any]
) -> None:
    finger.tap("nav.next")
    assert said(panel, "notice") == "还没写，先写上"
    draw(pad_of(panel))
    finger.tap("nav.next")
    assert said(panel, "notice") == "有字还没点，先点上"
    assert answers == []


def test_there_is_room_for_no_more_than_the_step_allows(
    panel: Window, finger: Finger, questions: list[Question | None]
) -> None:
    for digit in "1234567890":
        key(panel, digit)
    key(panel, "1")
    assert written(panel) == "1234567890"
    assert said(panel, "notice") == "最多写10个字"


def test_what_may_be_left_out_can_be_left_out(panel: Window, finger: Finger, answers: list[Any]) -> None:
    panel.show_page("write", Page(replace(NAME, optional=True), "办出生登记"))
    finger.tap("alternative.skip")
    assert answers == [Route("skip")]


def test_without_handwriting_there_is_pinyin(panel: Window, finger: Finger, questions: list[Question | None]) -> None:
    assert questions == [Handwritten()]
    panel.current.progress(Candidates(Handwritten(), None))
    assert said(panel, "notice") == "手写今天用不了，用拼音写"
    assert finger.control("pinyin.a").isVisible()
    assert not pad_of(panel).isVisible()
    assert isinstance(questions[-1], Spelled)
    assert not [one for one in panel.current.findChildren(Control, "write.mode") if one.isVisible()]


def test_without_pinyin_there_is_handwriting(panel: Window, finger: Finger, questions: list[Question | None]) -> None:
    finger.tap("write.mode")
    panel.current.progress(Candidates(Spelled(), None))
    assert said(panel, "notice") == "拼音今天用不了，用手写"
    assert pad_of(panel).isVisible()


def test_without_either_digits_remain_and_help_is_named(
    panel: Window, finger: Finger, questions: list[Question | None]
) -> None:
    panel.current.progress(Candidates(Handwritten(), None))
    panel.current.progress(Candidates(Spelled(), None))
    assert said(panel, "notice") == "今天写不了汉字，找人帮忙"
    finger.tap("pinyin.1")
    assert written(panel) == "1"


def test_an_answer_for_the_other_way_of_writing_changes_nothing(
    panel: Window, finger: Finger, questions: list[Question | None]
) -> None:
    finger.tap("write.mode")
    panel.current.progress(Candidates(Handwritten(), (Phrase("十"),)))
    assert offered(panel) == []


def test_what_was_written_stays_while_something_else_is_looked_at(
    panel: Window, finger: Finger, questions: list[Question | None]
) -> None:
    key(panel, "1")
    finger.tap("write.mode")
    key(panel, "w")
    panel.show_page("idle", Page(Countdown(20)))
    panel.show_page("write", Page(NAME, "办出生登记"))
    assert written(panel) == "1w"
    assert questions[-1] == Spelled("w")


def test_another_question_begins_with_nothing_in_the_chosen_way(
    panel: Window, finger: Finger, questions: list[Question | None]
) -> None:
    finger.tap("write.mode")
    key(panel, "1")
    panel.show_page("write", Page(replace(NAME, heading="孩子的小名怎么写"), "办出生登记"))
    assert written(panel) == ""
    assert finger.control("pinyin.a").isVisible()


def test_nothing_is_left_for_the_next_citizen(panel: Window, finger: Finger, questions: list[Question | None]) -> None:
    draw(pad_of(panel))
    panel.current.progress(Candidates(Handwritten(), (Phrase("十"), Phrase("士"))))
    finger.tap("candidate.1")
    draw(pad_of(panel))
    panel.current.progress(Candidates(Handwritten(), (Phrase("十"), Phrase("士"))))
    page = panel.current
    panel.reset()
    assert questions[-1] is None
    assert pad_of(panel).strokes == []
    left = [label.text() for label in page.findChildren(QLabel)]
    left += [f"{one.text()}{one.accessibleName()}" for one in page.findChildren(Control)]
    assert not [words for words in left if "十" in words or "士" in words]
    panel.show_page("write", Page(NAME, "办出生登记"))
    assert written(panel) == ""
    assert pad_of(panel).isVisible()


def test_a_visit_without_writing_asks_nobody(panel: Window) -> None:
    asked: list[Question | None] = []
    panel.asked.connect(asked.append)
    panel.show_page("idle", Page(Countdown(20)))
    panel.reset()
    assert asked == []


def test_what_is_written_is_the_same_in_every_language(
    panel: Window, finger: Finger, questions: list[Question | None]
) -> None:
    """「删除」 has a translation as the name of a button, and is a word that a citizen may mean."""
    panel.theme.set(tongue=Tongue("en", lambda key: f"English for {key}"))
    panel.show_page("write", Page(NAME, "Birth"))
    panel.current.progress(Candidates(Handwritten(), (Phrase("删除"), Phrase("，"))))
    assert offered(panel) == ["删除", "，"]
    finger.tap("candidate.1")
    key(panel, "，")
    assert written(panel) == "删除，"
    assert finger.control("write.delete").text() == "English for 删除"


def test_the_page_speaks_of_the_question_alone(panel: Window, questions: list[Question | None]) -> None:
    key(panel, "1")
    assert panel.current.spoken() == "孩子的名字怎么写。一次写一个字，写大一点"
