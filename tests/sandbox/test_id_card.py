"""居民身份证换领补领 at the stand-in gateway: the whole script against it, who may, and what the books say after."""

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.errors import Refused
from kiosk.core.person import CardKind, Person
from kiosk.core.step import CaptureFace, CaptureIdPhoto, Choose, Done, Face, Pay, Step, Submit
from kiosk.core.walk import Walk
from kiosk.devices.haar_face import HaarFaceDetector
from kiosk.devices.id_photo_gate import IdPhotoGate
from kiosk.devices.simulators.scenes import Scene, picture
from kiosk.flows.id_card_renewal import (
    ITEM,
    OTHER_FACE,
    ApplyForIdCard,
    IdCardStatus,
    Reason,
    Standing,
    id_card_renewal,
)
from kiosk.sandbox.books import Books
from kiosk.sandbox.id_card import IdCardBills
from kiosk.sandbox.refusals import Refusal
from kiosk.sandbox.residents import RESIDENTS, Case
from tests.declarations.citizen import Citizen
from tests.people import id_number
from tests.sandbox.town import PICTURE, SkewedClock, Town, jpeg, someone, town

PHOTO, PHONE = jpeg(358, 441), "13800000000"
GATE = IdPhotoGate(HaarFaceDetector())


class Applicant(Citizen):
    """Sits well before a white wall."""

    def answer(self, step: Step[Any]) -> Any:  # type: ignore[override]  # what is new is asked here, the rest as ever
        if isinstance(step, CaptureIdPhoto):
            return Face(GATE.cut(picture(Scene.ID_PHOTO, 0)))
        return Face(PICTURE) if isinstance(step, CaptureFace) else super().answer(step)


def people(place: Town, **wanted: str) -> list[dict[str, Any]]:
    return [one for one in place.get("/state")["people"] if wanted.items() <= one.items()]


def applicant(place: Town, id: str, *, typed: bool = False, reason: str = "expiry", pays: bool = True) -> Applicant:
    one = next(each for each in RESIDENTS if each.id == id)
    name = "" if typed else one.card.name
    person = Person(name=name, id_number=one.card.number, kind=one.card.kind, typed=typed)
    who = Applicant(place, person, cast(Any, None), pays)
    who.choose = lambda step: reason if step.name == "reason" else step.choices[-1].value
    return who


def went(who: Applicant) -> Done:
    walk = who.go(Walk(id_card_renewal.script, id="walk-1"))
    assert walk.outcome is not None
    return walk.outcome


def standing(place: Town, id: str) -> str:
    return str(people(place, id=id)[0]["id_card"])


def test_a_card_that_runs_out_is_renewed(place: Town) -> None:
    who = applicant(place, "r24")
    assert standing(place, "r24") == "due"
    end = went(who)
    assert (end.message, end.details) == ("交上去了", ("二十天左右，做好了打电话", "取的时候要按指纹"))
    [entry] = place.submissions()
    assert (entry["number"], entry["person"], entry["owed"]) == (end.reference, "r24", 20_00)
    assert (entry["reason"], entry["station"]) == ("expiry", "wangchun")
    [posting] = place.get("/books")["postings"]
    assert (posting["item"], posting["bills"], posting["amount"]) == (ITEM, [end.reference], 20_00)
    assert who.person.name not in repr(place.get("/books"))
    assert PHONE not in repr(place.get("/books"))
    assert standing(place, "r24") == "applied"
    assert went(applicant(place, "r24")).message == "已经申请过了，正在做"


def test_one_that_was_lost_costs_more_and_is_asked_for_by_number(place: Town) -> None:
    who = applicant(place, "r25", typed=True, reason="lost")
    assert went(who).message == "交上去了"
    assert [step.charge.amount for step in who.steps if isinstance(step, Pay)] == [40_00]
    assert [type(step) for step in who.steps].index(CaptureFace) < [type(step) for step in who.steps].index(Choose)


def test_what_was_not_paid_is_paid_another_time(place: Town) -> None:
    end = went(applicant(place, "r25", reason="damaged", pays=False))
    assert (end.message, standing(place, "r25")) == ("交上去了，还没付钱", "unpaid")
    back = applicant(place, "r25")
    assert went(back).message == "付好了"
    assert not any(isinstance(step, Submit) for step in back.steps)
    assert standing(place, "r25") == "applied"


