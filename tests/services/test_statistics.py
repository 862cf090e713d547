"""The report of a day, a month or a year against a count by hand, on a real store."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import Clearer
from kiosk.core.usage import Outcome
from kiosk.services.statistics import Period, Span, report
from kiosk.services.store import Store
from kiosk.services.usage import HOUR
from tests.services.world import KEY

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
PERIODS = st.builds(Period, st.sampled_from(Span), DAYS)
# around two turns of a year: whatever period is asked for, some of it is in and some of it out
HOURS = st.integers(int(datetime(2024, 12, 1, tzinfo=UTC).timestamp() // HOUR), int(NOW.timestamp() // HOUR))


@pytest.fixture(scope="module", params=["Asia/Shanghai", "Europe/Berlin"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        with closing(Store(tmp_path_factory.mktemp("statistics") / "store", KEY)) as store:
            yield store
    time.tzset()


def clear(store: Store) -> None:
    with store.write() as db:
        for table in ("usage", "faults", "fault_cases", "recovery", "paper_used"):
            db.execute(f"DELETE FROM {table}")


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), HOURS, st.sampled_from(Outcome), st.sampled_from(("", "Pay", "Review"))),
        st.tuples(st.integers(1, 50), st.integers(0, 900)),
        max_size=12,
    ),
    PERIODS,
)
def test_it_counts_what_is_in_the_period_and_nothing_else(
    store: Store, used: dict[tuple[str, int, Outcome, str], tuple[int, int]], period: Period
) -> None:
    clear(store)
    with store.write() as db:
        for (item, hour, outcome, step), numbers in used.items():
            db.execute(
                "INSERT INTO usage (item, hour, outcome, step, count, seconds) VALUES (?, ?, ?, ?, ?, ?)",
                (item, hour, outcome.value, step, *numbers),
            )
    found = report(store, period, NOW)

    def within(hour: int) -> bool:
        return period.first <= datetime.fromtimestamp(hour * HOUR).astimezone().date() < period.after

    inside = {key: numbers for key, numbers in used.items() if within(key[1])}
    for outcome in Outcome:
        expected = sum(count for (_, _, end, _), (count, _) in inside.items() if end is outcome)
        assert sum(use.ends[outcome] for use in found.items.values()) == expected
    assert sum(use.seconds for use in found.items.values()) == sum(seconds for _, seconds in inside.values())
    assert sum(count for _, count in found.done) == found.completions
    steps = sum(count for (_, _, _, step), (count, _) in inside.items() if step)
    assert sum(sum(use.steps.values()) for use in found.items.values()) == steps


@given(PERIODS)
def test_periods_follow_each_other_without_a_gap(period: Period) -> None:
    assert period.next.first == period.after
    assert period.before.after == period.first
    assert period.before.next.first == period.first
    assert period.first <= period.day < period.after


def test_a_day_has_the_hours_that_it_has(store: Store) -> None:
    changes = Period(Span.DAY, date(2026, 3, 29)), Period(Span.DAY, date(2026, 10, 25))  # in Europe
    lengths = [len(period.parts()) - 1 for period in changes]
    assert lengths in ([24, 24], [23, 25])


@given(
    st.lists(st.tuples(st.integers(0, 86_400), st.integers(1, 40_000), st.booleans()), max_size=6),
    st.integers(0, 86_400),
)
def test_a_device_is_down_while_any_fault_stops_it(
    store: Store, faults: list[tuple[int, int, bool]], since: int
) -> None:
    clear(store)
    period = Period(Span.DAY, date(2026, 11, 20))
    start = datetime(2026, 11, 20).astimezone().timestamp()
    with store.write() as db:
        db.execute("INSERT INTO recovery (at, reason, kept, saved) VALUES (?, 'first', '', 0)", (start + since,))
        for number, (at, lasts, stops) in enumerate(faults):
            began, ended = start + at, start + at + lasts
            db.execute(
                "INSERT INTO faults (device, code, stops, clearer, sentence, remedy, technician, began, seen, ended,"
                " ending) VALUES ('scanner', ?, ?, 'site', '', '', '', ?, ?, ?, 'cleared')",
                (f"c{number}", stops, began, ended, ended),
            )
    found = report(store, period, NOW, ["scanner"])
    first = min([since, *(at for at, _, _ in faults)])
    seconds = [False] * 86_400  # each second of the day
    for at, lasts, stops in faults:
        if stops:
            seconds[at : min(86_400, at + lasts)] = [True] * (min(86_400, at + lasts) - at)
    down = sum(seconds[max(0, first) :])
    (device,) = found.devices
    assert device.down == pytest.approx(down, abs=0.01)
    assert found.observed == pytest.approx(86_400 - first, abs=0.01)
    if found.observed:
        assert device.available == pytest.approx(1 - down / found.observed)


def test_paper_is_told_by_device_and_item(store: Store) -> None:
    clear(store)
    day = datetime(2026, 11, 20, 9, 0).astimezone()
    hour = int(day.timestamp() // HOUR)
    with store.write() as db:
        for device, item, at, sheets in (
            ("a4_printer", "social.insured", hour, 4),
            ("a4_printer", "social.insured", hour + 2, 1),
            ("a4_printer", "social.insured", hour + 24, 9),  # the next day's
            ("receipt_printer", "", hour, 2),
        ):
            db.execute("INSERT INTO paper_used VALUES (?, ?, ?, ?, ?)", (device, item, at, sheets, sheets))
    found = report(store, Period(Span.DAY, day.date()), NOW)
    assert found.paper == {"a4_printer": {"social.insured": 5}, "receipt_printer": {"": 2}}


def test_answer_and_repair_are_medians_and_a_fault_counts_where_it_began(store: Store) -> None:
    clear(store)
    day = datetime(2026, 11, 20, 9, 0).astimezone()
    cases = (
        (5, 2, ""),
        (60, None, "respond,repair"),
        (10, 4, ""),
    )  # minutes until mended, until answered; what was late
    with store.write() as db:
        for number, (mended, answered, late) in enumerate(cases):
            began = (day + timedelta(hours=number)).timestamp()
            responded = began + answered * 60 if answered else None
            db.execute(
                "INSERT INTO fault_cases (device, code, stops, clearer, sentence, remedy, technician, began, ended,"
                " tier, since, late, responder, responded, closer, how)"
                " VALUES ('a4_printer', ?, 1, 'site', '', '', '', ?, ?, 'site', ?, ?, '', ?, '', '')",
                (f"c{number}", began, began + mended * 60, began, late, responded),
            )
    tiers = {tier.clearer: tier for tier in report(store, Period(Span.DAY, day.date()), NOW).tiers}
    site, engineer = tiers[Clearer.SITE], tiers[Clearer.ENGINEER]
    assert (site.faults, site.answered, site.respond, site.repair, site.late) == (3, 2, 180, 600, 1)
    assert (engineer.faults, engineer.respond, engineer.repair) == (0, None, None)
    tomorrow = {tier.clearer: tier for tier in report(store, Period(Span.DAY, day.date()).next, NOW).tiers}
    assert tomorrow[Clearer.SITE].faults == 0
