"""Words wrap where they may, in lines of 1.5, and never past 40 characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.widgets.glyphs import Glyphs
from kiosk.widgets.taps import Taps
from kiosk.widgets.text import KEPT, LONGEST, Layouts, Lines, Text
from kiosk.widgets.theme import DESIGN_PITCH, Role, TextSize, Theme

SENTENCES = st.text("网络没连上照片和号码先存在机器里好吗，。：0123456789 -ABc", min_size=1, max_size=120)


def test_a_sentence_parts_at_its_pause(theme: Theme) -> None:
    lines = Lines("网络没连上，照片和号码先存在机器里好吗", theme, Role.TITLE, width=984)
    first = next(part for part in lines.paragraphs[0].text().split("\u2028"))
    assert (first, lines.count) == ("网络没连上，", 2)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("size", TextSize)
def test_a_word_that_reaches_over_its_own_width_stays_on_one_line(theme: Theme, role: Role, size: TextSize) -> None:
    theme.set(size=size)
    layouts = Layouts(theme)
    assert {word: layouts.lines(word, role, 900).count for word in ("tuf", "off", "half", "stuff")} == dict.fromkeys(
        ("tuf", "off", "half", "stuff"), 1
    )


def test_no_character_is_left_alone(theme: Theme) -> None:
    em = theme.em(Role.BODY)
    lines = Lines("一二三四五六七八九十甲", theme, Role.BODY, width=10 * em + 4)
    assert lines.count == 2
    assert lines.longest == 6


@given(words=SENTENCES, width=st.integers(200, 2400), size=st.sampled_from(TextSize), role=st.sampled_from(Role))
def test_every_word_is_there_and_within_its_width(
    qapp: QApplication, words: str, width: int, size: TextSize, role: Role
) -> None:
    theme = Theme(Taps(0.5))
    theme.set(size=size)
    lines = Lines(words, theme, role, width=width)
    assert "".join(part.text().replace("\u2028", "") for part in lines.paragraphs) == words
    assert lines.width <= min(width, LONGEST * theme.em(role)) + 1
    assert lines.height >= lines.count * 1.3 * theme.em(role)


@given(words=SENTENCES, widths=st.lists(st.integers(1, 2400), min_size=1, max_size=8), role=st.sampled_from(Role))
def test_a_kept_layout_is_the_one_that_would_be_made(
    qapp: QApplication, words: str, widths: list[int], role: Role
) -> None:
    theme = Theme(Taps(0.5))
    layouts = Layouts(theme)
    for size in TextSize:
        theme.set(size=size)
        for width in widths:
            kept, made = layouts.lines(words, role, width), Lines(words, theme, role, width=width)
            assert (kept.count, kept.height, kept.longest, kept.width) == (
                made.count,
                made.height,
                made.longest,
                made.width,
            )


def test_no_more_layouts_are_kept_than_a_widget_needs(theme: Theme) -> None:
    layouts = Layouts(theme)
    for width in range(60, 60 + 3 * KEPT):
        layouts.lines("一二三四五六七八九十", Role.BODY, width)
    assert len(layouts._lines) == KEPT


def test_an_empty_text_takes_no_room_and_keeps_nothing(qtbot: QtBot, theme: Theme) -> None:
    text = Text(theme)
    qtbot.addWidget(text)
    text.say("王*英")
    assert not text.isHidden()
    text.say("")
    assert text.isHidden()
    assert text.heightForWidth(400) == 0


@pytest.mark.parametrize("size", TextSize)
def test_a_clock_has_room_for_every_time_and_moves_nothing_beside_it(
    qtbot: QtBot, theme: Theme, size: TextSize
) -> None:
    theme.set(size=size)
    clock, page = Text(theme, Role.FIGURE, bold=True), QWidget()
    qtbot.addWidget(page)
    beside = QHBoxLayout(page)
    beside.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the window's own size is none of its concern
    beside.addWidget(clock)
    clock.take_room_of("00:00")
    clock.say("09:59")
    page.show()
    qtbot.waitExposed(page)
    QApplication.sendPostedEvents()
    room = clock.width()
    laid: list[QEvent.Type] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            laid.append(event.type())
            return False

    watch = Watch()
    page.installEventFilter(watch)
    for digit in "0123456789":
        clock.say(f"{digit * 2}:{digit * 2}")
        assert Layouts(theme).natural(clock.text(), Role.FIGURE, bold=True) <= room
    QApplication.sendPostedEvents()
    assert QEvent.Type.LayoutRequest not in laid
    assert clock.width() == room


@pytest.mark.parametrize("pitch", [DESIGN_PITCH, 0.1, 0.5])
def test_sizes_are_millimetres(qapp: QApplication, pitch: float) -> None:
    theme = Theme(Taps(0.5), pitch=pitch)
    assert theme.px(72) * pitch == pytest.approx(72 * DESIGN_PITCH, abs=pitch)
    assert theme.font(Role.CAPTION).pixelSize() * pitch == pytest.approx(28 * DESIGN_PITCH, abs=pitch)


def test_an_icon_is_drawn_in_its_colour(theme: Theme) -> None:
    picture = theme.icon("mdi6.home", 48, theme.colours.primary).toImage()
    seen = {picture.pixelColor(x, y).rgba() for x in range(48) for y in range(48)}
    assert theme.colours.primary.rgba() in seen
    assert picture.pixelColor(0, 0).alpha() == 0


def test_an_icon_that_does_not_exist_is_named(qapp: QApplication) -> None:
    with pytest.raises(KeyError, match=r"mdi6\.no-such-icon"):
        Glyphs().outline("mdi6.no-such-icon")
