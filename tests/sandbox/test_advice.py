"""政策找人 at the stand-in gateway: what it tells follows from the person and from the books."""

from collections.abc import Iterator

import pytest

from kiosk.core.advice import AskEntitlements
from kiosk.core.clock import SystemClock
from kiosk.flows.pension_certification import CertifyPension
from kiosk.sandbox.advice import DISABILITY, MOST
from kiosk.sandbox.residents import RESIDENTS, Case, Resident
from tests.sandbox.town import PICTURE, Town, someone, town


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


def advice(place: Town, who: Resident) -> list[str]:
    return [one.item for one in place.gateway().call(AskEntitlements(who.card.number)).entitled]


def test_a_grave_disability_opens_the_nursing_subsidy_and_a_light_one_does_not(place: Town) -> None:
    for who in RESIDENTS:
        degree = DISABILITY.get(who.id)
        assert ("care.nursing_subsidy" in advice(place, who)) == (degree in (1, 2))


def test_what_has_been_done_is_not_offered_again(place: Town) -> None:
    who = someone(Case.DUE)
    assert "social.pension_certification" in advice(place, who)
    call = CertifyPension(who.card.number, SystemClock().now().year, PICTURE, ("face",))
    place.gateway().call(call, key="key-of-the-advised")
    assert "social.pension_certification" not in advice(place, who)


def test_the_young_are_offered_nothing_of_the_old(place: Town) -> None:
    young = next(who for who in RESIDENTS if who.card.birth.year > 1980 and who.id not in DISABILITY)
    assert advice(place, young) == []


def test_there_is_never_more_than_a_screen_has_room_for(place: Town) -> None:
    assert max(len(advice(place, who)) for who in RESIDENTS) == MOST


def test_of_a_stranger_nothing_is_known(place: Town) -> None:
    stranger = "110105194912310021"
    assert stranger not in {who.card.number for who in RESIDENTS}
    assert place.gateway().call(AskEntitlements(stranger)).entitled == ()
