"""A surface and its shadow look the same whether a picture of all of it is kept or only of its corners."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.widgets import surfaces

GROUND, FILL, BORDER = QColor("#F3F6FA"), QColor("#FFFFFF"), QColor("#0B4A8F")
SIDES = st.integers(48, 150)


def painted(small: int, paint: Callable[[QPainter], None]) -> np.ndarray:
    """On the ground, where surfaces of up to so many pixels are small."""
    image = QImage(260, 260, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surfaces, "SMALL", small)
        painter = QPainter(image)
        paint(painter)
        painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(260, 260, 4)[..., :3].astype(int)


@pytest.mark.usefixtures("qapp")
@given(SIDES, SIDES, st.sampled_from([0, 2, 4]))
def test_a_small_surface(wide: int, high: int, border: int) -> None:
    def paint(painter: QPainter) -> None:
        surfaces.paint_rounded(painter, QRect(40, 50, wide, high), 18, FILL, BORDER if border else None, border)

    whole, parts = painted(10**6, paint), painted(0, paint)
    assert np.abs(whole - parts).max() <= 1
    assert (whole[50 + high // 2, 40 + wide // 2] == 255).all()


@pytest.mark.usefixtures("qapp")
@given(SIDES, SIDES, st.sampled_from(sorted(surfaces.SHADOWS)))
def test_a_small_shadow(wide: int, high: int, raised: int) -> None:
    """Seen round the surface that lies on it, and nowhere beyond its reach."""
    rect = QRect(50, 50, wide, high)

    def paint(painter: QPainter) -> None:
        surfaces.paint_shadow(painter, rect, 18, raised)
        surfaces.paint_rounded(painter, rect, 18, FILL)

    whole, parts = painted(10**6, paint), painted(0, paint)
    assert np.abs(whole - parts).max() <= 1
    plain = painted(0, lambda painter: None)
    changed = np.argwhere((whole != plain).any(axis=2))
    reach = surfaces.shadowed(rect, raised)
    assert changed.min(axis=0).tolist() >= [reach.y(), reach.x()]
    assert (whole[rect.y() + high + 1, rect.x() + wide // 2] < plain[0, 0]).any()
