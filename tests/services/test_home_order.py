"""Home in the order of use on a real store: a step a month while the site is quiet, and what leaves home."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.errors import StoreError
from kiosk.core.hours import week
from kiosk.core.timing import RERANK_EVERY, UNUSED_NOTICE
from kiosk.core.usage import Outcome
from kiosk.services.delisting import State, proposals
from kiosk.services.home_decisions import HomeDecisions, NotYet
from kiosk.services.home_order import HomeOrder, Offer, standing
from kiosk.services.store import Store
from kiosk.services.usage import Usage
from tests.services.world import KEY, SetClock

ITEMS = ("a", "b", "c", "d", "e")
OFFICE = week({"mon-fri": ["8:30-17:00"]})
OFFER = Offer(ITEMS, ("b",), OFFICE)
HOUR = 3600.0
DAY = 86400.0


class Site:
    """A terminal's store over the months; ``night`` is a sweep outside the opening hours, an hour after the last."""

    def __init__(self, directory: Path) -> None:
        self.clock = SetClock()  # a Thursday, nine in the morning
        self.store = Store(directory / "store", KEY)
        self.usage = Usage(self.store, self.clock)
        self.file = directory / "home.json"
        self.open(OFFER)

    def open(self, offer: Offer) -> None:
        self.offer = offer
        self.order = HomeOrder(self.store, self.clock, offer, self.file)
        self.order.tidy()

    def used(self, **counts: int) -> None:
        for item, count in counts.items():
            for _ in range(count):
                self.usage.note(item, Outcome.DONE)
        self.usage.flush()

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)

    def night(self) -> tuple[str, ...]:
        now = self.clock.now()
        self.pass_time((now.replace(hour=23, minute=0) - now).total_seconds() % DAY)
        self.order.tidy()
        return self.home()

    def home(self) -> tuple[str, ...]:
        stands = standing(self.store, self.offer)
        assert stands is not None
        return stands.items

    def said(self) -> Any:
        return json.loads(self.file.read_text())

    def decisions(self) -> HomeDecisions:
        return HomeDecisions(self.store, self.clock, self.offer, self.file)

    def year(self) -> None:
        """A year in which all but ``e`` are done, and ``e`` is begun twice."""
        for _ in range(13):
            self.used(a=3, b=3, c=3, d=3)
            self.pass_time(30 * DAY)
        self.usage.note("e", Outcome.LEFT, "Identify")
        self.usage.note("e", Outcome.ENDED)
        self.usage.flush()
        self.night()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    site.store.close()


def test_the_packages_own_order_needs_no_file(site: Site) -> None:
    assert site.night() == ITEMS
    assert not site.file.exists()


def test_a_step_after_a_month_and_not_before(site: Site) -> None:
    site.used(e=100)
    site.pass_time(RERANK_EVERY - 2 * DAY)
    assert site.night() == ITEMS
    site.pass_time(2 * DAY)
    assert site.night() == ("a", "b", "e", "c", "d")
    assert site.said() == {"base": list(ITEMS), "items": ["a", "b", "e", "c", "d"]}
    site.pass_time(10 * DAY)
    assert site.night() == ("a", "b", "e", "c", "d")
    site.used(e=100)
    site.pass_time(20 * DAY)
    assert site.night() == ("e", "b", "a", "c", "d"), "b is protected"


def test_never_while_the_site_is_open(site: Site) -> None:
    site.used(e=100)
    site.pass_time(RERANK_EVERY + 5 * DAY + 2 * HOUR)  # a Thursday at eleven
    assert site.offer.hours is not None
    assert site.offer.hours.is_open(site.clock.now())
    site.order.tidy()
    assert site.home() == ITEMS


def test_a_site_that_is_always_open_is_quiet_at_night() -> None:
    always = Offer(ITEMS, (), None)
    assert not always.is_quiet(datetime(2026, 1, 1, 23, 0, tzinfo=UTC))
    assert always.is_quiet(datetime(2026, 1, 1, 3, 59, tzinfo=UTC))


@pytest.mark.parametrize("back", [3 * DAY, 400 * DAY])
def test_a_clock_that_was_turned_back_moves_nothing_and_a_month_later_it_goes_on(site: Site, back: float) -> None:
    site.used(e=100)
    site.pass_time(RERANK_EVERY + DAY)
    first = site.night()
    site.pass_time(-back)
    assert site.night() == first
    site.used(e=100)
    site.pass_time(RERANK_EVERY + DAY)
    assert site.night() == ("e", "b", "a", "c", "d")


