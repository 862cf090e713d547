"""Every branch of the registration of somebody who acts for somebody else, as a script of step and answer."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.core.errors import Refused, Unreachable
from kiosk.core.item import Capability, Item
from kiosk.core.proxy import IN_PERSON, Authorised, AuthoriseProxy, Relation, authorisation_in, why_in_person
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.signature import Point, Signature
from kiosk.core.step import (
    Choose,
    KeepSheet,
    LayCard,
    Review,
    Route,
    ScanDocument,
    Sheet,
    Sign,
    Submit,
    Withdraw,
)
from kiosk.core.walk import Walk
from kiosk.flows.authorisation import NO_CONSENT, NO_LINK, authorise
from kiosk.flows.medical_payment import pay_medical
from kiosk.flows.pension_certification import certify
from tests.flows.scripts import play
from tests.people import WANG, ZHANG

RECEIPT = Receipt("DB20261122-000007", "代办登记", ReceiptState.ENTERED, datetime(2026, 11, 22, tzinfo=UTC))
SIGNED = Signature(((Point(0, 0, 0), Point(20, 8, 90), Point(38, 2, 200)),), b"png")
CARDS: list[tuple[Any, Any]] = [(LayCard, WANG), (LayCard, ZHANG), (Choose, ("CHILD",))]


def registering(*, by_paper: bool = True) -> Item:
    return replace(certify, script=authorise(certify, "B07", by_paper=by_paper))


def test_the_principal_signs_and_the_item_may_begin() -> None:
    walk = play(registering(), [*CARDS, (Choose, ("sign",))])
    assert walk.step == Sign("同意王*国替我办：办养老金认证")
    walk.answer(SIGNED)
    assert isinstance(walk.step, Review)
    shown = {line.name: line.value for line in walk.step.lines}
    assert shown == {"agent": "王*国", "principal": "张*芳", "relation": "子女", "consent": "签好了"}
    walk.answer(None)
    call = AuthoriseProxy(ZHANG.id_number, WANG.id_number, certify.id, Relation.CHILD, "B07", signature=SIGNED.svg)
    assert walk.step == Submit(call, ZHANG, "正在登记代办")
    assert WANG.id_number not in repr(call)
    assert ZHANG.id_number not in repr(call)
    walk.answer(RECEIPT)
    assert walk.outcome == Authorised(
        "登记好了，开始办", reference=RECEIPT.number, principal=ZHANG, relation=Relation.CHILD
    )
    assert walk.person == ZHANG


def test_what_was_signed_before_is_laid_under_the_camera() -> None:
    sheet = Sheet(b"jpeg")
    walk = play(registering(), [*CARDS, (Choose, ("paper",)), (ScanDocument, sheet), (KeepSheet, None)])
    assert isinstance(walk.step, Review)
    assert walk.step.lines[-1].value == "拍了委托书"
    walk.answer(None)
    assert isinstance(walk.step, Submit)
    assert isinstance(walk.step.call, AuthoriseProxy)
    assert (walk.step.call.sheet, walk.step.call.signature) == (b"jpeg", "")


def test_without_a_camera_the_paper_cannot_be_chosen() -> None:
    walk = play(registering(by_paper=False), CARDS)
    assert isinstance(walk.step, Choose)
    assert [bool(choice.closed) for choice in walk.step.choices] == [False, True]


@pytest.mark.parametrize(("way", "step"), [("sign", Sign), ("paper", ScanDocument)])
def test_without_consent_nothing_is_done(way: str, step: type[Any]) -> None:
    walk = play(registering(), [*CARDS, (Choose, (way,)), (step, Route("staff"))])
    assert walk.outcome == NO_CONSENT


def test_without_a_link_it_is_not_kept_for_later() -> None:
    walk = play(registering(), [*CARDS, (Choose, ("sign",)), (Sign, SIGNED), (Review, None), (Submit, Unreachable())])
    assert isinstance(walk.step, Withdraw)
    walk.answer(None)
    assert walk.outcome == NO_LINK


def test_what_the_gateway_refuses_stands_in_its_words() -> None:
    no = Refused("no_agent", sentence="没查到代办人")
    walk = play(registering(), [*CARDS, (Choose, ("sign",)), (Sign, SIGNED), (Review, None), (Submit, no)])
    assert walk.trouble is no


def test_the_second_card_is_somebody_else_s() -> None:
    walk = play(registering(), [(LayCard, WANG)])
    assert walk.step == LayCard("本人", "principal", WANG.id_number)
    assert WANG.id_number not in repr(walk.step)


def test_a_line_of_the_review_is_asked_anew_and_the_rest_is_kept() -> None:
    walk = play(registering(), [*CARDS, (Choose, ("sign",)), (Sign, SIGNED)])
    walk.revise("relation")
    walk.answer(("SPOUSE",))
    assert isinstance(walk.step, Review)
    assert walk.step.lines[2].value == "配偶"
    walk.revise("agent")
    assert walk.step == LayCard("代办人", "agent")


def test_what_is_done_under_it_carries_its_number() -> None:
    walk = Walk(certify.script, id="walk-1", known=ZHANG)
    alone = walk.key("0" * 64)
    walk.authorisation = RECEIPT.number
    assert walk.key("0" * 64) == f"{RECEIPT.number}.{alone}"


def test_a_face_that_has_no_other_route_is_the_principal_s() -> None:
    assert why_in_person(certify) == why_in_person(pay_medical) == ""
    assert why_in_person(replace(certify, needs=(Capability.ID_CARD, Capability.CAMERA))) == IN_PERSON


@pytest.mark.parametrize("helper", ["", "h1001_"])
def test_the_number_is_read_back_from_a_key(helper: str) -> None:
    key = f"{helper}{'0' * 32}"
    assert authorisation_in(f"{RECEIPT.number}.{key}") == RECEIPT.number
    assert authorisation_in(key) == authorisation_in("YZ0001-1122-0001.post") == ""
