"""Amounts in figures and capitals: the central bank's own examples, and a reader that takes capitals back to fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import MOST_FEN, capitals, figures

FEN = st.one_of(
    st.integers(0, MOST_FEN),
    st.integers(0, 200_000),
    st.lists(st.sampled_from("0000123456789"), min_size=1, max_size=14).map(lambda digits: int("".join(digits))),
)


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        # 正确填写票据和结算凭证的基本规定, clause 4, with the variant that leaves the 零 out where either is right
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # and others
        ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
        ("0.00", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角"),
        ("0.99", "玖角玖分"),
        ("10.00", "壹拾元整"),
        ("380.00", "叁佰捌拾元整"),
        ("1000.00", "壹仟元整"),
        ("10000.00", "壹万元整"),
        ("10001.00", "壹万零壹元整"),
        ("100000001.00", "壹亿零壹元整"),
        ("100010000.05", "壹亿零壹万元零伍分"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(yuan: str, words: str) -> None:
    assert capitals(int(yuan.replace(".", ""))) == words


@given(FEN)
def test_capitals_read_back_are_the_amount(fen: int) -> None:
    assert read(capitals(fen)) == fen


@given(FEN)
def test_capitals_keep_to_the_rules(fen: int) -> None:
    words = capitals(fen)
    assert "零零" not in words
    assert words.endswith("整") == (fen % 100 == 0)
    assert not any(zero in words for zero in ("零亿", "零万", "零拾", "零佰", "零仟", "零角", "零分"))
    assert "零元" not in words or fen == 0


@given(FEN)
def test_figures_read_back_are_the_amount(fen: int) -> None:
    text = figures(fen)
    assert text.endswith("元")
    groups, cents = text[:-1].split(".")
    assert len(cents) == 2
    assert int(groups.replace(",", "") + cents) == fen
    assert all(len(group) == 3 for group in groups.split(",")[1:])
    assert 1 <= len(groups.split(",")[0]) <= 3


def test_the_figures_of_the_design() -> None:
    assert figures(123_456) == "1,234.56元"
    assert figures(5) == "0.05元"


@pytest.mark.parametrize("fen", [-1, MOST_FEN + 1])
@pytest.mark.parametrize("write", [figures, capitals])
def test_what_is_no_amount_is_not_written(write: object, fen: int) -> None:
    with pytest.raises(ValueError, match="an amount is between"):
        write(fen)  # type: ignore[operator]


def read(words: str) -> int:
    """Capitals back to fen, by another way: from left to right, place by place."""
    digits = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = group = digit = 0
    for character in words:
        if character in digits:
            digit = digits[character]
        elif character in places:
            group += digit * places[character]
            digit = 0
        elif character in "万亿":
            total += (group + digit) * (10_000 if character == "万" else 100_000_000) * 100
            group = digit = 0
        elif character == "元":
            total += (group + digit) * 100
            group = digit = 0
        elif character in "角分":
            total += digit * (10 if character == "角" else 1)
            digit = 0
        else:
            assert character == "整"
    return total
