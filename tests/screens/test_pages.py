"""What each page answers, says and forgets, touched as a citizen touches it."""

from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.core.job import CardLying, CardTaken, Hint, Preview
from kiosk.core.person import Person
from kiosk.core.picture import FaceFinding, Frame
from kiosk.core.step import CaptureFace, Done, EnterIdNumber, Identify, Line, Review, Route
from kiosk.core.timing import PROGRESS_WORDS
from kiosk.screens.camera import HOLD
from kiosk.screens.content import Countdown, Page, Trouble, Working
from kiosk.screens.face import FaceScreen
from kiosk.screens.previews import MANY, PREVIEWS, show
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.pictures import Picture
from tests.screens.conftest import Finger

SAMPLES = {sample.name: sample for sample in PREVIEWS}
OF_CITIZENS = [name for name, sample in SAMPLES.items() if not sample.kind.startswith(("maintenance", "assist"))]
NUMBER = "11010519491231002X"  # the specimen of GB 11643


class Told:
    """What the window passed on, in order."""

    def __init__(self, window: Window) -> None:
        self.all: list[Any] = []
        for signal in (window.pressed, window.answered, window.revised):
            signal.connect(self.all.append)


def words(window: Window, name: str) -> str:
    label = window.current.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize(
    ("sample", "control", "told"),
    [
        ("home-six", "tile.medical.payment", "tile:medical.payment"),
        ("identify", "alternative.keypad", Route("keypad")),
        ("identify", "nav.back", "back"),
        ("consent", "nav.next", True),
        ("consent", "alternative.decline", Route("decline")),
        ("face", "alternative.staff", Route("staff")),
        ("review", "nav.next", None),
        ("review", "review.edit.face", "CaptureFace"),
        ("review", "review.edit.name", "Identify"),
        ("offer", "nav.next", True),
        ("offer", "alternative.later", Route("later")),
        ("offer-copy", "nav.next", True),
        ("offer-copy", "alternative.had", Route("had")),
        ("offer-copy", "alternative.later", Route("later")),
        ("done", "nav.next", "home"),
        ("trouble-network", "trouble.action", "retry"),
        ("trouble-network", "alternative.later", Route("later")),
        ("trouble-end", "trouble.action", "home"),
        ("help", "nav.back", "back"),
        ("voice", "voice.quieter", "voice:quieter"),
        ("voice", "voice.faster", "voice:faster"),
        ("voice", "nav.back", "back"),
        ("help", "help.voice", "voice"),
        ("voice", "voice.louder", "voice:louder"),
        ("voice", "voice.slower", "voice:slower"),
        ("idle", "idle.stay", "stay"),
        ("idle", "idle.leave", "exit"),
        ("working", "nav.home", "home"),
        ("working", "nav.read_aloud", "read_aloud"),
        ("working", "nav.help", "help"),
        ("working", "nav.exit", "exit"),
    ],
)
def test_a_tap_says_what_is_wanted(panel: Window, finger: Finger, sample: str, control: str, told: object) -> None:
    heard = Told(panel)
    show(panel, SAMPLES[sample])
    finger.tap(control)
    finger.tap(control, quick=True)  # norm 11
    assert heard.all == [told]


def test_a_page_tells_nobody_by_voice(panel: Window) -> None:
    """Norm 21: neither name, number nor reference is spoken; and something is."""
    for name in OF_CITIZENS:
        show(panel, SAMPLES[name])
        said = panel.current.spoken()
        assert said, name
        assert not any(secret in said for secret in ("王", "阿依古丽", "0025", "0042", "7K4")), name


def test_a_home_of_many_tiles_is_paged(panel: Window, finger: Finger) -> None:
    show(panel, SAMPLES["home-pages"])
    on_pages = []
    for turn in (None, "nav.page_after", "nav.page_before"):
        if turn:
            finger.tap(turn)
        on_pages.append([tile.text() for tile in tiles(panel)])
    titles = [tile.title for tile in MANY]
    assert on_pages == [titles[:6], titles[6:], titles[:6]]


def tiles(window: Window) -> list[Control]:
    seen = [one for one in window.current.findChildren(Control) if one.isVisible()]
    return [one for one in seen if one.objectName().startswith("tile.")]


def test_the_next_citizen_sees_the_first_page(panel: Window, finger: Finger) -> None:
    show(panel, SAMPLES["home-pages"])
    finger.tap("nav.page_after")
    panel.reset()
    assert tiles(panel)[0].text() == MANY[0].title


def test_a_hint_says_what_to_do_now(panel: Window) -> None:
    screen = panel.show_page("identify", Page(Identify()))
    screen.progress(Hint("没读到身份证", "换一面，再试一次"))
    assert (words(panel, "notice"), words(panel, "notice.remedy")) == ("没读到身份证", "换一面，再试一次")
    panel.show_page("identify", Page(Identify()))
    assert words(panel, "notice.remedy") == ""


