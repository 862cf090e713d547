"""How often a helper acts for others: what the package allows, durably counted by helper, item and day."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.errors import StoreError
from kiosk.core.package import Helper
from kiosk.core.proxy import Authorised, NotByProxy, Relation
from kiosk.services.audit import Audit
from kiosk.services.proxies import Proxies
from kiosk.services.store import Store
from tests.people import ZHANG
from tests.services.world import KEY, SetClock, decrypted_pages

TERMS = Helper(15, limits={"medical.payment": 2, "fund.loan_apply": 0})


class Office:
    def __init__(self, directory: Path) -> None:
        self.directory, self.clock, self._number = directory, SetClock(), 0
        self.open()

    def open(self) -> None:
        self.store = Store(self.directory, KEY)
        self.audit = Audit(self.store, self.clock)
        self.proxies = Proxies(self.store, self.audit, self.clock)
        for helper in ("B07", "B08"):
            self.proxies.load(helper)

    def authorise(self, helper: str, item: str, number: str = "") -> None:
        self._number += 1
        number = number or f"DB20260730-{self._number:06}"
        how = Authorised("登记好了", reference=number, principal=ZHANG, relation=Relation.CHILD)
        self.proxies.note(helper, item, number)
        self.proxies.keep(helper, item, how)

    def allows(self, helper: str, item: str) -> str:
        """What stands against it, "" for nothing."""
        try:
            self.proxies.check(helper, item, TERMS)
        except NotByProxy as no:
            return no.sentence
        return ""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "store")
    yield made
    made.store.close()


def test_a_helper_does_no_more_of_an_item_than_the_package_says(office: Office) -> None:
    for _ in range(2):
        assert office.allows("B07", "medical.payment") == ""
        office.authorise("B07", "medical.payment")
    assert office.allows("B07", "medical.payment") == "今天替人办满了2次"
    assert office.allows("B08", "medical.payment") == ""
    office.clock.advance(days=1)
    assert office.allows("B07", "medical.payment") == ""


def test_what_is_never_done_for_others_and_what_has_no_limit(office: Office) -> None:
    assert office.allows("B07", "fund.loan_apply") == "这个网点这件事不能代办"
    for _ in range(5):
        office.authorise("B07", "social.pension_certification")
    assert office.allows("B07", "social.pension_certification") == ""


def test_a_restart_forgets_nothing_and_one_authorisation_counts_once(office: Office) -> None:
    for _ in range(2):
        office.authorise("B07", "medical.payment", "DB20260730-000001")
        office.store.close()
        office.open()
    assert office.allows("B07", "medical.payment") == ""
    office.authorise("B07", "medical.payment")
    office.store.close()
    office.open()
    assert office.allows("B07", "medical.payment") == "今天替人办满了2次"
    assert len(office.store.read("SELECT * FROM audit WHERE event = 'proxy.authorised'")) == 2


def test_old_days_go_but_not_at_once(office: Office) -> None:
    office.authorise("B07", "medical.payment")
    for days, left in ((7, 2), (1, 2)):
        office.clock.advance(days=days)
        office.authorise("B07", "medical.payment")
        assert len(office.store.read("SELECT * FROM proxies")) == left


def test_a_store_that_fails_takes_nothing_from_the_audit(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(office.store, "write", fails)
    monkeypatch.setattr(office.store, "read", fails)
    office.authorise("B07", "medical.payment")
    assert [event.subject for _, event in office.audit._waiting] == ["DB20260730-000001"]
    fresh = Proxies(office.store, office.audit, office.clock)
    fresh.load("B07")
    with pytest.raises(NotByProxy):
        fresh.check("B07", "medical.payment", TERMS)


def test_nobody_s_number_is_kept(office: Office) -> None:
    office.authorise("B07", "medical.payment")
    office.store.close()
    pages = decrypted_pages(office.directory, KEY)
    assert b"B07" in pages
    assert ZHANG.id_number.encode() not in pages
    assert ZHANG.name.encode() not in pages
    office.open()


def test_before_it_was_counted_nothing_with_a_limit_begins(office: Office) -> None:
    assert office.allows("B99", "medical.payment") == "还没数好今天办了几次"
    assert office.allows("B99", "social.pension_certification") == ""
