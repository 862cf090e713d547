"""Whoever comes from where an item does not serve is told where to go, on paper; others notice nothing."""

from datetime import UTC, datetime

import pytest

from kiosk.core.errors import Refused, Unreachable
from kiosk.core.item import Category, Item, item
from kiosk.core.person import CardKind, Person
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.region import AskElsewhere, home_region, serves
from kiosk.core.step import Done, EnterIdNumber, Identify, PrintReceipt, Query, Review, Route, Tone, Unfinished
from kiosk.core.walk import Walk
from tests.people import TYPED, ZHANG, id_number

FAR = Person(name="田老四", id_number=id_number("43312319460114980"))
FOREIGN = Person(name="柯爱兰", id_number="CAN330254031298", kind=CardKind.FOREIGN_2017)
NOTICE = Receipt(
    "GZ-1",
    "该去哪里办",
    ReceiptState.NOTICE,
    datetime(2026, 11, 22, tzinfo=UTC),
    rows=(("去哪里", "湖南老家的政务服务中心"),),
    note="去之前先打电话问清楚",
)


@item("t.local", title="办居住证", official="居住证申领", icon="mdi6.home", category=Category.POLICE, regions=("33",))
async def local() -> Done:
    person = await Identify()
    try:
        await Review("看一看", (), "交上去")
    except Unreachable:
        return Done("先存着")
    return Done(person.name)


@item("t.anywhere", title="查社保", official="社保查询", icon="mdi6.home", category=Category.SOCIAL)
async def anywhere() -> Done:
    return Done((await Identify()).name)


def walk_of(made: Item, *answers: object) -> Walk:
    walk = Walk(made.script, id="w")
    for answer in answers:
        walk.answer(answer)
    return walk


def test_people_of_the_region_notice_nothing() -> None:
    walk = walk_of(local, ZHANG, (), None)
    assert walk.outcome == Done(ZHANG.name)


def test_back_and_errors_reach_the_script_as_ever() -> None:
    walk = walk_of(local, ZHANG, ())
    walk.back()
    assert walk.step == Identify()
    walk.answer(ZHANG)
    walk.answer(())
    walk.fail(Unreachable())
    walk.give_up()
    assert walk.outcome == Done("先存着")


def test_whoever_comes_from_elsewhere_leaves_with_the_way_there() -> None:
    walk = walk_of(local, FAR)
    assert walk.step == Query(AskElsewhere("t.local", "433123"), "正在查该去哪里办")
    walk.answer(NOTICE)
    assert walk.step == PrintReceipt(NOTICE)
    walk.answer(Paper.OUT)
    details = ("湖南老家的政务服务中心", "去之前先打电话问清楚")
    assert walk.outcome == Done("办居住证要在老家办", details, "GZ-1", Tone.INFO)


def test_a_number_that_was_typed_in_tells_the_region_too() -> None:
    walk = walk_of(local, Route("keypad"))
    assert walk.step == EnterIdNumber()
    walk.answer(Person(name="", id_number=FAR.id_number, typed=True))
    assert isinstance(walk.step, Query)


@pytest.mark.parametrize("error", [Unreachable(), Refused("no")])
def test_without_an_answer_there_is_a_telephone_number(error: Unreachable | Refused) -> None:
    walk = walk_of(local, FAR)
    walk.fail(error)
    if walk.outcome is None:
        walk.give_up()
    assert walk.outcome == Done("办居住证要在老家办", ("这里办不了外地的", "打12345问老家的窗口"), tone=Tone.INFO)


def test_what_serves_the_whole_country_asks_nothing_more() -> None:
    assert walk_of(anywhere, FAR).step == Unfinished(FAR)


def test_cards_that_name_no_region_are_tried() -> None:
    assert home_region(FOREIGN) == ""
    assert serves(("33",), FOREIGN)
    assert serves(("33", "43"), FAR)
    assert not serves(("33",), FAR)
    assert serves(("33",), TYPED)


def test_leaving_closes_the_script() -> None:
    walk = walk_of(local, ZHANG)
    walk.close()
    assert walk.step is None
