"""Paper on a real store: what is left by count, sensors and the printer's counter, how long it lasts, who is told."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import Clearer, Fault, StoreError
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.status import Health, Media, Status
from kiosk.core.timing import USE_KEPT
from kiosk.services.paper import A4, ROLL, PaperStock
from kiosk.services.paper_forecast import FLOOR, LEAST_DAYS, MOST, by_weekday, days_left
from kiosk.services.paper_state import StockRow, Tray, counter_says, sensed, used
from kiosk.services.paper_table import Filling
from kiosk.services.store import Store
from tests.services.world import KEY, SetClock

TRAYS = (Tray(ROLL, 80_000, 5_000, roll=True), Tray(A4, 250, 25, roll=False))
LONG = 200  # millimetres of every receipt here
TONER = Fault("a4.toner", "打印机的墨快用完了", "", "printer: toner-low-report", Clearer.SITE)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", KEY)
    yield store
    store.close()


def opened(store: Store, clock: SetClock) -> PaperStock:
    return PaperStock(store, clock, TRAYS, length=lambda _receipt: LONG, warn_days=2.0)


@pytest.fixture
def paper(store: Store, clock: SetClock) -> PaperStock:
    return opened(store, clock)


def receipt(clock: SetClock) -> Receipt:
    return Receipt("R1", "养老金认证", ReceiptState.DONE, clock.now())


def media(media: Media, *notices: Fault) -> Status:
    return Status(Health.ONLINE, media, notices=notices)


def rows(store: Store) -> list[tuple[str, str, int, int]]:
    found = store.read("SELECT device, item, sum(sheets), sum(amount) FROM paper_used GROUP BY device, item")
    return [tuple(row) for row in found]


# --- what is used ---


def test_what_comes_out_is_taken_off_and_kept_by_item(paper: PaperStock, store: Store, clock: SetClock) -> None:
    paper.refilled(ROLL, "W7")
    paper.refilled(A4, "W7", 200)
    paper.serving("w1", "social.certify")
    paper.receipt_out("w1", receipt(clock))
    paper.document_out("w1", 6)
    paper.test_out(ROLL)
    assert paper.stock(ROLL).left == 80_000 - LONG - 120
    assert (paper.stock(A4).left, paper.stock(A4).part) == (194, 194 / 250)
    assert rows(store) == [(A4, "social.certify", 6, 6), (ROLL, "", 1, 120), (ROLL, "social.certify", 1, LONG)]


def test_a_sheet_of_which_nobody_knows_the_length_counts_as_long_as_they_are_here(
    paper: PaperStock, clock: SetClock
) -> None:
    paper.refilled(ROLL, "W7")
    paper.receipt_out("w1", receipt(clock))
    paper.flush()
    paper.receipt_out("w2", None)
    assert paper.stock(ROLL).left == 80_000 - 2 * LONG


def test_it_is_all_there_after_a_restart(paper: PaperStock, store: Store, clock: SetClock) -> None:
    paper.refilled(A4, "W7")
    paper.document_out("w1", 3)
    paper.tidy()
    again = opened(store, clock)
    assert again.stock(A4).left == 247
    assert [(each.kind, each.amount, each.staff) for each in again.history(A4)] == [(Filling.REFILLED, 250, "W7")]


def test_what_the_store_cannot_take_stays_counted(
    paper: PaperStock, store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store) -> None:
        raise StoreError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_commit", full)
        with pytest.raises(StoreError):
            paper.refilled(A4, "W7")
        paper.document_out("w1", 3)
        with pytest.raises(StoreError):
            paper.flush()
    assert paper.stock(A4).left == 247
    assert rows(store) == [(A4, "", 3, 3)]
    assert len(paper.history(A4)) == 1


def test_a_printer_without_paper_of_its_own_is_nobodys_business(paper: PaperStock, store: Store) -> None:
    alone = PaperStock(store, SetClock(), (), length=lambda _receipt: LONG, warn_days=2.0)
    alone.receipt_out("w1", None)
    alone.cut(7)
    alone.note(ROLL, media(Media.OUT))
    assert alone.tidy() == 0
    assert rows(store) == []


def test_what_is_older_than_a_year_and_a_month_goes(paper: PaperStock, store: Store, clock: SetClock) -> None:
    paper.refilled(A4, "W7")
    paper.document_out("w1", 3)
    paper.flush()
    clock.advance(seconds=USE_KEPT + 7200)
    assert paper.tidy() == 2
    assert rows(store) == []
    assert paper.stock(A4).left == 247


# --- the printer's own counter ---


def test_what_the_printer_has_cut_besides_is_counted_too(paper: PaperStock, store: Store, clock: SetClock) -> None:
    paper.refilled(ROLL, "W7")
    for cuts in (1000, 1001, 1005):  # before the third sheet three tests were cut, of which nobody told
        paper.cut(cuts)
        paper.receipt_out("w1", receipt(clock))
    paper.flush()
    assert rows(store) == [(ROLL, "", 6, 3 * LONG + 3 * 120)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=20), st.integers(0, 10_000))
def test_sheets_and_what_the_counter_adds_are_what_was_cut(turns: list[tuple[int, int]], first: int) -> None:
    row, _ = counter_says(StockRow(), first)
    cut = counted = 0
    for told, untold in turns:
        for _ in range(told):
            row = used(row, LONG, 1)
        cut += told + untold
        row, besides = counter_says(row, first + cut)
        counted += told + besides
    assert counted == cut


def test_another_printer_is_not_a_roll_that_was_used_up() -> None:
    row, _ = counter_says(StockRow(amount=80_000), 12)
    assert counter_says(row, 90_000)[1] == 0
    assert counter_says(row, 3)[1] == 0


# --- its sensors ---


def test_the_sensor_knows_better_than_the_count(paper: PaperStock) -> None:
    paper.note(ROLL, media(Media.OK))
    paper.refilled(ROLL, "W7")
    paper.note(ROLL, media(Media.LOW))
    assert paper.stock(ROLL).left == 5_000
    paper.note(ROLL, media(Media.OUT))
    assert (paper.stock(ROLL).left, paper.stock(ROLL).days) == (0, None)
    paper.note(ROLL, media(Media.OK))  # somebody has changed it and said nothing
    assert paper.stock(ROLL).left == 80_000
    assert [each.kind for each in paper.history(ROLL)] == [*[Filling.SENSED] * 3, Filling.REFILLED]


def test_a_sensor_that_trembles_makes_no_full_roll(paper: PaperStock) -> None:
    paper.refilled(ROLL, "W7")
    for _ in range(3):
        paper.note(ROLL, media(Media.LOW))
        paper.note(ROLL, media(Media.OK))
    assert paper.stock(ROLL).left == 5_001


def test_a_printer_without_a_sensor_changes_nothing(paper: PaperStock) -> None:
    paper.counted(A4, "W7", 4)
    paper.note(A4, media(Media.UNKNOWN))
    paper.note(A4, media(Media.OK))
    assert paper.stock(A4).left == 4


@given(
    st.none() | st.integers(0, 100_000),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from(Media), st.booleans()), min_size=1),
)
def test_what_is_sensed_agrees_with_the_sensor(
    amount: int | None, senses: bool, said: list[tuple[Media, bool]]
) -> None:
    row, tray = StockRow(amount, senses=senses), TRAYS[0]
    for each, was_open in said:
        row, now = sensed(row, tray, each, opened=was_open)
        row = StockRow(row.amount if now is None else now, senses=row.senses)
        if each is Media.OUT:
            assert row.amount == 0
        if each is Media.LOW:
            assert row.amount is not None
            assert row.amount <= tray.near_end
        if each is Media.OK and row.senses and row.amount is not None:
            assert row.amount > tray.near_end


# --- how long it lasts ---

MONDAY = date(2026, 7, 27)
USES = st.dictionaries(
    st.integers(1, 80).map(lambda ago: MONDAY - timedelta(days=ago)), st.integers(0, 500).map(float), max_size=60
)


def test_nothing_is_foretold_of_too_little() -> None:
    assert by_weekday({}, MONDAY - timedelta(days=LEAST_DAYS - 1), MONDAY) is None
    assert by_weekday({}, MONDAY - timedelta(days=50), MONDAY) is None


def test_each_weekday_has_its_own_mean() -> None:
    market = {MONDAY - timedelta(weeks=week): 70.0 for week in range(1, 5)}
    week = by_weekday(market, MONDAY - timedelta(weeks=4), MONDAY)
    assert week is not None
    assert week[0] == pytest.approx(70.0)
    assert week[1:] == pytest.approx((week[1],) * 6)
    assert 0 < week[1] < 2
    # Of 100 the rest of this Monday takes 70, and what is left outlasts the quiet days to the next one.
    assert 6 < days_left(100.0, week, MONDAY, 0.0, 0.0) < 8


def test_the_last_weeks_count_more() -> None:
    grows = {MONDAY - timedelta(weeks=week): 80.0 - 10 * week for week in range(1, 8)}
    week = by_weekday(grows, MONDAY - timedelta(weeks=8), MONDAY)
    assert week is not None
    assert week[0] > sum(grows.values()) / 8


@given(st.floats(1.0, 500.0), st.floats(0.0, 5_000.0), st.integers(LEAST_DAYS, 70))
def test_steady_use_lasts_as_long_as_it_divides(each: float, left: float, known: int) -> None:
    steady = {MONDAY - timedelta(days=ago): each for ago in range(1, known + 1)}
    week = by_weekday(steady, MONDAY - timedelta(days=known), MONDAY)
    assert week is not None
    assert days_left(left, week, MONDAY, 0.0, 0.0) == pytest.approx(min(MOST, left / each), abs=1e-6)


@given(USES, st.integers(LEAST_DAYS, 80), st.floats(0, 1e5), st.floats(0, 1e5), st.floats(0, 1e4), st.floats(0, 1))
def test_a_forecast_is_bounded_and_more_paper_never_lasts_shorter(
    uses: dict[date, float], known: int, left: float, more: float, today: float, gone: float
) -> None:
    week = by_weekday(uses, MONDAY - timedelta(days=known), MONDAY)
    if week is None:
        return
    mean = sum(week) / 7
    assert all(day >= FLOOR * mean * 0.5 for day in week)
    days = days_left(left, week, MONDAY, today, gone)
    assert 0.0 <= days <= MOST
    assert days_left(left + more, week, MONDAY, today, gone) >= days - 1e-9
    assert days_left(0.0, week, MONDAY, today, gone) == 0.0


@given(USES, st.integers(LEAST_DAYS, 80), st.integers(1, 1000), st.floats(0.01, 100))
def test_the_unit_of_paper_does_not_matter(uses: dict[date, float], known: int, left: int, unit: float) -> None:
    since = MONDAY - timedelta(days=known)
    week, other = by_weekday(uses, since, MONDAY), by_weekday({day: u * unit for day, u in uses.items()}, since, MONDAY)
    assert (week is None) == (other is None)
    if week is not None and other is not None:
        assert days_left(left * unit, other, MONDAY, 0.0, 0.25) == pytest.approx(
            days_left(left, week, MONDAY, 0.0, 0.25), rel=1e-6
        )


def use_for_weeks(paper: PaperStock, clock: SetClock, sheets: int, days: int = 21) -> None:
    for _ in range(days):
        paper.document_out("w1", sheets)
        clock.advance(days=1)
    paper.flush()


def test_the_stock_foretells_from_its_own_use(paper: PaperStock, clock: SetClock) -> None:
    use_for_weeks(paper, clock, 20)
    assert paper.forecast(A4) is None  # nobody has said how much there is
    paper.counted(A4, "W7", 100)
    days = paper.forecast(A4)
    assert days is not None
    assert 4 < days < 6


# --- who is told ---


@pytest.fixture
def told(paper: PaperStock) -> list[str]:
    heard: list[str] = []
    paper.on_low(lambda stock: heard.append(stock.tray.device))
    return heard


def test_before_it_runs_out_somebody_is_told_once(
    paper: PaperStock, clock: SetClock, store: Store, told: list[str]
) -> None:
    use_for_weeks(paper, clock, 20)
    paper.refilled(A4, "W7", 60)
    paper.tidy()
    assert told == []
    paper.document_out("w1", 45)
    for _ in range(3):
        paper.tidy()
    assert told == [A4]
    again = opened(store, clock)
    again.on_low(lambda stock: told.append(stock.tray.device))
    again.tidy()
    assert len(told) == 1
    again.refilled(A4, "W7")
    again.tidy()
    again.counted(A4, "W7", 10)
    again.tidy()
    assert told == [A4, A4]


def test_what_the_sensor_says_is_told_without_any_forecast(paper: PaperStock, told: list[str]) -> None:
    for said in (Media.OK, Media.LOW, Media.OUT, Media.OK, Media.LOW):
        paper.note(ROLL, media(said))
        paper.tidy()
    assert told == [ROLL, ROLL]


def test_the_printer_tells_of_its_toner(paper: PaperStock) -> None:
    for notices, low in (((TONER,), True), ((), False)):
        paper.note(A4, media(Media.OK, *notices))
        assert paper.stock(A4).toner_low is low
