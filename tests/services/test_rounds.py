"""Rounds: begun by one, gone on with by another, signed by name, told to the gateway, and due again in time."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.core.errors import StoreError
from kiosk.core.news import CheckDone, CheckOverdue, Piece
from kiosk.core.package import Upkeep
from kiosk.core.staff import Role, Staff
from kiosk.services.audit import Audit
from kiosk.services.checklists import Checklist, Item
from kiosk.services.rounds import Inspected, Rounds, Unanswered
from kiosk.services.store import Store
from tests.services.world import KEY, SetClock

WU, ZHOU = Staff("2001", "吴站", Role.SITE), Staff("1001", "周工", Role.ENGINEER)
ITEMS = (Item("screen", "屏幕", "擦"), Item("paper", "纸", "数"))
CLEAN = Checklist("擦", ("township",), "clean_days", ITEMS, "clean")
CHECK = Checklist("检查", ("township",), "check_days", ITEMS, "township")


class Told:
    """Hears what the gateway would."""

    def __init__(self) -> None:
        self.pieces: list[Piece | str] = []

    def tell(self, news: Piece | str, **_given: object) -> None:
        self.pieces.append(news)


class Site:
    def __init__(self, directory: Path) -> None:
        self.clock, self.told = SetClock(), Told()
        self.store = Store(directory, KEY)
        self.audit = Audit(self.store, self.clock)
        self.rounds = Rounds(self.store, self.clock, self.audit, self.told, Upkeep(), (CLEAN, CHECK))

    def pass_days(self, days: int) -> None:
        self.clock.advance(days=days)

    def done(self, name: str, staff: Staff = WU) -> int:
        for item in ITEMS:
            self.rounds.answer(name, item.name, ok=True, note="", staff=staff)
        return self.rounds.sign(name, staff)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    with closing(made.store):
        yield made


def test_both_are_due_at_once_and_then_by_their_days(site: Site) -> None:
    assert {one.checklist.name: one.due for one in site.rounds.standing()} == {"clean": True, "township": True}
    site.done("clean")
    site.done("township")
    assert not any(one.due for one in site.rounds.standing())
    site.pass_days(1)
    assert [one.checklist.name for one in site.rounds.standing() if one.due] == ["clean"]
    site.pass_days(8)
    assert [(one.checklist.name, one.overdue) for one in site.rounds.standing()] == [("clean", 8), ("township", 2)]


def test_what_one_has_begun_another_goes_on_with(site: Site) -> None:
    site.rounds.answer("clean", "screen", ok=False, note=" 右下角裂了 ", staff=WU)
    stands = site.rounds.of("clean")
    assert [item.name for item in stands.left] == ["paper"]
    with pytest.raises(Unanswered):
        site.rounds.sign("clean", WU)
    site.pass_days(3)
    site.rounds.answer("clean", "screen", ok=False, note="右下角裂了，报修了", staff=ZHOU)
    site.rounds.answer("clean", "paper", ok=True, note="", staff=ZHOU)
    answers = site.rounds.of("clean").answers
    assert (answers["screen"].note, answers["screen"].staff) == ("右下角裂了，报修了", "1001")
    assert site.rounds.sign("clean", ZHOU) == 1
    [signed] = site.rounds.signed()
    assert (signed.checklist, signed.staff, signed.found) == ("clean", "1001", {"screen": "右下角裂了，报修了"})
    assert site.told.pieces == [CheckDone("clean", "1001", 1)]
    [row] = [row for row in site.audit.rows() if row.event == "round.signed"]
    assert row.detail == {"checklist": "clean", "staff": "1001", "wanting": 1}
    assert site.rounds.of("clean").answers == {}
    with pytest.raises(Unanswered):
        site.rounds.sign("clean", WU)  # signed already


def test_a_note_holds_no_number_of_a_card(site: Site) -> None:
    site.rounds.answer("clean", "screen", ok=False, note="捡到卡 330203194805120028", staff=WU)
    assert "3302" not in site.rounds.of("clean").answers["screen"].note


def test_what_does_not_stand_on_the_list_is_no_answer(site: Site) -> None:
    for name, item in (("clean", "roof"), ("garden", "screen")):
        with pytest.raises(KeyError):
            site.rounds.answer(name, item, ok=True, note="", staff=WU)


def test_a_clock_that_ran_ahead_and_is_put_right(site: Site) -> None:
    """Signed in a year to come: the next one is due in so many days from now all the same, once."""
    site.pass_days(4 * 365)
    site.done("township")
    site.pass_days(-4 * 365)
    assert not site.rounds.of("township").due
    site.pass_days(6)
    assert not site.rounds.of("township").due
    site.pass_days(1)
    assert site.rounds.of("township").due


def test_it_is_all_there_after_a_restart(tmp_path: Path) -> None:
    before = Site(tmp_path)
    with closing(before.store):
        before.rounds.answer("clean", "paper", ok=True, note="", staff=WU)
        before.done("township")
    after = Site(tmp_path)
    with closing(after.store):
        assert [item.name for item in after.rounds.of("clean").left] == ["screen"]
        assert not after.rounds.of("township").due


def test_what_is_late_is_told_once_a_day(site: Site) -> None:
    site.rounds.tidy()
    assert site.told.pieces == []  # due, and not late
    site.pass_days(1)
    for _ in range(3):
        site.rounds.tidy()
    assert site.told.pieces == [CheckOverdue("clean", 1), CheckOverdue("township", 1)]
    site.done("township")
    site.pass_days(1)
    site.told.pieces.clear()
    site.rounds.tidy()
    assert site.told.pieces == [CheckOverdue("clean", 2)]


def test_what_is_past_its_time_is_forgotten_and_nothing_else(site: Site) -> None:
    site.done("clean")
    at = site.clock.now()
    site.rounds.inspected(Inspected("opening", at, "2001", True, (), ""))
    site.rounds.answer("township", "paper", ok=True, note="", staff=WU)
    site.pass_days(729)
    assert site.rounds.tidy() == 0
    site.pass_days(2)
    assert site.rounds.tidy() == 2
    assert (site.rounds.signed(), site.rounds.inspections()) == ((), ())
    assert [row["item"] for row in site.store.read("SELECT item FROM round_items")] == ["paper"]


def test_an_inspection_is_kept_and_told(site: Site) -> None:
    at = datetime(2026, 7, 30, 8, tzinfo=UTC)
    findings = (("磁盘", True, "剩 3 GiB"), ("扫码", None, "没有试"), ("触摸屏", False, "没有触摸屏"))
    site.rounds.inspected(Inspected("opening", at, "2001", ready=False, findings=findings, printed="a4_printer"))
    site.rounds.inspected(Inspected("closing", at + timedelta(hours=9), "1001", True, (), ""))
    last, first = site.rounds.inspections()
    assert (last.occasion, first) == (
        "closing",
        Inspected("opening", at, "2001", ready=False, findings=findings, printed="a4_printer"),
    )
    assert site.told.pieces == [CheckDone("opening", "2001", 1), CheckDone("closing", "1001", 0)]


def test_what_cannot_be_written_down_is_no_signature(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_store: Store) -> None:
        raise StoreError("SQLITE_FULL")

    for item in ITEMS:
        site.rounds.answer("clean", item.name, ok=True, note="", staff=WU)
    monkeypatch.setattr(Store, "write", full)
    with pytest.raises(StoreError):
        site.rounds.sign("clean", WU)
    assert site.told.pieces == []
