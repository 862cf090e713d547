"""跨省通办 at the stand-in gateway: one place for one question, and no name in it."""

from collections.abc import Iterator

import pytest

from kiosk.core.receipt import ReceiptState
from kiosk.core.region import AskElsewhere
from tests.sandbox.town import Town, town


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


def test_the_same_question_has_the_same_answer(place: Town) -> None:
    gateway = place.gateway()
    first, again = (gateway.call(AskElsewhere("police.x", "433123")) for _ in range(2))
    assert (first.number, first.rows) == (again.number, again.rows)
    assert first.state is ReceiptState.NOTICE
    assert "湖南" in dict(first.rows)["去哪里"]
    assert gateway.call(AskElsewhere("police.x", "110101")).number != first.number


def test_an_unknown_province_is_still_somewhere(place: Town) -> None:
    assert "老家" in dict(place.gateway().call(AskElsewhere("police.x", "990101")).rows)["去哪里"]
