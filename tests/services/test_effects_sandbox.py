"""Effects over the real client, relay and stand-in gateway, with the network's faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Refused, Unreachable
from kiosk.core.person import Person
from kiosk.core.receipt import ReceiptState
from kiosk.flows.pension_certification import CertifyPension
from kiosk.sandbox.residents import Case
from kiosk.services.audit import Audit
from kiosk.services.effects import Effects
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from tests.sandbox.town import PICTURE, TERMINAL, Town, someone, town
from tests.services.world import KEY

SUBMISSION = "k" * 32


class Hasty(Cancel):
    """Does not wait between two tries."""

    def wait(self, seconds: float) -> None:
        self.check()


class Citizen:
    def __init__(self, effects: Effects, case: Case) -> None:
        card = someone(case).card
        self.person = Person(card.name, card.number)
        self.call = CertifyPension(card.number, 2026, PICTURE, ("face",))
        self.effects = effects

    def hand_in(self) -> str:
        receipt = self.effects.submit(self.call, key=SUBMISSION, person=self.person, walk="w", cancel=Hasty())
        return receipt.number

    def keep(self) -> ReceiptState:
        return self.effects.defer(self.call, key=SUBMISSION, person=self.person, walk="w", title="认证").state


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def place(shared: Town) -> Town:
    shared.afresh()
    return shared


def settle(effects: Effects) -> None:
    """Sweeps until nothing is due: the gateway has 0.3 s to answer, and on a busy machine that is little."""
    for _ in range(20):
        sweep(effects, Cancel())
        if not effects.due():
            return
    raise AssertionError(effects.due())


@pytest.fixture
def effects(place: Town, tmp_path: Path) -> Iterator[Effects]:
    store = Store(tmp_path / "store", KEY)
    clock = SystemClock()
    yield Effects(store, place.gateway(reply_seconds=0.3), clock, terminal=TERMINAL, audit=Audit(store, clock))
    store.close()


@pytest.mark.parametrize("fault", ["down", "lose_request", "lose_reply", "error_500"])
def test_what_is_kept_under_a_fault_is_in_the_books_once_when_it_clears(
    place: Town, effects: Effects, fault: str
) -> None:
    citizen = Citizen(effects, Case.DUE)
    place.order("/network", fault=fault)
    with pytest.raises(Unreachable):
        citizen.hand_in()
    assert citizen.keep() is ReceiptState.QUEUED
    place.order("/network", fault=None)
    settle(effects)
    sweep(effects, Cancel())  # and once more, with nothing to do
    (receipt,) = effects.unfinished(citizen.person, cancel=Cancel())
    assert [entry["number"] for entry in place.submissions()] == [receipt.number]


@pytest.mark.parametrize(("fault", "entries"), [("lose_request", 0), ("lose_reply", 1)])
def test_what_is_taken_back_is_in_the_books_only_if_it_had_arrived(
    place: Town, effects: Effects, fault: str, entries: int
) -> None:
    citizen = Citizen(effects, Case.DUE)
    place.order("/network", fault=fault)
    with pytest.raises(Unreachable):
        citizen.hand_in()
    effects.withdraw(SUBMISSION)
    place.order("/network", fault=None)
    settle(effects)
    assert len(place.submissions()) == len(effects.unfinished(citizen.person, cancel=Cancel())) == entries
    if not entries:
        with pytest.raises(Refused, match="withdrawn"):
            place.gateway().call(citizen.call, key=SUBMISSION)


def test_a_refusal_comes_with_the_gateways_words(effects: Effects) -> None:
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            Citizen(effects, Case.STOPPED).hand_in()
        assert (caught.value.reason, caught.value.sentence) == ("stopped", "您的养老金停发了")
