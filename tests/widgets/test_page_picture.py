"""A page of paper is read once, follows a new size at once, and is drawn finely a moment after."""

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.widgets.page_picture import PagePicture
from kiosk.widgets.theme import Theme


@pytest.fixture
def page(qapp: QApplication) -> bytes:
    picture = QImage(1240, 1754, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    for y in range(0, 1754, 2):
        picture.setPixelColor(600, y, QColor("black"))
    buffer = QBuffer()
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_a_new_size_of_a_page_is_seen_at_once_and_finely_after(qtbot: QtBot, theme: Theme, page: bytes) -> None:
    shown = PagePicture(theme, "page")
    qtbot.addWidget(shown)
    shown.resize(500, 700)
    shown.show_page(page)
    read = shown._page.cacheKey()
    shown.show()
    qtbot.waitUntil(lambda: not shown._shown.isNull())
    before = shown._shown.size()
    shown.resize(400, 700)
    shown.show_page(page)
    seen = shown.grab().toImage()
    assert seen.pixelColor(100, 350) == QColor("white")
    assert seen.pixelColor(200, 20) != QColor("white"), "the page is as narrow as its place, so less high"
    assert shown._shown.isNull()
    qtbot.waitUntil(lambda: not shown._shown.isNull())
    assert shown._shown.width() < before.width()
    assert shown._page.cacheKey() == read, "it is read once"
    shown.show_page(b"")
    assert shown._page.isNull()
    assert not shown._data
