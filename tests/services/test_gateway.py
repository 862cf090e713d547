"""The gateway's client against the real stand-in gateway, through the real relay."""

import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled, Refused, ServerFault, Unauthorized, Unreachable
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.flows.face import CompareFace
from kiosk.flows.pension_certification import CertifyPension, PensionStatus, Standing
from kiosk.sandbox.residents import Case
from kiosk.sandbox.world import Pace
from tests.sandbox.town import PICTURE, SkewedClock, Town, someone, town

FAULTS = {
    "down": Unreachable,
    "lose_request": Unreachable,
    "lose_reply": Unreachable,
    "error_500": ServerFault,
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state", pace=Pace(slow_reply=0.05)) as made:
        yield made


@pytest.fixture
def place(shared: Town) -> Town:
    shared.afresh()
    return shared


def certification(place: Town, case: Case = Case.DUE, which: int = 0, year: int | None = None) -> CertifyPension:
    return CertifyPension(someone(case, which).card.number, year, PICTURE, ("face",))


def test_query_comes_back_typed(place: Town) -> None:
    record = place.gateway().call(PensionStatus(someone(Case.DUE).card.number))
    assert record.standing is Standing.DUE
    assert record.masked_name == "张*兰"
    assert place.gateway().call(CompareFace(someone(Case.DUE).card.number, PICTURE)).same


def test_effect_comes_back_as_receipt(place: Town) -> None:
    receipt = place.gateway().call(certification(place), key="k" * 32)
    assert receipt.state is ReceiptState.DONE
    assert receipt.issued_at.tzinfo is not None
    assert [entry["number"] for entry in place.submissions()] == [receipt.number]


def test_stored_bytes_are_sent_again_by_another_client(place: Town) -> None:
    call, first = certification(place), place.gateway()
    body = first.encode(call)
    receipt = first.send(call.path, body, Receipt, key="k" * 32)
    assert place.gateway().send(call.path, body, Receipt, key="k" * 32) == receipt
    assert len(place.submissions()) == 1


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("key", [None, "k" * 32])
def test_every_network_fault_has_its_error(place: Town, fault: str, key: str | None) -> None:
    """… which says nothing about the citizen, and the next call after it has cleared goes through."""
    person = someone(Case.DUE).card
    gateway = place.gateway(reply_seconds=0.2)
    place.order("/network", fault=fault)
    with pytest.raises(FAULTS[fault]) as caught:
        gateway.call(certification(place) if key else PensionStatus(person.number), key=key)
    told = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert person.number not in told
    assert person.name not in told
    assert caught.value.__context__ is None
    place.order("/network", fault=None)
    assert place.gateway().call(PensionStatus(person.number)).standing in (Standing.DUE, Standing.CERTIFIED)


def test_slow_is_not_broken(place: Town) -> None:
    place.order("/network", fault="slow")
    assert place.gateway().call(PensionStatus(someone(Case.DUE).card.number)).standing is Standing.DUE


def test_lost_replies_leave_one_submission(place: Town) -> None:
    gateway, call = place.gateway(), certification(place)
    place.order("/network", fault="lose_reply")
    for _ in range(5):
        with pytest.raises(Unreachable):
            gateway.call(call, key="k" * 32)
    place.order("/network", fault=None)
    receipt = gateway.call(call, key="k" * 32)
    assert [entry["number"] for entry in place.submissions()] == [receipt.number]


def test_lost_requests_leave_none(place: Town) -> None:
    place.order("/network", fault="lose_request")
    with pytest.raises(Unreachable):
        place.gateway().call(certification(place), key="k" * 32)
    assert place.submissions() == []


def test_refusal_carries_its_reason_and_the_words_for_the_citizen(place: Town) -> None:
    with pytest.raises(Refused) as caught:
        place.gateway().call(certification(place, Case.STOPPED), key="k" * 32)
    assert caught.value.reason == "stopped"
    assert caught.value.sentence == "您的养老金停发了"
    assert caught.value.remedy == "先打电话问：12333"
    assert str(caught.value) == "/social/pension/certify: HTTP 409, stopped"


@pytest.mark.parametrize("minutes", [-6, 6])
def test_wrong_clock_is_not_trusted_and_nothing_is_done(place: Town, minutes: int) -> None:
    gateway = place.gateway(clock=SkewedClock(timedelta(minutes=minutes)))
    with pytest.raises(Unauthorized, match="clock") as caught:
        gateway.call(certification(place), key="k" * 32)
    assert caught.value.sentence == "机器和平台的时间对不上"
    assert place.gateway().call(certification(place), key="k" * 32).state is ReceiptState.DONE


def test_wrong_secret_is_not_trusted(place: Town) -> None:
    file = place.state / "gateway.key"
    secret = file.read_bytes()
    file.write_text("another secret, just as long as it must be")
    gateway = place.gateway()
    file.write_bytes(secret)
    with pytest.raises(Unauthorized, match="signature"):
        gateway.call(PensionStatus(someone(Case.DUE).card.number))


def test_withdrawing_what_was_done_brings_its_receipt(place: Town) -> None:
    gateway, call = place.gateway(), certification(place)
    place.order("/network", fault="lose_reply")
    with pytest.raises(Unreachable):
        gateway.call(call, key="k" * 32)
    place.order("/network", fault=None)
    receipt = gateway.withdraw("k" * 32, Receipt)
    assert receipt is not None
    assert [entry["number"] for entry in place.submissions()] == [receipt.number]
    assert gateway.call(call, key="k" * 32) == receipt


def test_what_was_withdrawn_before_it_came_is_refused_for_ever(place: Town) -> None:
    gateway = place.gateway()
    assert gateway.withdraw("k" * 32, Receipt) is None
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            gateway.call(certification(place), key="k" * 32)
        assert caught.value.reason == "withdrawn"
    assert gateway.withdraw("k" * 32, Receipt) is None
    assert place.submissions() == []


def test_withdrawing_what_was_refused_brings_nothing(place: Town) -> None:
    gateway = place.gateway()
    with pytest.raises(Refused):
        gateway.call(certification(place, Case.NONE), key="k" * 32)
    assert gateway.withdraw("k" * 32, Receipt) is None


def test_cancelled_before_it_began_sends_nothing(place: Town) -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        place.gateway().call(certification(place), key="k" * 32, cancel=cancel)
    assert place.submissions() == []


def test_calls_from_many_threads_at_once(place: Town) -> None:
    gateway = place.gateway()
    calls = [certification(place, Case.DUE, which) for which in range(8)]
    with ThreadPoolExecutor(16) as pool:
        receipts = list(pool.map(lambda at: gateway.call(calls[at % 8], key=f"key-{at % 8:08}"), range(32)))
    assert len({receipt.number for receipt in receipts}) == 8
    assert len(place.submissions()) == 8
