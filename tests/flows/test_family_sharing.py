"""Every branch of 医保给家人用 as a script of step and answer."""

from datetime import UTC, datetime

import pytest

from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.signature import Point, Signature
from kiosk.core.step import (
    CaptureFace,
    Choose,
    Consent,
    Done,
    EnterIdNumber,
    EnterOtherId,
    EnterText,
    Face,
    Identify,
    Query,
    Review,
    Route,
    Sign,
    Submit,
    Tone,
    Unfinished,
)
from kiosk.flows.face import FaceComparison
from kiosk.flows.family_sharing import (
    PROOF,
    STAFF,
    UNSIGNED,
    AddMember,
    Member,
    Relation,
    RemoveMember,
    Sharing,
    family_sharing,
)
from tests.flows.scripts import play
from tests.people import TYPED, WANG, ZHANG

RECEIPT = Receipt("GJ-1", "医保家庭共济", ReceiptState.DONE, datetime(2026, 11, 22, tzinfo=UTC), note="家人能用了")
OLD = Member("GJ-0", "李*", "配偶")
KNOWN = [(Identify, ZHANG), (Unfinished, ())]
SIGNED = Signature(((Point(0, 0, 0), Point(20, 8, 90), Point(38, 2, 200)),), b"png")
OPEN = Sharing((), 4, telephone="12393")
SHARED = Sharing((OLD,), 4, telephone="12393")
FULL = Sharing((OLD,), 1, telephone="12393")
SEEN = [(Consent, None), (CaptureFace, Face(b"jpeg")), (Query, FaceComparison(True))]
NAMED = [(Choose, ("SPOUSE",)), (EnterText, "王建国"), (EnterOtherId, WANG.id_number)]


def test_somebody_is_added() -> None:
    walk = play(family_sharing, [*KNOWN, (Query, OPEN), *SEEN, *NAMED])
    assert walk.step == Sign("同意王建国用我的医保账户")
    walk.answer(SIGNED)
    assert isinstance(walk.step, Review)
    shown = {line.name: line.value for line in walk.step.lines}
    assert shown["member_name"] == "王*国"
    assert WANG.id_number not in shown.values()
    walk.answer(None)
    call = AddMember(ZHANG.id_number, "王建国", WANG.id_number, Relation.SPOUSE, b"jpeg", SIGNED.svg)
    assert walk.step == Submit(call, ZHANG)
    assert not any(secret in repr(call) for secret in ("王建国", WANG.id_number, ZHANG.id_number))
    walk.answer(RECEIPT)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("王*国能用您的医保了", ("家人能用了",), "GJ-1")


def test_a_changed_name_is_signed_anew() -> None:
    walk = play(family_sharing, [*KNOWN, (Query, OPEN), *SEEN, *NAMED, (Sign, SIGNED)])
    walk.revise("name")
    walk.answer("王建民")
    assert walk.step == Sign("同意王建民用我的医保账户")


def test_who_is_on_it_can_be_taken_off() -> None:
    walk = play(family_sharing, [*KNOWN, (Query, SHARED)])
    assert isinstance(walk.step, Choose)
    assert [choice.label for choice in walk.step.choices] == ["再加一个家人", "不给李*用了"]
    walk.answer(("GJ-0",))
    walk.answer(SIGNED)
    walk.answer(None)
    assert walk.step == Submit(RemoveMember(ZHANG.id_number, "GJ-0", SIGNED.svg), ZHANG)
    walk.answer(RECEIPT)
    walk.answer(Paper.OUT)
    assert walk.outcome == Done("不给李*用了", ("家人能用了",), "GJ-1")


def test_another_one_is_added_as_long_as_there_is_room() -> None:
    walk = play(family_sharing, [*KNOWN, (Query, SHARED), (Choose, ("add",))])
    assert isinstance(walk.step, Consent)
    full = play(family_sharing, [*KNOWN, (Query, FULL)])
    assert isinstance(full.step, Choose)
    assert full.step.choices[0].closed == "最多1个人"


def test_what_cannot_be_shared_says_why() -> None:
    walk = play(family_sharing, [*KNOWN, (Query, Sharing((), 4, "居民医保没有个人账户", "12393"))])
    assert walk.outcome == Done("现在办不了", ("居民医保没有个人账户", "有疑问打电话：12393"), tone=Tone.INFO)


def test_a_number_that_was_typed_in_proves_nothing() -> None:
    assert play(family_sharing, [(Identify, Route("keypad")), (EnterIdNumber, TYPED)]).outcome == PROOF


@pytest.mark.parametrize(
    "way",
    [
        [(Consent, Route("decline"))],
        [(Consent, None), (CaptureFace, Route("staff"))],
        [
            (Consent, None),
            *[(CaptureFace, Face(b"jpeg")), (Query, FaceComparison(False, "离近一点"))] * 2,
        ],
    ],
)
def test_without_a_matching_face_the_window_does_it(way: list[tuple[type, object]]) -> None:
    assert play(family_sharing, [*KNOWN, (Query, OPEN), *way]).outcome == STAFF


@pytest.mark.parametrize("sharing", [OPEN, SHARED])
def test_who_cannot_sign_is_sent_to_the_window(sharing: Sharing) -> None:
    steps = [*SEEN, *NAMED] if sharing is OPEN else [(Choose, ("GJ-0",))]
    assert play(family_sharing, [*KNOWN, (Query, sharing), *steps, (Sign, Route("staff"))]).outcome == UNSIGNED
