"""Shadows on the ground of a page come, go and move with what throws them."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from kiosk.widgets.candidates import CandidateBar
from kiosk.widgets.ground import Card, Ground
from kiosk.widgets.theme import Role, Theme

TURNS = 20  # of the event loop, after which nothing moves any more


def seen(ground: Ground) -> QImage:
    """What stands on the screen when all has come to rest: the offscreen platform keeps it."""
    for _ in range(TURNS):
        QApplication.processEvents()
    return ground.screen().grabWindow(ground.winId()).toImage()


def due(ground: Ground) -> QImage:
    """What should stand there."""
    ground.reshade()
    return ground.grab().toImage()


@pytest.fixture
def ground(qtbot: object, theme: Theme) -> Ground:
    """With one card deep in a part of it, laid out."""
    ground = Ground(theme)
    ground.resize(600, 500)
    part, card = QWidget(), Card(theme)
    page, inner = QVBoxLayout(ground), QVBoxLayout(part)
    page.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    page.addWidget(part)
    inner.addWidget(card)
    ground.show()
    seen(ground)
    return ground


def layout_of(ground: Ground) -> QLayout:
    layout = ground.layout()
    assert layout is not None
    return layout


def test_a_card_that_goes_and_comes_takes_its_shadow_with_it(ground: Ground) -> None:
    plain = QImage(ground.size(), QImage.Format.Format_RGB32)
    plain.fill(ground.theme.colours.ground)
    (card,) = ground.findChildren(Card)
    card.hide()
    assert seen(ground) == plain
    card.show()
    assert seen(ground) == due(ground) != plain


def test_a_card_that_is_laid_elsewhere_takes_its_shadow_with_it(ground: Ground) -> None:
    layout_of(ground).setContentsMargins(100, 100, 100, 100)
    assert seen(ground) == due(ground)


def test_keys_that_are_placed_by_hand_take_their_shadows_with_them(ground: Ground, theme: Theme) -> None:
    bar = CandidateBar(theme, Role.BUTTON)
    for turning in (bar.before, bar.after):
        turning.setParent(bar)
    layout_of(ground).addWidget(bar)
    seen(ground)
    for words in (["天", "夫"], ["一二三四五", "六"], ["大"]):
        bar.offer(words)
        assert seen(ground) == due(ground), words
