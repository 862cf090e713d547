"""The page behind the code: what a phone's browser gets, press by press, and what the books hold then."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from kiosk.core.payment import OrderStanding
from kiosk.sandbox.order_entry import LIFETIME
from tests.sandbox.test_orders import NUMBER, Till
from tests.sandbox.town import SkewedClock, town


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    clock = SkewedClock(timedelta())
    with town(tmp_path / "state", clock=clock) as place:
        yield Till(place, clock)


def words(page: requests.Response) -> str:
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "no-store"
    return re.sub(r"<[^>]*>|\s+", " ", page.text)


def look(url: str) -> requests.Response:
    return requests.get(url, timeout=10)


def press(url: str, **form: str) -> str:
    """What the page says after a press of one of its buttons."""
    answered = requests.post(url, data=form, timeout=10)
    assert answered.history[0].status_code == 303
    assert answered.url == url
    return words(answered)


def test_says_what_is_paid_to_whom(till: Till) -> None:
    page = look(till.create().qr)
    said = words(page)
    assert page.status_code == 200
    for word in ("医保费", "430 .00", "宁波市鄞州区医疗保障局", NUMBER, "付 430.00元", "不付了"):
        assert word in said
    assert re.findall(r'name="channel" value="(\w+)"', page.text) == ["wechat", "alipay", "unionpay"]


def test_what_it_needs_comes_from_here_and_no_script_is_among_it(till: Till) -> None:
    page = look(till.create().qr)
    assert "default-src 'self'" in page.text
    assert "<script" not in page.text
    needed = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert "/bench/static/phone.css" in needed
    for path in needed:
        assert look(till.place.ready["bench"].removesuffix("/bench") + path).status_code == 200


def test_paid(till: Till) -> None:
    url = till.create().qr
    for _ in range(2):
        said = press(url, answer="pay", channel="unionpay")
        assert "付好了" in said
        assert "云闪付" in said
    assert [(one["order"], one["channel"]) for one in till.entries("charges")] == [(NUMBER, "unionpay")]
    assert till.status().transaction in said
    assert "付好了" in press(url, answer="decline")
    assert till.status().standing is OrderStanding.PAID


def test_declined(till: Till) -> None:
    url = till.create().qr
    assert "没有付" in press(url, answer="decline")
    assert "没有付" in press(url, answer="pay", channel="wechat")
    assert till.status().standing is OrderStanding.CLOSED
    assert till.entries("charges") == []


def test_closed_by_the_terminal(till: Till) -> None:
    url = till.create().qr
    till.close()
    assert "这一单关了" in words(look(url))
    assert "这一单关了" in press(url, answer="pay", channel="wechat")
    assert till.entries("charges") == []


def test_run_out(till: Till) -> None:
    url = till.create().qr
    till.clock.off = LIFETIME
    assert "这个码过期了" in press(url, answer="pay", channel="wechat")
    assert till.entries("charges") == []


def test_paid_is_said_before_the_gateway_knows_it(till: Till) -> None:
    till.place.order("/gateway", fault="late_notice")
    url = till.create().qr
    for _ in range(2):
        assert "付好了" in press(url, answer="pay", channel="wechat")
    assert till.status().standing is OrderStanding.WAITING
    assert len(till.entries("charges")) == 1


@pytest.mark.parametrize(
    "form", [{}, {"answer": "pay"}, {"answer": "pay", "channel": "cash"}, {"channel": "wechat"}, {"answer": "张"}]
)
def test_a_press_of_no_button_does_nothing(till: Till, form: dict[str, str]) -> None:
    url = till.create().qr
    assert "不付了" in press(url, **form)
    assert till.status().standing is OrderStanding.WAITING


def test_who_has_not_seen_the_code_pays_nothing_and_sees_nothing(till: Till) -> None:
    made, never = till.create(), "YZ0001-1122-0009"
    till.close(never)
    root = made.qr.rpartition("/")[0]
    for token in (NUMBER, f"{NUMBER}.", f"{NUMBER}.{'0' * 16}", f"{never}.", "x", "张"):
        page = requests.post(f"{root}/{token}", data={"answer": "pay", "channel": "wechat"}, timeout=10)
        assert page.status_code == 404
        assert "没有这一单" in words(page)
        assert NUMBER not in page.text
    assert till.entries("charges") == []
