"""Fields of a form: what each takes for an answer, and what it says of everything else that is written or pressed."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.money import figures
from kiosk.core.step import (
    Choose,
    Digits,
    EnterAddress,
    EnterAmount,
    EnterDate,
    EnterNumber,
    EnterOtherId,
    EnterPhone,
    EnterText,
    Route,
    Step,
)
from kiosk.core.step.fill import MOST_AMOUNT
from tests.people import WANG, ZHANG, id_number

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
KEYS = st.text("0123456789X.", max_size=20)


def asked(step: Step[Any], *answers: Any) -> Any:
    """What the script gets."""
    steps = step.__await__()
    next(steps)
    try:
        for answer in answers:
            steps.send(answer)
    except StopIteration as end:
        return end.value
    raise AssertionError("more is asked")


@given(st.text(max_size=30), st.integers(1, 10), st.integers(0, 10))
def test_a_text_is_as_long_as_it_may_be(text: str, least: int, more: int) -> None:
    step = EnterText("field", "问什么", least + more, least)
    fits = least <= len(text.strip()) <= least + more
    assert (step.problem(text) == "") is fits
    assert len(step.problem(text)) <= 20


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "还没写，先写上"),
        ("  ", "还没写，先写上"),
        ("浙", "太短了，至少写2个字"),
        ("浙B12345678", "太长了，最多写8个字"),
        ("浙B-1234", "车牌号不对，再看一看"),
        (" 浙B12345 ", ""),
    ],
)
def test_what_is_wrong_with_a_text(text: str, said: str) -> None:
    plate = EnterText("plate", "车牌号", 8, 2, r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}", "车牌号不对，再看一看")
    assert plate.problem(text) == said


@given(KEYS, st.integers(1, 10), st.integers(0, 10))
def test_a_number_has_its_digits(text: str, least: int, more: int) -> None:
    step = EnterNumber("field", "问什么", least + more, least)
    fits = text.isdigit() and least <= len(text) <= least + more
    assert (step.problem(text, TODAY) == "") is fits
    assert step.whole == (least if not more else 0)
    assert step.value(text) == text


def test_what_is_wrong_with_a_number() -> None:
    step = EnterNumber("field", "问什么", 6, 4, "1.*", "1开头才对")
    said = {text: step.problem(text, TODAY) for text in ("", "12a4", "12", "1234567", "2345", "1234")}
    assert list(said.values()) == [
        "还没按，先按号码",
        "只有数字，再看一看",
        "还差2位，接着按",
        "多了1位，再看一看",
        "1开头才对",
        "",
    ]


@given(st.integers(1, MOST_AMOUNT))
def test_every_amount_can_be_pressed(fen: int) -> None:
    step = EnterAmount("field", "多少钱")
    text = figures(fen).removesuffix("元").replace(",", "")
    assert len(text) <= step.longest
    assert (step.problem(text, TODAY), step.value(text)) == ("", fen)


@given(KEYS, st.integers(1, 1000), st.integers(0, 10**6))
def test_no_amount_beyond_its_limits_is_taken(text: str, least: int, more: int) -> None:
    step = EnterAmount("field", "多少钱", least + more, least)
    if not step.problem(text, TODAY):
        assert least <= step.value(text) <= least + more
    assert len(step.problem(text, TODAY)) <= 20


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "还没按，先按金额"),
        (".5", "金额不对，点后面最多两位"),
        ("5.", "金额不对，点后面最多两位"),
        ("1.234", "金额不对，点后面最多两位"),
        ("0.99", "最少1.00元"),
        ("500.01", "最多500.00元"),
        ("500.0", ""),
    ],
)
def test_what_is_wrong_with_an_amount(text: str, said: str) -> None:
    assert EnterAmount("field", "多少钱", 500_00, 1_00).problem(text, TODAY) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("13800000000", ""),
        ("057488000001", ""),
        ("0215550000", ""),
        ("", "还没按，先按电话号码"),
        ("1380000000", "手机号是11位，再看一看"),
        ("12800000000", "手机号是11位，再看一看"),
        ("0574880", "座机要连区号，10到12位"),
        ("88000001", "手机号1开头，座机先按区号"),
    ],
)
def test_a_telephone_number(text: str, said: str) -> None:
    assert EnterPhone("phone", "电话").problem(text, TODAY) == said
    assert EnterPhone("phone", "电话").value(text) == text


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_an_id_number_checks_out_and_is_of_somebody_else(birth: date, sequence: int) -> None:
    number = id_number(f"330203{birth:%Y%m%d}{sequence:03}")
    step = EnterOtherId("member", "他的身份证号", (ZHANG.id_number,))
    assert step.problem(number, TODAY) == ("这个号码已经有了，再看一看" if number == ZHANG.id_number else "")
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert step.problem(wrong, TODAY) == "有一位按错了，再看一看"
    assert step.value(number.lower()) == number


def test_somebody_who_is_named_already_is_not_named_again() -> None:
    step = EnterOtherId("member", "他的身份证号", (ZHANG.id_number, WANG.id_number))
    assert step.problem(WANG.id_number, TODAY) == "这个号码已经有了，再看一看"
    assert WANG.id_number not in repr(step)


@given(DAYS, DAYS, DAYS)
def test_a_day_is_within_its_limits(day: date, one: date, other: date) -> None:
    earliest, latest = sorted((one, other))
    for first, last in ((earliest, latest), ((earliest - TODAY).days, (latest - TODAY).days)):
        step = EnterDate("since", "哪一天", first, last)
        assert (step.problem(day, TODAY) == "") is (earliest <= day <= latest)
        assert step.limits(TODAY) == (earliest, latest)


@pytest.mark.parametrize(
    ("step", "day", "said"),
    [
        (EnterDate("since", "哪一天", 0), TODAY - timedelta(1), "今天以前的不行"),
        (EnterDate("since", "哪一天", latest=0), TODAY + timedelta(1), "还没到那一天"),
        (EnterDate("since", "哪一天", date(2026, 3, 1)), date(2026, 2, 28), "不能早于2026年3月1日"),
        (EnterDate("since", "哪一天", latest=10), date(2027, 1, 1), "不能晚于2026年12月2日"),
    ],
)
def test_what_is_wrong_with_a_day(step: EnterDate, day: date, said: str) -> None:
    assert step.problem(day, TODAY) == said


OPTIONAL: list[tuple[Step[Any], Any]] = [
    (EnterText("field", "问什么", optional=True), ""),
    (EnterNumber("field", "问什么", optional=True), ""),
    (EnterPhone("field", "问什么", optional=True), ""),
    (EnterOtherId("field", "问什么", optional=True), ""),
    (EnterAmount("field", "问什么", optional=True), 0),
    (EnterDate("field", "问什么", optional=True), None),
]


@pytest.mark.parametrize(("step", "nothing"), OPTIONAL, ids=lambda one: type(one).__name__)
def test_only_an_optional_field_can_be_left_out(step: Step[Any], nothing: object) -> None:
    assert [way.route for way in step.alternatives] == ["skip"]
    assert asked(step, Route("skip")) == nothing
    assert type(step)("field", "问什么").alternatives == ()  # type: ignore[call-arg]  # every field has these two


def test_an_answer_is_passed_on() -> None:
    assert asked(EnterText("field", "问什么"), "幸福路") == "幸福路"
    assert asked(EnterDate("field", "问什么"), TODAY) == TODAY


def test_the_address_of_the_card_is_offered_and_the_written_one_is_a_part_of_it() -> None:
    step = EnterAddress("home", "住在哪里", known="东湖镇幸福路18号", optional=True)
    first = next(step.__await__())
    assert isinstance(first, Choose)
    assert [choice.detail for choice in first.choices] == ["东湖镇幸福路18号", "自己写"]
    assert asked(step, ("card",)) == "东湖镇幸福路18号"
    assert asked(step, ("other",), "别处") == "别处"
    assert asked(step, ("other",), Route("skip")) == ""
    assert asked(EnterAddress("home", "住在哪里"), "别处") == "别处"
    assert first.belongs_to("home")
    assert EnterText("home.written", "住在哪里").belongs_to("home")
    assert not EnterText("homes", "住在哪里").belongs_to("home")
    assert "东湖" not in repr(step)


@pytest.mark.parametrize("method", ["longest", "nothing"])
def test_a_field_says_what_it_holds(method: str) -> None:
    with pytest.raises(NotImplementedError):
        getattr(Digits("field", "问什么"), method)
    for call in (lambda step: step.problem("", TODAY), lambda step: step.value("")):
        with pytest.raises(NotImplementedError):
            call(Digits("field", "问什么"))
