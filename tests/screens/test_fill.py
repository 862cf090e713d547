"""Fields of a form as a finger fills them: keys and days, what is said of them, and what is answered."""

from datetime import date

import pytest

from kiosk.core.step import EnterAmount, EnterDate, EnterNumber, EnterOtherId, EnterPhone, Line, Review, Route
from kiosk.screens.content import Help, Page
from kiosk.screens.date import moved
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from tests.screens.conftest import Finger
from tests.screens.test_pages import Told, words

METER = EnterNumber("meter", "电表的户号是多少", 10, 10, optional=True)
PHONE = EnterPhone("phone", "您的电话号码是多少")
RENT = EnterAmount("rent", "每个月付多少房租", most=5000_00)
MEMBER = EnterOtherId("member", "他的身份证号是多少")
HELP = Page(Help("110", "一号台", "周一到周五"), can_go_back=True)
TODAY = date(2026, 11, 22)


def press(finger: Finger, keys: str) -> None:
    for key in keys:
        finger.tap(f"keypad.{ {'.': 'point'}.get(key, key) }")


@pytest.mark.parametrize(
    ("step", "keys", "answer"),
    [
        (METER, "3301234567", "3301234567"),
        (PHONE, "13800000000", "13800000000"),
        (PHONE, "057488000001", "057488000001"),
        (RENT, "1250.5", 1250_50),
        (RENT, "0.01", 1),
        (MEMBER, "11010519491231002X", "11010519491231002X"),
    ],
)
def test_what_is_right_is_answered(panel: Window, finger: Finger, step: EnterNumber, keys: str, answer: object) -> None:
    heard = Told(panel)
    panel.show_page("digits", Page(step))
    press(finger, keys)
    assert words(panel, f"field.{step.name}") == keys
    finger.tap("nav.next")
    assert heard.all == [answer]


@pytest.mark.parametrize(
    ("step", "keys", "said"),
    [
        (METER, "", "一位一位地按"),
        (METER, "33012", "按了 5 位，还差 5 位"),
        (METER, "33012345678", "10 位都有了，看看对不对"),
        (PHONE, "138", "按了 3 位"),
        (PHONE, "138000000001", "手机号是11位，再看一看"),
        (RENT, "1250.5", "壹仟贰佰伍拾元伍角"),
        (RENT, "12..", "一位一位地按"),
        (MEMBER, "110105194912310021", "有一位按错了，再看一看"),
    ],
)
def test_the_page_says_how_it_stands(panel: Window, finger: Finger, step: EnterNumber, keys: str, said: str) -> None:
    panel.show_page("digits", Page(step))
    press(finger, keys)
    assert words(panel, "notice") == said


@pytest.mark.parametrize(
    ("step", "keys", "said"),
    [
        (METER, "33012", "还差5位，接着按"),
        (METER, "", "还没按，先按号码"),
        (RENT, "12..", "金额不对，点后面最多两位"),
        (RENT, "5000.01", "最多5,000.00元"),
        (PHONE, "23", "手机号1开头，座机先按区号"),
    ],
)
def test_what_is_wrong_is_not_answered(panel: Window, finger: Finger, step: EnterNumber, keys: str, said: str) -> None:
    heard = Told(panel)
    panel.show_page("digits", Page(step))
    press(finger, keys)
    finger.tap("nav.next")
    assert (heard.all, words(panel, "notice")) == ([], said)


def test_what_was_pressed_stays_through_a_look_at_the_help_and_not_for_another_question(
    panel: Window, finger: Finger
) -> None:
    panel.show_page("digits", Page(PHONE))
    press(finger, "138")
    panel.show_page("help", HELP)
    panel.show_page("digits", Page(PHONE))
    assert words(panel, "field.phone") == "138"
    panel.show_page("digits", Page(METER))
    assert words(panel, "field.meter") == ""


@pytest.mark.parametrize(("step", "extra"), [(MEMBER, "keypad.X"), (RENT, "keypad.point"), (PHONE, "")])
def test_only_the_keys_that_it_needs_are_there(panel: Window, step: EnterNumber, extra: str) -> None:
    for first in (MEMBER, RENT):
        panel.show_page("digits", Page(first))
    panel.show_page("digits", Page(step))
    there = {one.objectName() for one in panel.current.findChildren(Control) if one.isVisible()}
    assert {"keypad.X", "keypad.point"} & there == ({extra} if extra else set())


