"""The fault router on a real store: each fault is told once, whatever the order of faults, clocks and restarts."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import Clearer, Fault, KioskError, Unreachable
from kiosk.core.hours import week
from kiosk.core.routing import Late, Terms, Tier
from kiosk.core.status import Health, Media, Status
from kiosk.services.fault_cases import FaultCases
from kiosk.services.news import News
from kiosk.services.store import Store
from tests.services.test_news import Platform, Quiet
from tests.services.world import KEY, SetClock, TimedEvent

ONLINE = Status(Health.ONLINE)
OUT = Fault("paper.out", "打印机没纸了", "点「找人帮忙」，换纸接着打", "paper end", Clearer.SITE)
BROKEN = Fault("paper.broken", "打印机坏了", "点「找人帮忙」", "unrecoverable", Clearer.ENGINEER)
HOT = Fault("paper.hot", "打印机太热了", "等一会儿", "head temperature", Clearer.ITSELF)
TONER = Fault("a4.toner", "打印机的墨快用完了", "", "printer: toner-low", Clearer.SITE)
HOUR = 3600
DEVICES = ("receipt_printer", "a4_printer", "link", "store")


def broken(fault: Fault, *notices: Fault) -> Status:
    return Status(Health.USER_ERROR, Media.OUT, fault, notices)


class Site:
    """A terminal with its store, whose link is down until ``hear``; ``restart`` is another run of it."""

    def __init__(self, folder: Path, terms: Terms = Terms()) -> None:  # noqa: B008 - frozen
        self.folder, self.terms = folder, terms
        self.clock, self.platform = SetClock(), Platform(always="lost_request")
        self.start()

    def start(self, devices: Sequence[str] = DEVICES) -> None:
        self.store = Store(self.folder, KEY)
        self.news: News = Quiet(self.store, self.platform, self.clock)
        self.cases = QuietCases(self.store, self.news, self.clock, self.terms, devices)
        self.cases.catch_up()

    def restart(self, devices: Sequence[str] = DEVICES) -> None:
        self.store.close()
        self.start(devices)

    def note(self, status: Status, device: str = "receipt_printer", *, after: float = 60) -> None:
        self.clock.advance(seconds=after)
        self.cases.note(device, status)
        self.cases.catch_up()

    def wait(self, hours: float) -> None:
        self.clock.advance(seconds=hours * HOUR)
        self.cases.catch_up()

    def hear(self) -> list[tuple[str, dict[str, Any]]]:
        """What the gateway has heard in all, but for how devices stand."""
        self.platform.always = "ok"
        self.news._catch_up()
        self.platform.always = "lost_request"
        calls = sorted(self.platform.heard.values(), key=lambda call: call.number)
        return [(call.kind, dict(call.fields)) for call in calls if call.kind != "device.stands"]

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.hear()]


class QuietCases(FaultCases):
    """Its thread never starts: a test says when."""

    catch_up = FaultCases._catch_up


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "store")
    yield made
    made.store.close()


def test_one_for_site_staff_is_told_at_its_beginning_and_at_its_end(site: Site) -> None:
    site.note(broken(OUT))
    (case,) = site.cases.open()
    assert (case.device, case.fault, case.tier, case.stops) == ("receipt_printer", OUT, Tier.SITE, True)
    site.note(ONLINE, after=90)
    assert site.cases.open() == ()
    (began, ended) = site.hear()
    assert began[0] == "fault.began"
    assert began[1]["number"] == ended[1]["number"] == case.number
    assert began[1]["tier"] == "site"
    assert ended == ("fault.ended", {**ended[1], "seconds": 90, "code": "paper.out", "staff": ""})


def test_what_clears_itself_is_only_history_unless_it_lasts(site: Site) -> None:
    site.note(broken(HOT))
    site.note(ONLINE)
    site.note(broken(HOT))
    site.wait(1.9)
    assert site.hear() == []
    site.wait(0.2)
    (case,) = site.cases.open()
    assert case.tier is Tier.SITE
    ((kind, fields),) = site.hear()
    assert (kind, fields["late"], fields["tier"]) == ("fault.escalated", "lasts", "site")
    site.wait(2.1)
    assert site.kinds() == ["fault.escalated", "fault.escalated"]
    site.note(ONLINE)
    assert site.kinds()[-1] == "fault.ended"


def test_nobody_answers_then_nobody_mends_it(site: Site) -> None:
    site.note(broken(OUT))
    site.wait(2)
    site.wait(22)
    site.wait(100)
    told = [(kind, fields["tier"], fields.get("late")) for kind, fields in site.hear()]
    assert told == [
        ("fault.began", "site", None),
        ("fault.escalated", "engineer", "respond"),
        ("fault.escalated", "manager", "repair"),
    ]
    assert site.cases.open()[0].late == {Late.RESPOND, Late.REPAIR}


def test_who_answers_stops_the_first_clock_and_stays_who_was_first(site: Site) -> None:
    site.note(broken(OUT))
    site.clock.advance(seconds=600)
    number = site.cases.open()[0].number
    site.cases.answer(number, "S01")
    site.cases.answer(number, "S02")
    site.wait(5)
    case = site.cases.find(number)
    assert (case.responder, case.tier) == ("S01", Tier.SITE)
    assert site.kinds() == ["fault.began", "fault.answered"]
    assert site.hear()[1][1] == {"number": number, "staff": "S01", "seconds": 600}


def test_clocks_and_responder_outlive_a_restart_and_the_fault_is_told_once(site: Site) -> None:
    site.note(broken(OUT))
    number = site.cases.open()[0].number
    site.cases.answer(number, "S01")
    site.restart()
    site.note(broken(OUT))
    (case,) = site.cases.open()
    assert (case.number, case.responder) == (number, "S01")
    site.wait(24)
    assert site.kinds() == ["fault.began", "fault.answered", "fault.escalated"]


def test_one_that_was_mended_while_the_terminal_was_off_ends_when_its_device_is_seen(site: Site) -> None:
    site.note(broken(OUT))
    site.restart()
    assert len(site.cases.open()) == 1
    site.note(ONLINE)
    assert site.cases.open() == ()
    assert site.kinds() == ["fault.began", "fault.ended"]


def test_cases_of_a_device_that_was_taken_away_end(site: Site) -> None:
    site.note(broken(OUT), "a4_printer")
    site.restart(["receipt_printer"])
    assert site.cases.open() == ()
    assert site.cases.recent("a4_printer")[0].how == "这台机器没有它了"


def test_closed_hours_do_not_count_for_an_answer(tmp_path: Path) -> None:
    """It is Thursday, nine in the morning by the clock of the tests."""
    site = Site(tmp_path / "store", Terms(2, 24, week({"mon-fri": ["8:00-12:00"]})))
    site.note(broken(OUT), after=2 * HOUR)
    site.wait(20)
    assert site.kinds() == ["fault.began"]
    site.wait(2.1)
    assert site.kinds() == ["fault.began", "fault.escalated"]
    site.store.close()


def test_a_notice_is_told_and_has_no_clock_until_it_stops_the_device(site: Site) -> None:
    site.note(Status(Health.ONLINE, Media.OK, None, (TONER,)), "a4_printer")
    site.wait(100)
    assert site.kinds() == ["fault.began"]
    site.note(broken(TONER), "a4_printer")
    kinds = [(kind, fields.get("stops")) for kind, fields in site.hear()]
    assert kinds == [("fault.began", False), ("fault.ended", None), ("fault.began", True)]


def test_a_report_without_a_device_waits_until_somebody_says_that_it_is_mended(site: Site) -> None:
    number = site.cases.report("", "S01", "屏幕左下角裂了，证件11010519491231002X", b"\xff\xd8photo")
    (case,) = site.cases.open()
    assert (case.number, case.fault.sentence, case.tier) == (number, "屏幕左下角裂了，证件#", Tier.ENGINEER)
    site.note(ONLINE)
    site.cases.mended(number, "E01", "换了屏幕")
    assert site.cases.open() == ()
    assert site.kinds() == ["fault.began", "fault.reported", "fault.ended"]
    assert site.hear()[2][1]["how"] == "换了屏幕"
    assert [call.photo for call in site.platform.heard.values()].count(b"\xff\xd8photo") == 1
    with pytest.raises(KioskError, match="has ended"):
        site.cases.answer(number, "S01")


def test_a_report_of_a_fault_stays_with_it_and_its_device_says_when_it_is_over(site: Site) -> None:
    site.note(broken(OUT))
    number = site.cases.open()[0].number
    assert site.cases.report(number, "S01", "没有新纸卷了") == number
    with pytest.raises(KioskError, match="the device tells"):
        site.cases.mended(number, "S01", "换了纸")
    assert [fields["device"] for kind, fields in site.hear() if kind == "fault.reported"] == ["receipt_printer"]


@pytest.mark.parametrize("number", ["", "1", "260730-", "260730-99", "260730-1 OR 1", "二-三"])
def test_a_number_that_is_none_is_said_in_words(site: Site, number: str) -> None:
    with pytest.raises(KioskError) as wrong:
        site.cases.find(number)
    assert wrong.value.sentence.startswith("没有这个故障")


def test_how_a_device_stands_is_told_when_it_changes_and_not_that_it_works(site: Site) -> None:
    for status in (ONLINE, Status(Health.BUSY), ONLINE, broken(OUT), broken(OUT), ONLINE):
        site.note(status)
        site.hear()
    site.note(Status(Health.OFFLINE, fault=Unreachable().fault()), "link")
    site.hear()
    stands = [call.fields["health"] for call in site.platform.heard.values() if call.kind == "device.stands"]
    assert stands == ["online", "user_error", "online"]


STATUSES = {
    "online": ONLINE,
    "out": broken(OUT),
    "broken": broken(BROKEN, TONER),
    "hot": broken(HOT),
    "toner": Status(Health.ONLINE, Media.OK, None, (TONER,)),
    "starting": Status(Health.STARTING),
}
HAPPENS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["receipt_printer", "a4_printer"]), st.sampled_from(list(STATUSES))),
        st.tuples(st.just("wait"), st.sampled_from([0.1, 1, 2, 24])),
        st.tuples(st.sampled_from(["restart", "killed", "answer", "link"]), st.none()),
    ),
    max_size=20,
)


@given(HAPPENS)
def test_in_any_order_each_case_is_told_once_at_each_turn_and_none_is_lost(happens: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        stands: dict[str, Status] = {}
        for what, value in happens:
            if value in STATUSES:
                site.note(STATUSES[value], what)
                if value != "starting":
                    stands[what] = STATUSES[value]
            elif what == "wait":
                site.wait(value)
            elif what == "answer":
                for case in site.cases.open():
                    site.cases.answer(case.number, "S01")
            elif what == "link":
                site.hear()
            elif what == "killed":  # between the store and the thread: nothing of it is in memory any more
                site.cases.note("a4_printer", ONLINE)
                site.restart()
            else:
                site.restart()
        heard = site.hear()
        standing = {(case.device, case.fault.code) for case in site.cases.open()}
        cases = site.cases.recent()
        site.store.close()
    expected = {
        (device, fault.code)
        for device, status in stands.items()
        for fault in (status.fault, *status.notices)
        if fault is not None
    }
    assert standing == expected
    for case in cases:
        told = [(kind, fields.get("late")) for kind, fields in heard if fields["number"] == case.number]
        assert len(told) == len(set(told)), "told twice"
        kinds = [kind for kind, _ in told]
        asked_at_once = case.fault.clearer not in (Clearer.ITSELF, Clearer.CITIZEN)
        assert ("fault.began" in kinds) == asked_at_once
        assert ("fault.ended" in kinds) == (case.ended is not None and case.tier.is_asked)
        assert ("fault.answered" in kinds) == (case.responder == "S01")
        assert {late for kind, late in told if kind == "fault.escalated"} - {"lasts"} == case.late
        with suppress(ValueError):
            assert kinds.index("fault.ended") == len(kinds) - 1


def test_its_thread_routes_what_it_is_told(tmp_path: Path, until: Any) -> None:
    site = Site(tmp_path / "store")
    cases = FaultCases(site.store, site.news, site.clock, Terms(), DEVICES, every=3600)
    cases.start()
    cases.note("receipt_printer", broken(OUT))
    until(lambda: len(cases.open()) == 1)
    cases.note("receipt_printer", ONLINE)
    cases.close()
    assert cases.open() == ()
    site.store.close()


def test_its_thread_rests_until_a_case_becomes_late(tmp_path: Path, until: Any) -> None:
    site = Site(tmp_path / "store")
    cases = FaultCases(site.store, site.news, site.clock, Terms(respond_hours=0.5), DEVICES, every=3600)
    cases._woken = woken = TimedEvent()
    woken.set()
    cases.start()
    until(lambda: len(woken.waits) == 2)
    cases.report("", "S01", "门关不上")
    until(lambda: len(woken.waits) == 3)
    (case,) = cases.open()
    cases.mended(case.number, "S01", "修好了")
    cases.note("receipt_printer", ONLINE)
    until(lambda: len(woken.waits) == 4)
    cases.close()
    assert woken.waits[1:] == [None, 1800, None]
    site.store.close()
