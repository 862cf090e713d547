"""A certificate looked at as a citizen does it: page by page, in large part by part, and in copies."""

from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QLabel

from kiosk.core.certificate import COPIES_AT_ONCE, Pages
from kiosk.core.step import Route, ShowDocument
from kiosk.screens.content import Countdown, Page
from kiosk.screens.preview_pictures import certificate_page
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.page_picture import PagePicture
from kiosk.widgets.theme import TextSize
from tests.screens.conftest import Finger

TITLE = "社会保险参保证明"
PAGE = certificate_page()
ONE = Page(ShowDocument(TITLE, Pages((PAGE,))), "打社保证明")
THREE = Page(ShowDocument(TITLE, Pages((PAGE,) * 3)), "打社保证明")


@pytest.fixture
def answers(panel: Window) -> list[Any]:
    panel.show_page("preview", THREE)
    heard: list[Any] = []
    panel.answered.connect(heard.append)
    return heard


def text(window: Window, name: str) -> str:
    label = window.current.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def shown(window: Window, name: str) -> bool:
    return any(one.isVisible() for one in window.findChildren(Control, name))


def picture(window: Window) -> PagePicture:
    found = window.current.findChild(PagePicture, "preview.page")
    assert isinstance(found, PagePicture)
    return found


def inked(window: Window) -> float:
    """How much of the picture is neither paper nor ground: 0 for none."""
    image = picture(window).grab().toImage()
    dark = sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(8, image.width() - 8, 6)
        for y in range(8, image.height() - 8, 6)
    )
    return dark / (image.width() * image.height() / 36)


def place(window: Window) -> str:
    return next(one.text() for one in window.current.findChildren(QLabel) if "/" in one.text() or "共" in one.text())


def test_one_copy_unless_more_are_wanted(panel: Window, finger: Finger, answers: list[Any]) -> None:
    assert (text(panel, "copies.count"), shown(panel, "copies.less")) == ("1 份", False)
    finger.tap("nav.next")
    assert answers == [1]


def test_copies_go_up_to_five_and_down_again(panel: Window, finger: Finger, answers: list[Any]) -> None:
    for _ in range(COPIES_AT_ONCE - 1):
        finger.tap("copies.more")
    assert (text(panel, "copies.count"), shown(panel, "copies.more")) == ("5 份", False)
    finger.tap("copies.less")
    finger.tap("nav.next")
    assert answers == [4]


def test_who_only_looks_has_another_way(panel: Window, finger: Finger, answers: list[Any]) -> None:
    finger.tap("alternative.without")
    assert answers == [Route("without")]


def test_pages_are_turned_one_by_one(panel: Window, finger: Finger, answers: list[Any]) -> None:
    assert (place(panel), shown(panel, "nav.page_before")) == ("第 1 页，共 3 页", False)
    for page in (2, 3):
        finger.tap("nav.page_after")
        assert place(panel) == f"第 {page} 页，共 3 页"
        assert picture(panel).accessibleName() == f"证明第{page}页"
    assert not shown(panel, "nav.page_after")
    finger.tap("nav.page_before")
    assert place(panel) == "第 2 页，共 3 页"


def test_a_single_page_has_nothing_to_turn(panel: Window) -> None:
    panel.show_page("preview", ONE)
    assert not shown(panel, "nav.page_after")
    assert shown(panel, "preview.larger")


def spotted() -> tuple[bytes, set[int]]:
    """A page with a spot of its own colour at each of 6 × 9 places, up to its edges; and these colours."""
    page = QImage(1447, 2047, QImage.Format.Format_RGB32)
    page.fill(QColor("#FFFFFF"))
    painter, colours = QPainter(page), set()
    for column in range(6):
        for row in range(9):
            colour = QColor(column * 40, row * 25, 10)
            colours.add(colour.rgb())
            painter.fillRect(round(column * (1447 - 30) / 5), round(row * (2047 - 30) / 8), 30, 30, colour)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(page)
    return bytes(buffer.data().data()), colours


def colours_of(window: Window) -> set[int]:
    image = picture(window).grab().toImage()
    return {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}


@pytest.mark.parametrize("size", TextSize)
def test_in_large_every_part_of_every_page_is_seen(panel: Window, finger: Finger, size: TextSize) -> None:
    page, colours = spotted()
    panel.set_looks(size, high_contrast=False, lowered=False)
    panel.show_page("preview", Page(ShowDocument(TITLE, Pages((page, page)))))
    finger.tap("nav.page_after")
    assert colours <= colours_of(panel)
    finger.tap("preview.larger")
    assert text(panel, "preview.what").startswith("第 2 页")
    parts = int(text(panel, "preview.what").split("分 ")[1].split(" ")[0])
    assert 2 <= parts <= 10
    seen = colours_of(panel)
    assert not colours <= seen, "one part is not all of it"
    for _ in range(1, parts):
        finger.tap("nav.page_after")
        seen |= colours_of(panel)
    assert colours <= seen
    assert not shown(panel, "nav.page_after")
    finger.tap("preview.whole")
    assert (place(panel), text(panel, "preview.what")) == ("第 2 页，共 2 页", TITLE)


def test_in_large_words_are_larger(panel: Window, finger: Finger, answers: list[Any]) -> None:
    finger.tap("preview.larger")
    small = panel.grab()
    panel.set_looks(TextSize.HUGE, high_contrast=False, lowered=False)
    assert panel.grab().toImage() != small.toImage()


def test_a_page_is_whole_within_its_border(panel: Window, answers: list[Any]) -> None:
    image = picture(panel).grab().toImage()
    middle = image.height() // 2
    row = [image.pixelColor(x, middle) for x in range(image.width())]
    border, paper = panel.theme.colours.border, QColor("#FFFFFF")
    first, last = row.index(border), len(row) - 1 - row[::-1].index(border)
    assert (last - first) / image.height() == pytest.approx(210 / 297, rel=0.02)
    assert paper in row[first:last]


def test_what_was_chosen_stays_after_the_question_who_is_still_there(
    panel: Window, finger: Finger, answers: list[Any]
) -> None:
    finger.tap("copies.more")
    finger.tap("nav.page_after")
    panel.show_page("idle", Page(Countdown(20)))
    panel.show_page("preview", THREE)
    assert (text(panel, "copies.count"), place(panel)) == ("2 份", "第 2 页，共 3 页")


def test_another_certificate_begins_anew(panel: Window, finger: Finger, answers: list[Any]) -> None:
    finger.tap("copies.more")
    finger.tap("preview.larger")
    panel.show_page("preview", Page(ShowDocument(TITLE, Pages((PAGE, PAGE)))))
    assert (text(panel, "copies.count"), place(panel)) == ("1 份", "第 1 页，共 2 页")


def test_nothing_of_it_is_left_when_the_citizen_leaves(panel: Window, answers: list[Any]) -> None:
    screen = panel.current
    assert inked(panel) > 0.01
    panel.reset()
    screen.show()
    assert inked(panel) == 0
    assert screen.blank() is False, "no picture of it is kept"


def test_the_voice_tells_nothing_of_it(panel: Window, answers: list[Any]) -> None:
    assert panel.current.spoken() == "看一看，要打几份。字小就点放大看，看好了点打印证明"
