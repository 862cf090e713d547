"""What lies over a live picture is kept in pieces: together they are the whole of it, and nowhere twice."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.widgets.live import _IMAGES, _TILE, FaceView, _used

VEIL = QColor(200, 0, 0, 90)
RECTS = st.tuples(st.integers(0, 400), st.integers(0, 300), st.integers(1, 150), st.integers(1, 150))


def _clear(width, height):
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(1, 300), st.lists(RECTS, max_size=6))
def test_the_pieces_are_the_whole_and_nowhere_twice(width, height, rects):
    over = _clear(width, height)
    painter = QPainter(over)
    for rect in rects:
        painter.fillRect(QRect(*rect), VEIL)
    painter.end()
    pieces = _used(over)
    assert not any(one.intersects(other) for one, other in itertools.combinations(pieces, 2))
    again = _clear(width, height)
    painter = QPainter(again)
    for piece in pieces:
        painter.drawImage(piece.topLeft(), over.copy(piece))
    painter.end()
    assert again == over


def _shown(view):
    return view.grab().toImage()


def test_of_a_frame_whose_pixels_are_not_square_all_is_shown(qtbot, theme):
    """Left to right in as many steps as it has columns: as wide as the window, mirrored."""
    view = FaceView(theme)
    qtbot.addWidget(view)
    view.setFixedSize(540, 675)
    grey = memoryview(b"".join(bytes([x * 255 // 575] * 3 + [255]) for x in range(576)) * 360)
    view.show_face(576, 360, grey, 4 / 5, good=True)
    row = [_shown(view).pixelColor(x, 60).red() for x in (60, 270, 479)]
    assert row == pytest.approx([255 * 480 / 540, 255 / 2, 255 * 60 / 540], abs=2)
    view.show_face(576, 360, grey, good=True)
    cut = [_shown(view).pixelColor(x, 60).red() for x in (60, 270, 479)]
    assert cut == pytest.approx([255 * (0.25 + 0.5 * share) for share in (480 / 540, 0.5, 60 / 540)], abs=2)


def test_memory_that_is_filled_again_shows_what_is_in_it_now(qtbot, theme):
    view = FaceView(theme)
    qtbot.addWidget(view)
    view.setFixedSize(540, 675)
    pieces = [bytearray(4 * 5 * 4) for _ in range(_IMAGES + 1)]
    views = [memoryview(piece).toreadonly() for piece in pieces]
    for number in range(3 * len(pieces)):
        pieces[number % len(pieces)][:] = bytes([number * 9, 0, 0, 255]) * 20
        view.show_face(4, 5, views[number % len(pieces)], good=True)
        assert _shown(view).pixelColor(60, 60).blue() == number * 9
    view.clear()
    assert not view._images


def test_most_of_a_face_has_nothing_over_it(qtbot, theme):
    view = FaceView(theme)
    qtbot.addWidget(view)
    view.setFixedSize(540, 675)
    pieces = view._painted_over(view.rect())
    assert 0 < sum(piece.width() * piece.height() for _, piece in pieces) < 0.4 * 540 * 675
    assert len(pieces) < 675 // _TILE * 2
