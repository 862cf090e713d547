"""Signing as a citizen does it: on the page, through the conductor, and what is left of it afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.core.signature import Signature
from kiosk.core.step import Done, Route, Sign
from kiosk.core.walk import Walk
from kiosk.screens.content import Countdown, Help, Page
from kiosk.screens.preview_pictures import write_name
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.signature_pad import SignaturePad
from kiosk.widgets.theme import TextSize
from tests.screens.conftest import Finger
from tests.screens.house import Stage

STEP = Sign("同意家人用您医保账户里的钱")
PAGE = Page(STEP, "医保共济备案", can_go_back=True)


def pad_of(window: Window) -> SignaturePad:
    pad = window.findChild(SignaturePad, "sign.pad")
    assert isinstance(pad, SignaturePad)
    return pad


def hint(window: Window) -> str:
    label = window.current.findChild(QLabel, "notice")
    assert isinstance(label, QLabel)
    return label.text()


@pytest.fixture
def answers(panel: Window) -> list[Any]:
    panel.show_page("sign", PAGE)
    heard: list[Any] = []
    panel.answered.connect(heard.append)
    return heard


def test_a_name_is_answered_with_strokes_and_both_drawings(panel: Window, finger: Finger, answers: list[Any]) -> None:
    assert hint(panel) == "用手指写，写大一点"
    write_name(pad_of(panel))
    assert hint(panel) == "写好了就点下一步"
    finger.tap("nav.next")
    (signature,) = answers
    assert isinstance(signature, Signature)
    assert len(signature.strokes) == 8
    assert QImage.fromData(signature.png).width() > 500
    assert signature.svg.count("<path") == 8


def pixels(image: QImage) -> bytes:
    """Row by row, without what fills up the rows in memory."""
    data, row = bytes(image.constBits()), image.bytesPerLine()
    return b"".join(data[y * row : y * row + image.width()] for y in range(image.height()))


def test_png_and_svg_are_the_same_picture(panel: Window, finger: Finger, answers: list[Any]) -> None:
    """Qt's own reader of SVG paints the one; the pad painted the other."""
    write_name(pad_of(panel))
    finger.tap("nav.next")
    png = QImage.fromData(answers[0].png).convertToFormat(QImage.Format.Format_Grayscale8)
    svg = QImage(png.size(), QImage.Format.Format_Grayscale8)
    svg.fill(Qt.GlobalColor.white)
    painter = QPainter(svg)
    renderer = QSvgRenderer(QByteArray(answers[0].svg.encode()))
    assert renderer.isValid()
    renderer.render(painter)
    painter.end()
    pairs = list(zip(pixels(png), pixels(svg), strict=True))
    ink = sum(one < 128 for one, _ in pairs)
    assert ink > 5000
    assert sum(abs(one - other) > 100 for one, other in pairs) < ink * 0.001


@pytest.mark.parametrize(
    ("dots", "words"), [((), "还没写，先在框里写名字"), (((200, 200), (400, 200)), "只有几个点，把名字写出来")]
)
def test_what_is_no_signature_is_refused_in_words(
    panel: Window, finger: Finger, answers: list[Any], dots: tuple[tuple[int, int], ...], words: str
) -> None:
    for dot in dots:
        QTest.mouseClick(pad_of(panel), Qt.MouseButton.LeftButton, pos=QPoint(*dot))
    finger.tap("nav.next")
    assert answers == []
    assert hint(panel) == words


def test_undo_and_clear(panel: Window, finger: Finger, answers: list[Any]) -> None:
    write_name(pad_of(panel))
    finger.tap("sign.undo")
    assert len(pad_of(panel).strokes) == 7
    finger.tap("sign.clear")
    assert pad_of(panel).strokes == []
    assert hint(panel) == "用手指写，写大一点"
    finger.tap("nav.next")
    assert answers == []


def test_help_and_a_question_who_is_there_leave_what_was_written(panel: Window, answers: list[Any]) -> None:
    write_name(pad_of(panel))
    panel.show_page("help", Page(Help("1", "台", "周一"), "", can_go_back=True))
    panel.show_page("idle", Page(Countdown(20)))
    panel.show_page("sign", PAGE)
    assert len(pad_of(panel).strokes) == 8
    assert hint(panel) == "写好了就点下一步"


def test_another_text_size_leaves_what_was_written(panel: Window, answers: list[Any]) -> None:
    write_name(pad_of(panel))
    before = [list(stroke) for stroke in pad_of(panel).strokes]
    panel.set_looks(TextSize.HUGE, high_contrast=True, lowered=True)
    panel.grab()
    assert pad_of(panel).strokes == before


def test_asked_again_the_pad_is_empty(panel: Window, answers: list[Any]) -> None:
    write_name(pad_of(panel))
    panel.show_page("sign", Page(Sign(STEP.what), "医保共济备案", can_go_back=True))
    assert pad_of(panel).strokes == []


def test_the_next_citizen_finds_nothing_of_the_one_before(panel: Window, answers: list[Any]) -> None:
    pad = pad_of(panel)
    empty = pad.grab().toImage()
    write_name(pad)
    panel.reset()
    assert pad.strokes == []
    assert not panel.current.findChild(QLabel, "sign.what").text()
    panel.show_page("sign", PAGE)
    assert pad.grab().toImage() == empty


def test_the_voice_says_what_is_signed(panel: Window) -> None:
    assert panel.show_page("sign", PAGE).spoken() == "签上您的名字。同意家人用您医保账户里的钱。用手指写，写大一点"


# --- through the conductor ---


async def script() -> Done:
    name = await STEP
    return Done("工作人员来帮您" if isinstance(name, Route) else f"签了 {len(name.strokes)} 笔")


@pytest.fixture
def stage(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    stage = Stage(qtbot)
    monkeypatch.setattr(stage.house, "new_walk", lambda _item, _known: Walk(script, id="walk-1"))
    stage.begin()
    yield stage
    stage.conductor.leave()


def press(stage: Stage, name: str) -> None:
    stage.clock.seconds += 1
    (control,) = [one for one in stage.window.findChildren(Control, name) if one.isVisible()]
    QTest.mouseClick(control, Qt.MouseButton.LeftButton)


def test_a_visit_that_is_signed(stage: Stage) -> None:
    assert stage.kind == "sign"
    write_name(pad_of(stage.window))
    press(stage, "nav.help")
    assert stage.kind == "help"
    press(stage, "nav.back")
    press(stage, "nav.next")
    assert stage.window.current.findChild(QLabel, "done.message").text() == "签了 8 笔"
    press(stage, "nav.home")
    assert pad_of(stage.window).strokes == []


def test_a_visit_of_who_cannot_write(stage: Stage) -> None:
    press(stage, "alternative.staff")
    assert stage.window.current.findChild(QLabel, "done.message").text() == "工作人员来帮您"


def test_leaving_wipes_the_strokes(stage: Stage) -> None:
    write_name(pad_of(stage.window))
    press(stage, "nav.exit")
    assert pad_of(stage.window).strokes == []
