"""A card that is left behind is pointed out, and what else the person is entitled to is told."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.core.advice import AskEntitlements, Entitlement, Entitlements
from kiosk.core.cancel import Cancel
from kiosk.core.errors import Disconnected, GatewayError, Refused, Unreachable
from kiosk.core.job import Advised, CardLying, CardTaken, Job, Progress
from kiosk.core.person import Person
from kiosk.core.status import Health, Status
from kiosk.core.step import Done, Tone
from kiosk.perform.parting import part
from tests.people import TYPED, ZHANG
from tests.perform.kits import Played, job


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.perform.parting.CARD_POLL", 0.0)


def test_a_card_left_behind_is_pointed_out_until_it_is_taken() -> None:
    work, said = job(id_card=Played("present", True, True, False))
    part(Done(""), work)
    assert said == [CardLying(), CardTaken()]


@pytest.mark.parametrize(
    "parts", [{}, {"id_card": Played("present", Disconnected())}, {"id_card": Played("present", False)}]
)
def test_nobody_waits_for_a_card_that_is_not_there(parts: dict[str, Played]) -> None:
    work, said = job(**parts)
    part(Done(""), work)
    assert said == [CardTaken()]


NURSING = Entitlement("care.nursing_subsidy", "残疾证是二级，每月可以领")


class Adviser:
    """A gateway that answers this one call."""

    def __init__(self, reply: Entitlements | GatewayError) -> None:
        self.reply = reply
        self.asked: list[AskEntitlements] = []

    def call(self, call: AskEntitlements, *, cancel: Cancel) -> Entitlements:
        cancel.check()
        self.asked.append(call)
        if isinstance(self.reply, GatewayError):
            raise self.reply
        return self.reply


class Line:
    def __init__(self, health: Health = Health.ONLINE) -> None:
        self.status = Status(health)


def parted(
    done: Done, reply: Entitlements | GatewayError, person: Person | None = ZHANG, **parts: Any
) -> tuple[list[Progress], Adviser]:
    gateway = Adviser(reply)
    work, said = job(**{"link": Line(), "gateway": gateway, **parts})
    known: Job = replace(work, person=person)
    part(done, known)
    return said, gateway


def test_what_else_there_is_is_told_while_the_card_still_lies() -> None:
    said, gateway = parted(Done("办好了"), Entitlements((NURSING,)), id_card=Played("present", True, True, False))
    assert said == [CardLying(), Advised((NURSING,)), CardTaken()]
    assert gateway.asked == [AskEntitlements(ZHANG.id_number)]


def test_what_they_came_for_goes_before_what_else_there_is() -> None:
    """Who asked for proof of no house and has one wants the other certificate."""
    said, _ = parted(Done("您名下查到有房子", related=("estate.registration_certificate",)), Entitlements((NURSING,)))
    assert said[0] == Advised((Entitlement("estate.registration_certificate", ""), NURSING))


@pytest.mark.parametrize("person", [None, TYPED])
def test_nobody_is_told_who_has_not_proved_who_they_are(person: Person | None) -> None:
    said, gateway = parted(Done("办好了"), Entitlements((NURSING,)), person)
    assert (said, gateway.asked) == ([CardTaken()], [])


def test_nobody_is_offered_more_whose_errand_went_wrong() -> None:
    said, gateway = parted(Done("没交成", tone=Tone.ATTENTION), Entitlements((NURSING,)))
    assert (said, gateway.asked) == ([CardTaken()], [])


def test_without_a_link_nobody_is_asked() -> None:
    said, gateway = parted(Done("办好了"), Entitlements((NURSING,)), link=Line(Health.OFFLINE))
    assert (said, gateway.asked) == ([CardTaken()], [])


@pytest.mark.parametrize("reply", [Entitlements(()), Unreachable(), Refused("no")])
def test_an_offer_that_does_not_come_is_missed_by_nobody(reply: Entitlements | GatewayError) -> None:
    assert parted(Done("办好了"), reply)[0] == [CardTaken()]