def test_an_optional_field_is_left_out(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    panel.show_page("digits", Page(METER))
    finger.tap("alternative.skip")
    assert heard.all == [Route("skip")]


# --- a day; the panel's clock says that it is the 22nd of November 2026 ---


def test_the_day_that_most_people_mean_takes_one_tap(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    panel.show_page("date", Page(EnterDate("born", "哪一天出生的", latest=0, usual=-30)))
    assert words(panel, "field.born") == "2026年10月23日，星期五"
    finger.tap("nav.next")
    assert heard.all == [date(2026, 10, 23)]


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("year.minus10 year.minus month.minus day.minus", date(2015, 10, 21)),
        ("year.plus day.plus10 month.plus day.plus", date(2028, 1, 3)),
        ("day.minus10 year.plus10", date(2036, 11, 12)),
        ("yesterday", date(2026, 11, 21)),
        ("tomorrow", date(2026, 11, 23)),
        ("tomorrow today", TODAY),
    ],
)
def test_it_is_put_right_by_single_taps(panel: Window, finger: Finger, keys: str, day: date) -> None:
    heard = Told(panel)
    panel.show_page("date", Page(EnterDate("since", "从哪一天起")))
    for key in keys.split():
        finger.tap(f"date.{key}")
    finger.tap("nav.next")
    assert heard.all == [day]


def test_beyond_the_limit_it_stays_at_the_limit_and_says_why(panel: Window, finger: Finger) -> None:
    panel.show_page("date", Page(EnterDate("since", "从哪一天起", earliest=date(2026, 3, 1), latest=0)))
    finger.tap("date.year.plus")
    assert (words(panel, "field.since"), words(panel, "notice.remedy")) == ("2026年11月22日，星期日", "还没到那一天")
    finger.tap("date.year.minus")
    assert (words(panel, "field.since"), words(panel, "notice.remedy")) == (
        "2026年3月1日，星期日",
        "不能早于2026年3月1日",
    )
    near = {one.objectName() for one in panel.current.findChildren(Control) if one.isVisible()}
    assert {"date.yesterday", "date.today"} <= near
    assert "date.tomorrow" not in near


@pytest.mark.parametrize(
    ("day", "by", "other"),
    [
        (date(2026, 1, 31), (0, 1, 0), date(2026, 2, 28)),
        (date(2024, 2, 29), (-1, 0, 0), date(2023, 2, 28)),
        (date(1, 1, 1), (-1, 0, 0), date(1, 1, 1)),
        (date(9999, 12, 31), (0, 1, 0), date(9999, 12, 31)),
        (date(9999, 12, 31), (0, 0, 1), date(9999, 12, 31)),
    ],
)
def test_months_are_as_long_as_they_are(day: date, by: tuple[int, int, int], other: date) -> None:
    assert moved(day, *by) == other


# --- a long review ---

LONG = Review("看完再交", tuple(Line(f"line{at}", f"第{at}行", f"答案{at}", f"step{at}") for at in range(20)), "交上去")


def test_a_long_review_is_handed_in_only_from_its_last_page(panel: Window, finger: Finger) -> None:
    heard = Told(panel)
    panel.show_page("review", Page(LONG))
    seen: list[str] = []
    while True:
        edits = [one.objectName() for one in panel.current.findChildren(Control) if one.isVisible()]
        seen += [name.removeprefix("review.edit.") for name in edits if name.startswith("review.edit.")]
        if finger.control("nav.next").text() == "交上去":
            break
        assert len(seen) < len(LONG.lines)
        finger.tap("nav.next")
        assert heard.all == []
    assert seen == [line.name for line in LONG.lines]
    finger.tap("review.edit.line19")
    finger.tap("nav.page_before")
    finger.tap("nav.page_after")
    finger.tap("nav.next")
    assert heard.all == ["step19", None]


def test_another_review_begins_on_its_first_page(panel: Window, finger: Finger) -> None:
    panel.show_page("review", Page(LONG))
    finger.tap("nav.next")
    panel.show_page("help", HELP)
    panel.show_page("review", Page(LONG))
    assert not [one for one in panel.current.findChildren(Control, "review.edit.line0") if one.isVisible()]
    panel.show_page("review", Page(Review("另一件", LONG.lines, "交上去")))
    finger.control("review.edit.line0")
