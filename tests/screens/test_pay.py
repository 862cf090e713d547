"""The page with the code: what stands there in each state, that a phone can read it, and that nothing of it stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import zxingcpp
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.core.job import Paying
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.route import Route
from kiosk.core.step import Pay
from kiosk.screens.content import Help, Page
from kiosk.screens.pay import PayScreen
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.qr import QrCode
from tests.people import ZHANG
from tests.screens.conftest import Finger
from tests.screens.test_pages import Told, words

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CODE = "https://pay.example.gov.cn/phone/NB-YZ-0001-261122-40712938.0a1b2c3d4e5f6071"
CHARGE = Charge("medical.payment", "医保费，2笔", ("b1", "b2"), 860_00)
STEP = Pay(CHARGE, ZHANG)
ORDER = Order(
    "NB-1", CHARGE, OrderState.WAIT, qr=CODE, expires_at=NOW + timedelta(minutes=4, seconds=5), server_time=NOW
)


@pytest.fixture
def page(panel: Window) -> Window:
    panel.show_page("pay", Page(STEP, "交医保"))
    return panel


def reports(panel: Window, state: OrderState, *, linked: bool = True, stopping: bool = False) -> None:
    panel.current.progress(Paying(replace(ORDER, state=state), linked, stopping))


def read_by_a_phone(panel: Window) -> list[str]:
    picture = panel.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(picture.constBits()).cast("B", (picture.height(), picture.bytesPerLine()))
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


def said(panel: Window) -> tuple[str, str]:
    return words(panel, "heading"), words(panel, "pay.state")


def can_stop(panel: Window) -> bool:
    return any(one.isVisible() for one in panel.current.findChildren(Control, "alternative.stop"))


def test_at_first_there_is_the_amount_and_no_code(page: Window) -> None:
    assert (words(page, "pay.amount"), words(page, "pay.title")) == ("860.00元", "医保费，2笔")
    assert said(page) == ("正在准备付款码", "等一会儿，别走开")
    assert read_by_a_phone(page) == []
    assert can_stop(page)


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
def test_a_phone_reads_the_code_off_the_screen(page: Window, contrast: bool, size: tuple[int, int]) -> None:
    page.resize(*size)
    page.set_looks(page.theme.size, high_contrast=contrast, lowered=False)
    reports(page, OrderState.WAIT)
    assert said(page) == ("用手机扫这个码付钱", "等您付款")
    assert words(page, "pay.apps") == "微信、支付宝、云闪付都可以"
    assert read_by_a_phone(page) == [CODE]


@pytest.mark.parametrize(
    ("state", "linked", "heading", "state_words", "stoppable"),
    [
        (OrderState.WAIT, False, "现在问不到付款结果", "没付的先别付，等一会儿", True),
        (OrderState.CLOSING, True, "正在取消", "先别再付，等一会儿", False),
        (OrderState.CLOSED, True, "取消了", "没付，什么也没扣", False),
        (OrderState.PAID, True, "收到了", "正在入账，等一会儿", False),
        (OrderState.POSTING, False, "收到了", "钱收到了，还没入账", False),
        (OrderState.PRINTING, True, "收到了", "入账了", False),
        (OrderState.REFUNDING, True, "没交成", "钱正在退给您", False),
        (OrderState.MANUAL, True, "这笔钱要人工核对", "别再付，等一会儿", False),
    ],
)
def test_each_state_in_words_and_without_a_code_to_pay(
    page: Window, state: OrderState, linked: bool, heading: str, state_words: str, stoppable: bool
) -> None:
    reports(page, OrderState.WAIT)
    reports(page, state, linked=linked)
    assert said(page) == (heading, state_words)
    assert read_by_a_phone(page) == []
    assert words(page, "pay.left") == ""
    assert can_stop(page) is stoppable


def test_a_citizen_who_gave_up_sees_no_code_any_more(page: Window) -> None:
    reports(page, OrderState.WAIT)
    reports(page, OrderState.WAIT, stopping=True)
    assert said(page)[0] == "正在取消"
    assert read_by_a_phone(page) == []


def test_the_code_comes_back_with_the_link(page: Window) -> None:
    reports(page, OrderState.WAIT, linked=False)
    reports(page, OrderState.WAIT)
    assert read_by_a_phone(page) == [CODE]


def test_the_time_left_runs_down_between_two_replies(panel: Window, qtbot: QtBot) -> None:
    now = 100.0
    screen = PayScreen(panel.theme, lambda: now)
    qtbot.addWidget(screen)
    screen.fill(Page(STEP))
    screen.progress(Paying(ORDER))
    left = screen.findChild(QLabel, "pay.left")
    assert isinstance(left, QLabel)
    assert left.text() == "还能付 4 分 05 秒"
    now += 6
    screen._second.timeout.emit()
    assert left.text() == "还能付 3 分 59 秒"
    now += 600
    screen._second.timeout.emit()
    assert left.text() == "还能付 0 分 00 秒"


def test_nothing_ticks_when_it_is_not_seen(page: Window) -> None:
    reports(page, OrderState.WAIT)
    screen = page.current
    assert isinstance(screen, PayScreen)
    assert screen._second.isActive()
    page.show_page("help", Page(Help("110", "", "")))
    assert not screen._second.isActive()


def test_giving_up_is_one_touch(page: Window, finger: Finger) -> None:
    heard = Told(page)
    finger.tap("alternative.stop")
    assert heard.all == [Route("stop")]


def test_no_amount_is_spoken(page: Window) -> None:
    reports(page, OrderState.WAIT)
    assert page.current.spoken() == "用手机扫这个码付钱。等您付款。付完别走，这里会告诉您"


def test_nothing_of_a_payment_is_left_for_the_next_citizen(page: Window) -> None:
    reports(page, OrderState.WAIT)
    page.reset()
    assert not any("860" in label.text() or "医保费" in label.text() for label in page.findChildren(QLabel))
    assert page.findChild(QrCode)._rows == []  # type: ignore[union-attr]


def test_a_text_that_no_code_can_hold_is_refused(page: Window) -> None:
    code = page.findChild(QrCode)
    assert isinstance(code, QrCode)
    with pytest.raises(ValueError, match="too large"):
        code.show_text("x" * 10_000)
