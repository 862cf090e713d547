"""The drawings of the steps: each named one is there, says something of its own, and stays within its rectangle."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from kiosk.core.guides import SEQUENCES
from kiosk.widgets.guides import PICTURES, paint
from kiosk.widgets.theme import Theme

NAMED = {step.picture for steps in SEQUENCES.values() for step in steps}
WIDE, HIGH, AROUND = 300, 220, 40


def drawn(theme: Theme, name: str, area: QRect) -> QImage:
    image = QImage(WIDE + 2 * AROUND, HIGH + 2 * AROUND, QImage.Format.Format_RGB32)
    image.fill(theme.colours.tint)
    painter = QPainter(image)
    paint(painter, area, name, theme)
    painter.end()
    return image


def test_each_that_is_named_is_drawn_and_none_is_drawn_for_nothing() -> None:
    assert PICTURES.keys() == NAMED


def test_one_that_is_not_there_is_a_mistake_that_shows(theme: Theme) -> None:
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    with pytest.raises(KeyError):
        paint(painter, image.rect(), "a4.dance", theme)
    painter.end()


@pytest.mark.parametrize("high_contrast", [False, True])
def test_no_two_look_the_same(theme: Theme, high_contrast: bool) -> None:
    theme.set(high_contrast=high_contrast)
    area = QRect(AROUND, AROUND, WIDE, HIGH)
    images = [drawn(theme, name, area) for name in PICTURES]
    assert all(one != other for one, other in combinations(images, 2))


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize("name", PICTURES)
def test_it_stays_within_its_rectangle_and_shows_what_is_to_be_done(
    theme: Theme, name: str, high_contrast: bool
) -> None:
    theme.set(high_contrast=high_contrast)
    image = drawn(theme, name, QRect(AROUND, AROUND, WIDE, HIGH))
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    outside = pixels != theme.colours.tint.rgb()
    outside[AROUND : AROUND + HIGH, AROUND : AROUND + WIDE] = False
    assert not outside.any(), f"{name} leaves its rectangle at {np.argwhere(outside)[0][::-1]}"
    moved = np.count_nonzero(pixels == theme.colours.light.rgb())
    assert moved > 150, "nothing says what is to be touched or moved"
