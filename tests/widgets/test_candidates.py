"""Candidates in their row: how many stand there, how wide, on which page."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget

from kiosk.widgets.candidates import CandidateBar, WritingKey
from kiosk.widgets.theme import Role, TextSize, Theme

CHARACTERS = "湖胡糊蝴葫瑚猢煳洲泪沽活河汤清波泊渤"


@pytest.fixture
def box(qtbot: object, theme: Theme) -> QWidget:
    """As wide as an upright page, with a bar and its page keys."""
    box = QWidget()
    box.resize(984, 200)
    bar = CandidateBar(theme, Role.TITLE)
    for widget in (bar, bar.before, bar.after):
        widget.setParent(box)
    bar.resize(984, 132)
    bar.show()
    box.show()
    return box


def bar_of(box: QWidget) -> CandidateBar:
    bar = box.findChild(CandidateBar)
    assert isinstance(bar, CandidateBar)
    return bar


def shown(box: QWidget) -> list[WritingKey]:
    return [key for key in box.findChildren(WritingKey) if key.isVisible()]


@pytest.mark.parametrize("size", TextSize)
def test_eight_characters_stand_in_a_row_with_gaps(box: QWidget, theme: Theme, size: TextSize) -> None:
    theme.set(size=size)
    bar_of(box).restyle()
    bar_of(box).offer(CHARACTERS)
    keys = shown(box)
    assert [key.text() for key in keys] == list(CHARACTERS[:8])
    assert all(key.width() >= 72 and key.height() >= 72 for key in keys)
    for left, right in pairwise(keys):
        assert right.x() - left.x() - left.width() == 16
    assert keys[-1].geometry().right() < bar_of(box).width()


def test_pages_are_turned_there_and_back(box: QWidget) -> None:
    bar = bar_of(box)
    taken: list[int] = []
    bar.taken.connect(taken.append)
    bar.offer(CHARACTERS)
    assert bar.before.isHidden()
    bar.after.tapped.emit()
    bar.after.tapped.emit()
    assert [key.text() for key in shown(box)] == list(CHARACTERS[16:])
    assert bar.after.isHidden()
    shown(box)[1].tapped.emit()
    assert taken == [17]
    bar.before.tapped.emit()
    assert [key.text() for key in shown(box)] == list(CHARACTERS[8:16])


def test_long_words_take_their_room_and_what_is_too_wide_is_left_out(box: QWidget) -> None:
    bar = bar_of(box)
    taken: list[int] = []
    bar.taken.connect(taken.append)
    bar.offer(["湖" * 40, "浙江省宁波市鄞州区", "湖", "胡"])
    assert [key.text() for key in shown(box)] == ["浙江省宁波市鄞州区", "湖", "胡"]
    shown(box)[0].tapped.emit()
    assert taken == [1]


def test_a_narrower_bar_parts_its_words_anew(box: QWidget) -> None:
    bar_of(box).offer(CHARACTERS)
    bar_of(box).resize(500, 132)
    keys = shown(box)
    assert 0 < len(keys) < 8
    assert all(key.geometry().right() < bar_of(box).width() for key in keys)


def test_nothing_of_the_words_before_remains(box: QWidget) -> None:
    bar_of(box).offer(CHARACTERS)
    bar_of(box).offer(())
    assert shown(box) == []
    assert not [key for key in box.findChildren(WritingKey) if key.text() or key.accessibleName()]


def test_a_bar_that_does_not_stand_shows_no_page_keys(box: QWidget) -> None:
    bar = bar_of(box)
    bar.offer(CHARACTERS)
    bar.stand(False)
    assert bar.isHidden()
    assert bar.after.isHidden()
    bar.stand(True)
    assert not bar.after.isHidden()
