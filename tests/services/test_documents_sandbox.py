"""A certificate over the real client, relay and stand-in gateway, with the network's faults."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.certificate import WRONG, Certificate
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadDocument, Refused, Unreachable
from kiosk.core.person import Person
from kiosk.flows.certificates import IssueCertificate
from kiosk.sandbox.faults import DocumentFault
from kiosk.sandbox.residents import Case
from kiosk.services.audit import Audit
from kiosk.services.documents import Documents
from kiosk.services.effects import Effects
from kiosk.services.pdf_reader import PdfReader, read_root
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from tests.sandbox.town import TERMINAL, Town, someone, town
from tests.services.test_documents import Tray
from tests.services.test_effects_sandbox import Hasty
from tests.services.world import KEY

CARD = someone(Case.DUE).card
PERSON = Person(CARD.name, CARD.number)


class Citizen:
    def __init__(self, place: Town, store: Store) -> None:
        clock = SystemClock()
        gateway = place.gateway(reply_seconds=2.0)
        audit = Audit(store, clock)
        self.effects = Effects(store, gateway, clock, terminal=TERMINAL, audit=audit)
        root = read_root(Path(place.ready["wires"]["seal_root"]))
        self.documents = Documents(store, gateway, clock, audit, PdfReader(root, clock))
        self.call = IssueCertificate("insured", CARD.number)

    def make_out(self, key: str) -> Certificate:
        return self.effects.issue(self.call, key=key * 32, person=PERSON, walk="w", cancel=Hasty())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def citizen(place: Town, tmp_path: Path) -> Iterator[Citizen]:
    store = Store(tmp_path / "store", KEY)
    yield Citizen(place, store)
    store.close()
    place.afresh()


def books(place: Town) -> list[dict[str, Any]]:
    return list(place.get("/books")["certificates"])


def test_made_out_fetched_and_printed(place: Town, citizen: Citizen) -> None:
    made, tray = citizen.make_out("k"), Tray()
    assert [entry["number"] for entry in books(place)] == [made.number]
    citizen.documents.print(made, PERSON, tray, walk="w", cancel=Cancel())
    [pdf] = tray.papers
    assert (len(pdf), pdf[:5]) == (made.size, b"%PDF-")


@pytest.mark.parametrize(("fault", "entries"), [("lose_request", 0), ("lose_reply", 1)])
def test_who_leaves_is_offered_what_had_been_made_out(place: Town, citizen: Citizen, fault: str, entries: int) -> None:
    place.order("/network", fault=fault)
    with pytest.raises(Unreachable):
        citizen.make_out("k")
    citizen.effects.abandon("w")
    place.order("/network", fault=None)
    sweep(citizen.effects, Cancel())
    offered = citizen.documents.unprinted(PERSON, cancel=Cancel())
    assert [made.number for made in offered] == [entry["number"] for entry in books(place)]
    assert len(offered) == entries
    if not entries:
        with pytest.raises(Refused, match="withdrawn"):
            place.gateway().call(citizen.call, key="k" * 32)


SPOILT = {  # what the gateway sends, and what the terminal finds
    "altered": "altered",
    "added_to": "altered",
    "unsealed": "unsigned",
    "unknown_seal": "unknown_seal",
    "expired_seal": "expired_seal",
    "more_pages": "pages",
    "letter": "paper",
    "encrypted": "encrypted",
    "script": "active",
    "attachment": "active",
    "too_large": "too_large",
    "broken": "broken",
}


def test_every_way_to_spoil_a_document_is_tried() -> None:
    assert {fault.value for fault in DocumentFault} == SPOILT.keys()


# Each child costs as much as a dozen other tests; both ways ask the same one, so each fault takes one way by turns.
BOTH_WAYS = [
    pytest.param(fault, way, marks=() if (number + turn) % 2 == 0 else pytest.mark.whole)
    for number, fault in enumerate(SPOILT)
    for turn, way in enumerate(("shown", "printed"))
]


@pytest.mark.parametrize(("fault", "way"), BOTH_WAYS)
def test_a_spoilt_document_is_neither_shown_nor_printed(place: Town, citizen: Citizen, fault: str, way: str) -> None:
    """It comes as the gateway has said that it would, so only what it is tells."""
    place.order("/documents", fault=fault)
    made, tray = citizen.make_out("k"), Tray()
    acts = {
        "shown": lambda: citizen.documents.pages(made, PERSON, cancel=Cancel()),
        "printed": lambda: citizen.documents.print(made, PERSON, tray, walk="w", cancel=Cancel()),
    }
    with pytest.raises(BadDocument) as caught:
        acts[way]()
    assert caught.value.technician == SPOILT[fault]
    assert caught.value.sentence == WRONG[SPOILT[fault]]
    assert tray.keys == []


def test_once_nothing_is_wrong_a_new_one_is_made_out(place: Town, citizen: Citizen) -> None:
    place.order("/documents", fault="unsealed")
    spoilt = citizen.make_out("k")
    place.order("/documents", fault=None)
    made = citizen.make_out("m")
    assert made.number != spoilt.number
    assert len(citizen.documents.pages(made, PERSON, cancel=Cancel()).pictures) == 1