def test_another_package_begins_anew_and_the_file_says_so(site: Site) -> None:
    site.used(e=100)
    site.pass_time(RERANK_EVERY + DAY)
    site.night()
    site.open(Offer(("e", "a"), (), OFFICE))
    assert site.home() == ("e", "a")
    assert site.said() == {"base": ["e", "a"], "items": ["e", "a"]}
    site.used(a=500)
    assert site.night() == ("e", "a")


def test_a_file_that_was_lost_is_written_again(site: Site) -> None:
    site.used(e=100)
    site.pass_time(RERANK_EVERY + DAY)
    after = list(site.night())
    site.file.unlink()
    site.pass_time(HOUR)
    site.order.tidy()
    assert site.said()["items"] == after


def test_a_file_that_cannot_be_written_is_the_disks_trouble(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    site.used(e=100)
    site.pass_time(RERANK_EVERY + DAY)
    with monkeypatch.context() as disk:
        disk.setattr("kiosk.services.home_order.durable", full)
        with pytest.raises(StoreError, match="磁盘满了"):
            site.night()
    site.order.tidy()
    assert site.said()["items"] == ["a", "b", "e", "c", "d"]


def test_what_nobody_did_for_a_year_is_proposed_with_its_evidence(site: Site) -> None:
    site.year()
    (proposal,) = proposals(site.store)
    assert (proposal.item, proposal.state) == ("e", State.OPEN)
    assert proposal.notice - proposal.made == timedelta(seconds=UNUSED_NOTICE)
    assert (proposal.evidence.begun, proposal.evidence.place) == (2, 5)
    assert proposal.evidence.done_of_others >= 100
    assert proposal.evidence.on_home_since == "2026-07-30"
    assert "e" in site.home(), "nothing goes by itself"
    site.pass_time(DAY)
    site.night()
    assert len(proposals(site.store)) == 1


def test_a_protected_item_is_never_proposed(site: Site) -> None:
    site.open(Offer(ITEMS, ("b", "e"), OFFICE))
    site.year()
    assert not proposals(site.store)


def test_a_terminal_that_was_hardly_used_proposes_nothing(site: Site) -> None:
    for _ in range(13):
        site.used(a=3)
        site.pass_time(30 * DAY)
    site.night()
    assert not proposals(site.store)


def test_what_came_to_home_lately_is_given_its_year(site: Site) -> None:
    site.pass_time(30 * DAY)
    site.open(Offer((*ITEMS, "f"), (), OFFICE))
    site.pass_time(-30 * DAY)
    site.year()
    assert [proposal.item for proposal in proposals(site.store)] == ["e"]


def test_it_is_accepted_after_the_notice_and_undone_to_its_place(site: Site) -> None:
    site.year()
    with pytest.raises(NotYet):
        site.decisions().accept("e")
    site.pass_time(UNUSED_NOTICE)
    assert site.decisions().accept("e")
    assert site.home() == ("a", "b", "c", "d")
    assert site.said()["items"] == ["a", "b", "c", "d"]
    assert not site.decisions().accept("e")
    assert site.decisions().undo("e")
    assert site.home() == ITEMS
    assert not site.decisions().undo("e")
    site.night()
    assert [proposal.state for proposal in proposals(site.store)] == [State.UNDONE], "not again within the year"
    said = [json.loads(row["detail"]) for row in site.store.read("SELECT * FROM audit WHERE event = 'home.changed'")]
    assert [detail["decision"] for detail in said] == ["accepted", "undone"]


def test_done_once_within_the_notice_it_stays(site: Site) -> None:
    site.year()
    site.used(e=1)
    site.night()
    assert [proposal.state for proposal in proposals(site.store)] == [State.OPEN], "it looks once an hour"
    site.pass_time(DAY)
    site.night()
    assert [proposal.state for proposal in proposals(site.store)] == [State.WITHDRAWN]
    assert not site.decisions().accept("e")


def test_what_nobody_proposed_is_not_accepted(site: Site) -> None:
    assert not site.decisions().accept("a")
    assert not site.decisions().undo("a")


def test_another_package_has_every_item_that_it_names(site: Site) -> None:
    site.year()
    site.pass_time(UNUSED_NOTICE)
    site.decisions().accept("e")
    site.open(Offer(("e", "a"), (), OFFICE))
    assert site.home() == ("e", "a")
    assert [proposal.state for proposal in proposals(site.store)] == [State.WITHDRAWN]
