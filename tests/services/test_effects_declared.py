"""A declared item kept without a link, with all that a form can hold: handed in once, whole, when the link is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Unreachable
from kiosk.core.form import Attachment, Form, Given, Member
from kiosk.core.receipt import ReceiptState
from kiosk.core.recovery import UnfinishedWork
from kiosk.flows.declared import DeclaredStatus, DeclaredSubmit, Standing
from kiosk.services.audit import Audit
from kiosk.services.effects import Effects
from kiosk.services.store import Store
from tests.people import WANG
from tests.sandbox.test_declared import paying, person_of
from tests.sandbox.town import PICTURE, TERMINAL, Town, town
from tests.services.test_effects_sandbox import SUBMISSION, Hasty, settle
from tests.services.world import KEY

WHO = person_of(paying())
UNEMPLOYED = DeclaredSubmit(
    "social.unemployment",
    WHO.id_number,
    Form(
        (Given("left", ("2026-10-23",)), Given("reason", ("ended",)), Given("phone", ("13800000000",))),
        attachments=(Attachment("proof", PICTURE),),
        signature="<svg/>",
        consents=("keep",),
    ),
)
FAMILY = DeclaredSubmit(
    "medical.enrol_family",
    WHO.id_number,
    Form(
        (Given("from", ("2026-12-01",)),),
        members=(Member("family", "老伴", WANG.name, WANG.id_number),),
        signature="<svg/>",
        consents=("family_data", "keep"),
    ),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def place(shared: Town) -> Town:
    shared.afresh()
    return shared


@pytest.fixture
def effects(place: Town, tmp_path: Path) -> Iterator[Effects]:
    store, clock = Store(tmp_path / "store", KEY), SystemClock()
    yield Effects(store, place.gateway(reply_seconds=2.0), clock, terminal=TERMINAL, audit=Audit(store, clock))
    store.close()


@pytest.mark.parametrize("call", [UNEMPLOYED, FAMILY], ids=lambda call: call.item)
def test_it_is_in_the_books_once(place: Town, effects: Effects, tmp_path: Path, call: DeclaredSubmit) -> None:
    place.order("/network", fault="down")
    with pytest.raises(Unreachable):
        effects.submit(call, key=SUBMISSION, person=WHO, walk="w", cancel=Hasty())
    slip = effects.defer(call, key=SUBMISSION, person=WHO, walk="w", title="登记")
    assert slip.state is ReceiptState.QUEUED
    kept = b"".join(file.read_bytes() for file in (tmp_path / "store").rglob("*") if file.is_file())
    for secret in (WHO.id_number, WANG.name, "13800000000"):
        assert secret.encode() not in kept
    place.order("/network", fault=None)
    settle(effects)
    (receipt,) = effects.unfinished(WHO, cancel=Cancel())
    [entry] = place.submissions()
    assert (entry["number"], entry["item"]) == (receipt.number, call.item)
    assert entry["sheets"] == [sheet.name for sheet in call.form.attachments]
    assert entry["members"] == len(call.form.members)
    record = place.gateway().call(DeclaredStatus(call.item, WHO.id_number))
    assert (record.standing, record.number) == (Standing.DONE, receipt.number)


def test_a_terminal_that_has_lost_its_record_hears_of_it(place: Town, effects: Effects) -> None:
    receipt = effects.submit(UNEMPLOYED, key=SUBMISSION, person=WHO, walk="w", cancel=Hasty())
    [known] = place.gateway().call(UnfinishedWork()).submissions
    assert (known.key, known.path, known.receipt.number) == (SUBMISSION, DeclaredSubmit.path, receipt.number)
