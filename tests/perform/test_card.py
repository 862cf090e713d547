"""A card that is left behind is pointed out."""

import pytest

from kiosk.core.errors import Disconnected
from kiosk.core.job import CardLying, CardTaken
from kiosk.core.step import Done
from kiosk.perform.card import wait_for_card_to_leave
from tests.perform.kits import Played, job


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.perform.card.CARD_POLL", 0.0)


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
