"""Reading a card: good, bad, none, and the words that are said meanwhile."""

import pytest

from kiosk.core import timing
from kiosk.core.errors import Cancelled, CardError, DeviceError, Disconnected
from kiosk.core.job import CardLying, CardTaken, Hint
from kiosk.core.step import Done, Identify
from kiosk.perform.card import identify, wait_for_card_to_leave
from tests.people import ZHANG
from tests.perform.kits import FakeClock, Played, job


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.perform.card.CARD_POLL", 0.0)


def test_the_first_good_card_is_the_answer() -> None:
    work, said = job(id_card=Played("read", None, None, ZHANG))
    assert identify(Identify(), work) is ZHANG
    assert said == []


def test_a_bad_card_is_said_in_its_own_words_and_the_next_one_is_read() -> None:
    expired = CardError("expired", sentence="身份证过期了", remedy="换一张没过期的")
    work, said = job(id_card=Played("read", expired, None, ZHANG))
    assert identify(Identify(), work) is ZHANG
    assert said == [Hint("身份证过期了", "换一张没过期的")]


def test_a_silence_is_explained_once_after_five_seconds() -> None:
    work, said = job(FakeClock(step=timing.CARD_HINT / 3), id_card=Played("read", *[None] * 12, ZHANG))
    identify(Identify(), work)
    assert said == [Hint("没读到身份证", "换一面再放")]


def test_a_words_about_a_bad_card_are_not_talked_over() -> None:
    work, said = job(FakeClock(step=timing.CARD_HINT), id_card=Played("read", CardError(), *[None] * 5, ZHANG))
    identify(Identify(), work)
    assert [hint.sentence for hint in said] == ["没读到身份证"]
    assert said[0].remedy == CardError.remedy


def test_a_reader_that_is_gone_is_trouble() -> None:
    work, _ = job(id_card=Played("read", None, Disconnected("no wire")))
    with pytest.raises(Disconnected):
        identify(Identify(), work)


def test_a_terminal_without_a_reader_says_so() -> None:
    work, _ = job()
    with pytest.raises(DeviceError, match="no card reader"):
        identify(Identify(), work)


def test_a_citizen_who_leaves_ends_the_reading() -> None:
    work, _ = job(id_card=Played("read", None, None))
    with pytest.raises(Cancelled):
        identify(Identify(), work)


def test_a_card_left_behind_is_pointed_out_until_it_is_taken() -> None:
    work, said = job(id_card=Played("present", True, True, False))
    wait_for_card_to_leave(Done(""), work)
    assert said == [CardLying(), CardTaken()]


@pytest.mark.parametrize(
    "parts", [{}, {"id_card": Played("present", Disconnected())}, {"id_card": Played("present", False)}]
)
def test_nobody_waits_for_a_card_that_is_not_there(parts: dict[str, Played]) -> None:
    work, said = job(**parts)
    wait_for_card_to_leave(Done(""), work)
    assert said == [CardTaken()]