def test_the_state_pays_what_runs_out_for_some(place: Town) -> None:
    who = applicant(place, "r05", reason="damaged")
    record = place.gateway().call(IdCardStatus(who.person.id_number))
    assert (record.renewal, record.replacement, record.free) == (0, 40_00, "低保对象")
    assert went(who).message == "交上去了"
    assert [step.charge.amount for step in who.steps if isinstance(step, Pay)] == [40_00]


def test_another_face_gets_no_card(place: Town) -> None:
    assert went(applicant(place, someone(Case.MISMATCH).id, reason="damaged")) == OTHER_FACE
    assert place.submissions() == []


def test_the_bench_says_how_everybody_stands(place: Town) -> None:
    seen = set()
    for person in people(place):
        record = place.gateway().call(IdCardStatus(person["id_number"]))
        open_to = record.standing is Standing.OPEN
        assert person["id_card"] == (("due" if record.due else "good") if open_to else record.standing.value)
        assert bool(record.stations) == open_to
        seen.add(person["id_card"])
    assert seen == {"due", "good", "applied", "not_found"}
    assert place.gateway().call(IdCardStatus(id_number("33021219520317900"))).standing is Standing.NOT_FOUND
    foreign = next(one for one in RESIDENTS if one.card.kind is not CardKind.RESIDENT)
    assert standing(place, foreign.id) == "not_found"


def test_under_sixteen_somebody_else_applies(tmp_path: Path) -> None:
    """Ten years ago the youngest were children."""
    clock = SkewedClock(timedelta(days=-3653))
    youngest = max(RESIDENTS, key=lambda one: one.card.birth)
    with town(tmp_path / "state", clock=clock) as then:
        gateway = then.gateway(clock=clock)
        assert gateway.call(IdCardStatus(youngest.card.number)).standing is Standing.MINOR
        call = ApplyForIdCard(youngest.card.number, Reason.LOST, PHOTO, "donghu", PHONE)
        with pytest.raises(Refused, match="not_open"):
            gateway.call(call, key="key-of-a-child")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"photo": PICTURE}, "photo"),
        ({"photo": b"no picture"}, "picture"),
        ({"station": "nowhere"}, "no_station"),
        ({"reason": Reason.EXPIRY}, "not_due"),
        ({"id_number": id_number("33021219520317900")}, "not_open"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_fit_is_refused_and_not_entered(place: Town, change: dict[str, Any], reason: str) -> None:
    [who] = people(place, id="r25")
    fields = {"id_number": who["id_number"], "reason": Reason.LOST, "photo": PHOTO, "station": "donghu", "phone": PHONE}
    with pytest.raises(Refused) as refused:
        place.gateway().call(ApplyForIdCard(**{**fields, **change}), key=f"key-of-{reason}")
    assert refused.value.reason == reason
    assert refused.value.sentence
    assert place.submissions() == []


def test_the_same_key_applies_once(place: Town) -> None:
    [who] = people(place, id="r25")
    call = ApplyForIdCard(who["id_number"], Reason.LOST, PHOTO, "donghu", PHONE)
    gateway = place.gateway()
    assert gateway.call(call, key="key-of-once") == gateway.call(call, key="key-of-once")
    assert len(place.submissions()) == 1


def test_a_fee_is_taken_in_once(tmp_path: Path) -> None:
    clock = SystemClock()
    books = Books(tmp_path / "books.db")
    books.enter("submissions", "SZ-1", clock.now(), {"item": ITEM, "person": "r25", "owed": 40_00})
    fee = IdCardBills(books, clock)
    assert [fee.amount(bills) for bills in (("SZ-1",), ("SZ-1", "SZ-1"), ("SZ-0",), ())] == [40_00, None, None, None]
    assert dict(fee.post(("SZ-1",), "order-1").rows)["大写"] == "肆拾元整"
    assert fee.amount(("SZ-1",)) is None
    with pytest.raises(Refusal, match="bill_settled"):
        fee.post(("SZ-1",), "order-2")
    assert len(books.entries("postings")) == 1
    books.close()
