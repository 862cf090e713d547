"""What stands on a receipt, and that it fits."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.devices.receipt_layout import Align, Code, Line, cells, lay_out, wrap

RECEIPT = Receipt(
    number="NB202506010001237",
    title="社会保险待遇领取资格认证",
    state=ReceiptState.DONE,
    issued_at=datetime(2025, 6, 1, 15, 4, tzinfo=timezone(timedelta(hours=8))),
    agency="测试市社会保险中心",
    rows=(("姓名", "测*甲"), ("认证年度", "2025")),
    note="明年到期前再来认证一次。",
    code="https://receipt.invalid/1237",
)

receipts = st.builds(
    Receipt,
    number=st.text(min_size=1, max_size=60),
    title=st.text(max_size=80),
    state=st.sampled_from(ReceiptState),
    issued_at=st.datetimes(),
    agency=st.text(max_size=60),
    rows=st.lists(st.tuples(st.text(max_size=30), st.text(max_size=120)), max_size=4).map(tuple),
    note=st.text(max_size=150),
    code=st.text(max_size=80),
)


def _words(elements):
    return [element.text for element in elements if isinstance(element, Line) and element.text]


def test_everything_stands_in_its_order():
    assert _words(lay_out(RECEIPT, copy=0)) == [
        "测试市社会保险中心",
        "办件回执",
        "-" * 48,
        "事项      社会保险待遇领取资格认证",
        "状态      办好了",
        "姓名      测*甲",
        "认证年度  2025",
        "时间      2025年6月1日 15:04",
        "-" * 48,
        "办件编号",
        "NB202506010001237",
        "明年到期前再来认证一次。",
    ]


def test_the_number_is_large_and_the_code_follows_it():
    elements = lay_out(RECEIPT, copy=0)
    number = next(element for element in elements if isinstance(element, Line) and element.text == RECEIPT.number)
    assert (number.large, number.bold, number.align) == (True, True, Align.CENTER)
    assert [element for element in elements[elements.index(number) :] if isinstance(element, Code)] == [
        Code(RECEIPT.code)
    ]
    assert not any(isinstance(element, Code) for element in lay_out(replace(RECEIPT, code=""), copy=0))


def test_only_a_copy_says_that_it_is_one():
    assert "补打 第2次" in _words(lay_out(RECEIPT, copy=2))
    assert not any("补打" in words for words in _words(lay_out(RECEIPT, copy=0)))


@pytest.mark.parametrize(
    ("state", "words"),
    [(ReceiptState.CHECKING, "受理回执"), (ReceiptState.QUEUED, "查询号"), (ReceiptState.DONE, "办件编号")],
)
def test_each_state_has_its_words(state, words):
    assert words in _words(lay_out(replace(RECEIPT, state=state), copy=0))


def test_a_long_value_goes_on_under_its_beginning():
    address = "测试省测试市测试区一条名字很长很长的路一百二十三号二单元五百零一室"
    lines = _words(lay_out(replace(RECEIPT, rows=(("住址", address),)), copy=0))
    at = next(number for number, line in enumerate(lines) if line.startswith("住址"))
    assert lines[at + 1].startswith(" " * 6)
    assert "".join(line[4 if number == 0 else 6 :].strip() for number, line in enumerate(lines[at : at + 2])) == address


def test_wrapping_keeps_words_whole_and_punctuation_off_the_beginning():
    assert wrap("一二三四五，六", 10) == ["一二三四", "五，六"]
    assert wrap("电话 0574-12345 找我", 10) == ["电话", "0574-12345", "找我"]
    assert wrap("A" * 25, 10) == ["A" * 10, "A" * 10, "A" * 5]
    assert wrap("一\n二\x1b@", 10) == ["一", "二@"]
    assert wrap("", 10) == []


@given(st.text(max_size=200), st.integers(2, 48))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces_and_control(text, width):
    lines = wrap(text, width)
    assert all(0 < cells(line) <= width for line in lines)
    kept = "".join(character for character in text if character.isprintable() and not character.isspace())
    assert "".join("".join(lines).split()) == kept


@given(receipts, st.integers(0, 3))
def test_any_receipt_fits_the_paper(receipt, copy):
    for element in lay_out(receipt, copy=copy):
        if isinstance(element, Line):
            assert cells(element.text) * (2 if element.large else 1) <= 48
            assert element.text.isprintable()


def test_who_assisted_stands_on_it_by_number():
    words = _words(lay_out(replace(RECEIPT, assisted="1012"), copy=1))
    assert "协助" in "".join(words)
    assert any("经帮办协助，工号 1012" in word for word in words)
    assert not any("协助" in word for word in _words(lay_out(RECEIPT, copy=0)))
