"""The pad: what is written by mouse and by touch, taken back, shown at another size, and drawn."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.widgets.signature_pad import DOTS_PER_MM, SignaturePad
from kiosk.widgets.theme import Theme

SIZE = (800, 400)
WHOLE = (0.0, 0.0, SIZE[0] * 0.248, SIZE[1] * 0.248)


@pytest.fixture
def table(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    return made


@pytest.fixture
def pad(table: QWidget, theme: Theme) -> SignaturePad:
    made = SignaturePad(theme, "sign.pad", pen=1.6, prompt="在这里写名字")
    made.setParent(table)
    made.resize(*SIZE)
    made.show()
    return made


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad, QPoint(*point))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def ink(image: QImage) -> QRect:
    """The rectangle around everything dark."""
    dark = [
        (x, y) for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y).lightness() < 100
    ]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return QRect(QPoint(min(xs), min(ys)), QPoint(max(xs), max(ys)))


def alike(one: QImage, other: QImage) -> bool:
    """To the eye: the rims of pieces that were painted one by one lie over each other by a shade."""
    pictures = [image.convertToFormat(QImage.Format.Format_Grayscale8) for image in (one, other)]
    shades = [np.frombuffer(picture.constBits(), np.uint8).astype(np.int16) for picture in pictures]
    return bool((np.abs(shades[0] - shades[1]) <= 110).all())


def test_a_drag_is_a_stroke_in_millimetres_with_its_time(pad: SignaturePad) -> None:
    draw(pad, (100, 100), (200, 120), (300, 100))
    (stroke,) = pad.strokes
    assert [(x, y) for x, y, _ in stroke] == [(24.8, 24.8), (49.6, 29.76), (74.4, 24.8)]
    times = [ms for _, _, ms in stroke]
    assert times[0] == 0
    assert all(before <= after for before, after in pairwise(times))


def test_strokes_count_time_from_the_first_touch(pad: SignaturePad) -> None:
    draw(pad, (100, 100), (200, 100))
    draw(pad, (100, 200), (200, 200))
    assert pad.strokes[1][0][2] > pad.strokes[0][-1][2]


def test_what_is_written_beyond_the_edge_stands_at_the_edge(pad: SignaturePad) -> None:
    draw(pad, (100, 100), (-300, 900))
    assert pad.strokes[0][-1][:2] == (0.0, WHOLE[3])


def test_a_finger_that_rests_is_one_point(pad: SignaturePad) -> None:
    draw(pad, (100, 100), (101, 100), (100, 101))
    assert len(pad.strokes[0]) == 1


def test_the_other_mouse_button_writes_nothing(pad: SignaturePad) -> None:
    QTest.mouseClick(pad, Qt.MouseButton.RightButton, pos=QPoint(50, 50))
    assert pad.strokes == []


@pytest.fixture
def screen_of_glass(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def test_the_first_finger_writes_and_a_palm_beside_it_does_not(
    pad: SignaturePad, screen_of_glass: QPointingDevice
) -> None:
    window = pad.window()
    QTest.touchEvent(window, screen_of_glass).press(1, QPoint(100, 100), pad).commit()
    QTest.touchEvent(window, screen_of_glass).move(1, QPoint(150, 100), pad).press(2, QPoint(600, 300), pad).commit()
    QTest.touchEvent(window, screen_of_glass).move(1, QPoint(200, 100), pad).move(2, QPoint(650, 300), pad).commit()
    QTest.touchEvent(window, screen_of_glass).release(1, QPoint(200, 100), pad).stationary(2).commit()
    QTest.touchEvent(window, screen_of_glass).release(2, QPoint(650, 300), pad).commit()
    assert [[(x, y) for x, y, _ in stroke] for stroke in pad.strokes] == [[(24.8, 24.8), (37.2, 24.8), (49.6, 24.8)]]
    QTest.touchEvent(window, screen_of_glass).press(3, QPoint(100, 300), pad).commit()
    QTest.touchEvent(window, screen_of_glass).release(3, QPoint(100, 300), pad).commit()
    assert len(pad.strokes) == 2


def test_undo_takes_the_last_stroke_and_clear_all(pad: SignaturePad) -> None:
    empty = pad.grab().toImage()
    draw(pad, (100, 100), (200, 100))
    one = pad.grab().toImage()
    draw(pad, (100, 200), (200, 200))
    told: list[int] = []
    pad.changed.connect(lambda: told.append(len(pad.strokes)))
    pad.undo()
    assert alike(pad.grab().toImage(), one)
    pad.clear()
    assert pad.grab().toImage() == empty
    pad.undo()
    assert pad.strokes == []
    assert told == [1, 0, 0]


def test_painted_piece_by_piece_it_looks_as_painted_at_once(pad: SignaturePad) -> None:
    empty = pad.grab().toImage()
    draw(pad, *[(100 + 20 * step, 200 + (step * 37 % 90)) for step in range(30)])
    draw(pad, (50, 50))
    draw(pad, (60, 300), (700, 330))
    growing = pad.grab().toImage()
    pad._ink_for = None
    again = pad.grab().toImage()
    assert alike(growing, again)
    assert not alike(growing, empty)


def test_only_the_rectangle_round_the_newest_piece_is_painted(pad: SignaturePad, qtbot: QtBot) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(pad, QPoint(110, 104))
    QTest.mouseMove(pad, QPoint(120, 108))
    pad.repaint()
    areas: list[QRect] = []
    original = pad.paintEvent
    pad.paintEvent = lambda event: (areas.append(event.rect()), original(event))[1]  # type: ignore[method-assign]
    QTest.mouseMove(pad, QPoint(130, 110))
    qtbot.waitUntil(lambda: bool(areas))
    assert areas[0].width() <= 40
    assert areas[0].height() <= 40


def test_another_size_shows_it_smaller_and_keeps_the_strokes(pad: SignaturePad) -> None:
    draw(pad, (20, 200), (780, 200))
    before = [list(stroke) for stroke in pad.strokes]
    pad.resize(400, 300)
    seen = pad.grab().toImage()
    row = [x for x in range(20, 380) if seen.pixelColor(x, 150).lightness() < 100]
    assert min(row) <= 22
    assert max(row) >= 377
    assert pad.strokes == before
    draw(pad, (200, 60), (200, 240))
    assert pad.strokes[1][0][0] == pytest.approx(WHOLE[2] / 2, abs=0.2)
    pad.resize(*SIZE)
    assert pad.strokes[0] == before[0]


def test_the_picture_is_black_on_white_of_the_part_that_was_asked_for(pad: SignaturePad) -> None:
    draw(pad, (100, 100), (300, 100))
    image = QImage.fromData(pad.png(20, 20, 60, 10))
    assert (image.width(), image.height()) == (60 * DOTS_PER_MM, 10 * DOTS_PER_MM)
    assert image.pixelColor(0, 0).lightness() == 255
    found = ink(image)
    assert found.left() == pytest.approx((24.8 - 0.8 - 20) * DOTS_PER_MM, abs=2)
    assert found.right() == pytest.approx((74.4 + 0.8 - 20) * DOTS_PER_MM, abs=2)
    assert found.height() == pytest.approx(1.6 * DOTS_PER_MM, abs=2)


def test_in_high_contrast_the_picture_is_the_same(pad: SignaturePad) -> None:
    draw(pad, (100, 100), (300, 100))
    light = pad.png(*WHOLE)
    pad.theme.set(high_contrast=True)
    assert pad.png(*WHOLE) == light
