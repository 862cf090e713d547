"""The walk: answers, back, revision, errors, and what it may not do."""

import contextlib
from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import DeviceError, Refused, Unreachable
from kiosk.core.step import Done, Identify, Step, Unfinished
from kiosk.core.walk import Walk
from tests.people import WANG, ZHANG


@dataclass(frozen=True)
class Name(Step[str]):
    asks: ClassVar[bool] = True


@dataclass(frozen=True)
class Town(Step[str]):
    name: str
    asks: ClassVar[bool] = True


@dataclass(frozen=True)
class Lookup(Step[int]):
    town: str


@dataclass(frozen=True)
class Colour(Step[str]):
    asks: ClassVar[bool] = True


@dataclass(frozen=True)
class Send(Step[str]):
    durable: ClassVar[bool] = True


@dataclass(frozen=True)
class Stars(Step[int]):
    asks: ClassVar[bool] = True


async def script() -> Done:
    name = await Name()
    town = await Town(name)
    try:
        size = await Lookup(town)
    except Unreachable:
        return Done("later")
    colour = await Colour()
    number = await Send()
    stars = await Stars()
    return Done("done", (name, town, str(size), colour, str(stars)), number)


def walk_to(*answers: object) -> Walk:
    walk = Walk(script, id="w")
    for answer in answers:
        walk.answer(answer)
    return walk


def test_answers_lead_to_the_outcome() -> None:
    walk = walk_to("张", "东湖", 3, "红", "NB1", 5)
    assert walk.outcome == Done("done", ("张", "东湖", "3", "红", "5"), "NB1")
    assert walk.step is None
    assert not walk.can_go_back


def test_back_returns_to_the_question_and_skips_work() -> None:
    walk = walk_to("张", "东湖", 3)
    assert walk.step == Colour()
    walk.back()
    assert walk.step == Town("张")
    walk.back()
    assert walk.step == Name()
    assert not walk.can_go_back
    with pytest.raises(ValueError, match="no question"):
        walk.back()


def test_an_effect_cannot_be_gone_back_over() -> None:
    walk = walk_to("张", "东湖", 3, "红")
    assert walk.step == Send()
    assert not walk.can_go_back
    walk.answer("NB1")
    assert walk.step == Stars()
    assert not walk.can_go_back
    with pytest.raises(ValueError, match="Name"):
        walk.revise("Name")


def test_a_revision_keeps_the_later_answers_that_fit() -> None:
    walk = walk_to("张", "东湖", 3)
    walk.revise("Name")
    assert walk.step == Name()
    walk.answer("王")
    assert walk.step == Town("王")  # asked with another name: the old answer does not fit
    walk.answer("东湖")
    assert walk.step == Colour()  # the lookup of the same town is not asked twice


def test_back_from_a_revision_returns_to_where_it_began() -> None:
    walk = walk_to("张", "东湖", 3)
    walk.revise("Name")
    walk.back()
    assert walk.step == Colour()
    walk.back()
    assert walk.step == Town("张")


def test_an_error_that_may_clear_stands_until_it_is_tried_again() -> None:
    walk = walk_to("张", "东湖")
    walk.fail(DeviceError("mute"))
    assert walk.step == Lookup("东湖")
    assert isinstance(walk.trouble, DeviceError)
    walk.retry()
    assert walk.trouble is None
    walk.answer(3)
    assert walk.step == Colour()


def test_the_script_hears_of_an_error_when_the_citizen_gives_up() -> None:
    walk = walk_to("张", "东湖")
    walk.fail(Unreachable())
    assert walk.outcome is None
    walk.give_up()
    assert walk.outcome == Done("later")


def test_what_the_script_does_not_catch_stays_trouble_where_it_was() -> None:
    walk = walk_to("张", "东湖")
    refused = Refused("closed")
    walk.fail(refused)
    assert walk.trouble is refused
    assert walk.step == Lookup("东湖")
    walk.back()
    assert walk.step == Town("张")
    assert walk.trouble is None


def test_giving_up_needs_trouble() -> None:
    with pytest.raises(ValueError, match="trouble"):
        walk_to("张").give_up()


def test_nothing_can_be_answered_after_the_end() -> None:
    walk = walk_to("张", "东湖", 3, "红", "NB1", 5)
    with pytest.raises(ValueError, match="ended"):
        walk.answer(1)


def test_a_closed_walk_has_forgotten() -> None:
    walk = walk_to("张", "东湖")
    walk.close()
    assert walk.step is None
    assert "张" not in repr(vars(walk))


def test_a_script_that_is_not_pure_is_found_out() -> None:
    towns = iter(["东湖", "西湖"])

    async def impure() -> Done:
        await Town(next(towns))
        await Colour()
        await Stars()
        return Done("done")

    walk = Walk(impure, id="w")
    walk.answer("x")
    walk.answer("红")
    with pytest.raises(RuntimeError, match="not pure"):
        walk.back()


def test_keys_are_the_same_for_the_same_call_and_differ_between_walks() -> None:
    one, other = Walk(script, id="w1"), Walk(script, id="w2")
    assert one.key("f") == one.key("f")
    assert one.key("f") != other.key("f")
    assert one.key("f") != one.key("g")


moves = st.lists(st.sampled_from(["answer", "back", "fail", "retry", "give_up", "revise"]), max_size=30)


@given(moves)
def test_whatever_is_done_the_walk_stands_at_one_place(moves: list[str]) -> None:
    """Asked, in trouble or ended, never two of them; and the effect is answered at most once."""
    walk, sent = Walk(script, id="w"), 0
    for move in moves:
        if walk.step is None:
            break
        if move == "answer":
            sent += isinstance(walk.step, Send)
            walk.answer("x")
        elif move == "back" and walk.can_go_back:
            walk.back()
        elif move == "fail":
            walk.fail(Unreachable())
        elif move == "retry":
            walk.retry()
        elif move == "give_up" and walk.trouble is not None:
            walk.give_up()
        elif move == "revise":
            with contextlib.suppress(ValueError):  # nothing to revise yet, or an effect stands between
                walk.revise("Name")
        assert (walk.step is None) == (walk.outcome is not None)
        assert walk.trouble is None or walk.step is not None
        assert sent <= 1


async def known_script() -> Done:
    ready = await Stars()
    person = await Identify()
    colour = await Colour()
    return Done(person.name, (str(ready), colour))


def test_who_stays_for_another_item_is_not_asked_again_who_they_are() -> None:
    walk = Walk(known_script, id="w", known=ZHANG)
    walk.answer(1)
    assert walk.step == Unfinished(ZHANG)
    walk.answer(())
    assert (walk.step, walk.person) == (Colour(), ZHANG)


def test_who_goes_back_there_may_answer_otherwise() -> None:
    walk = Walk(known_script, id="w", known=ZHANG)
    for answer in (1, ()):
        walk.answer(answer)
    walk.back()
    assert walk.step == Identify()
    walk.answer(WANG)
    assert walk.person == WANG


def test_a_walk_that_was_closed_knows_nobody() -> None:
    walk = Walk(known_script, id="w", known=ZHANG)
    walk.close()
    assert walk.person is None