def test_the_keypad_answers_a_number_that_checks_out(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    panel.show_page("keypad", Page(EnterIdNumber(), can_go_back=True))
    for key in NUMBER[:5] + "9":
        finger.tap(f"keypad.{key}")
    finger.tap("keypad.delete")
    for key in NUMBER[5:]:
        finger.tap(f"keypad.{key}")
    assert words(panel, "field.id_number") == NUMBER
    finger.tap("nav.next")
    assert heard.all == [Person(name="", id_number=NUMBER, typed=True)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "一位一位地按，共 18 位"),
        ("110", "按了 3 位，还差 15 位"),
        (NUMBER[:17] + "1", "有一位按错了，再看一看"),
        ("110105203012310025", "中间的出生日期不对，再看一看"),
        (NUMBER, "18 位都有了，看看对不对"),
        (NUMBER + "12", "18 位都有了，看看对不对"),
    ],
)
def test_the_keypad_says_how_the_number_stands(panel: Window, finger: Finger, typed: str, said: str) -> None:
    panel.show_page("keypad", Page(EnterIdNumber()))
    for key in typed:
        finger.tap(f"keypad.{key}")
    assert words(panel, "notice") == said


def test_an_unfinished_number_is_not_answered_and_can_be_cleared(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    panel.show_page("keypad", Page(EnterIdNumber()))
    finger.tap("keypad.1")
    finger.tap("nav.next")
    assert heard.all == []
    assert words(panel, "notice") == "身份证号是 18 位，再数一数"
    finger.tap("keypad.clear")
    assert words(panel, "field.id_number") == ""


class Seconds:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def frame(problem: str) -> Preview:
    return Preview(Frame(4, 2, memoryview(bytes(range(32)))), FaceFinding(problem))


def test_words_about_the_face_do_not_flicker(panel: Window, qtbot: QtBot) -> None:
    seconds = Seconds()
    screen = FaceScreen(panel.theme, seconds)
    qtbot.addWidget(screen)
    screen.fill(Page(CaptureFace()))
    said = []
    for step, problem in enumerate(("太暗了", "太远了", "", "低了", "太远了")):
        seconds.now += HOLD * 0.51
        screen.progress(frame(problem))
        notice = screen.findChild(QLabel, "notice")
        assert isinstance(notice, QLabel)
        said.append((step, notice.text()))
    assert [text for _, text in said] == ["太暗了", "太暗了", "很好，保持不动", "很好，保持不动", "太远了"]


def test_why_the_last_picture_failed_stays_to_be_read(panel: Window) -> None:
    screen = panel.show_page("face", Page(CaptureFace("没对上，再拍一张")))
    screen.progress(frame("太远了"))
    assert words(panel, "notice") == "没对上，再拍一张"


def test_the_card_is_pointed_out_until_it_is_taken(panel: Window) -> None:
    screen = panel.show_page("done", Page(Done("办好了", reference="A1")))
    assert words(panel, "done.card") == ""
    screen.progress(CardLying())
    assert words(panel, "done.card") == "取走身份证"
    screen.progress(CardTaken())
    assert words(panel, "done.card") == ""


def test_long_work_says_that_it_goes_on(panel: Window) -> None:
    panel.show_page("working", Page(Working("正在查询")))
    timer = panel.current._long  # type: ignore[attr-defined]
    assert timer.isActive()
    assert timer.interval() == PROGRESS_WORDS * 1000
    timer.timeout.emit()
    assert words(panel, "working.words") == "还在办，没有停，再等一会儿"
    panel.show_page("idle", Page(Countdown(30)))
    assert not timer.isActive()


def test_trouble_without_a_second_try_leads_home(panel: Window) -> None:
    panel.show_page("trouble", Page(Trouble("坏了", "去窗口办", "x", "110")))
    assert panel.current.findChild(Control, "trouble.action").text() == "回首页"  # type: ignore[union-attr]


SECRETS = ("王*英", "阿依古丽", "110***", NUMBER, "NB-2026", "Q7K4")


def test_nothing_of_a_citizen_is_left_after_reset(panel: Window) -> None:
    for sample in PREVIEWS:
        show(panel, sample)
    show(panel, SAMPLES["home-one"])
    panel.reset()
    for widget in panel.findChildren(QWidget):
        left = [widget.text() if isinstance(widget, QLabel | Control) else "", widget.accessibleName()]
        assert not any(secret in text for secret in SECRETS for text in left), widget.objectName()
        if isinstance(widget, Picture):
            assert widget._picture.isNull()
    camera = next(one for one in panel.findChildren(QWidget) if one.objectName() == "camera")
    assert camera._frame == QImage()  # type: ignore[attr-defined]


def test_lines_of_a_review_before_do_not_stay(panel: Window) -> None:
    lines = tuple(Line(f"line{index}", "姓名", f"甲{index}", "Identify") for index in range(3))
    panel.show_page("review", Page(Review("三行", lines, "交上去")))
    panel.show_page("review", Page(Review("一行", lines[:1], "交上去")))
    seen = [one.objectName() for one in panel.current.findChildren(Control) if one.isVisible()]
    assert [name for name in seen if name.startswith("review.edit.")] == ["review.edit.line0"]
    assert "甲2" not in [label.text() for label in panel.current.findChildren(QLabel)]


def test_a_page_of_the_wrong_kind_is_refused(panel: Window) -> None:
    with pytest.raises(TypeError, match="Countdown"):
        panel.show_page("idle", Page(Working("")))


PERSONAL = {
    "review",
    "sign",
    "done",
    "choose",
    "facts",
    "pay",
    "trouble",
}  # what they say comes from a script or the gateway


def test_the_sound_of_what_may_be_of_a_citizen_is_not_kept(panel: Window) -> None:
    for kind, sample in {SAMPLES[name].kind: SAMPLES[name] for name in OF_CITIZENS}.items():
        show(panel, sample)
        assert panel.current.said_to_all is (kind not in PERSONAL), kind
