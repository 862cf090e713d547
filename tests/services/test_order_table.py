"""The table of orders on a real store: what goes in comes out, and only by a legal move."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core.assist import assisted_key
from kiosk.core.order import IllegalMove, Order, OrderState
from kiosk.core.order_events import GaveUp, HandedOver, Posted, PostingBegan, Standing
from kiosk.core.payment import Channel, Charge, GatewayOrder, OrderStanding
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.services.order_rows import columns, order_of
from kiosk.services.order_table import CHARGING, OrderTable
from tests.services.till import Till

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=8)))
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
TIMES = st.datetimes(timezones=st.just(UTC))
RECEIPTS = st.builds(
    Receipt,
    TEXT,
    TEXT,
    st.sampled_from(ReceiptState),
    TIMES,
    rows=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
)
ORDERS = st.builds(
    Order,
    number=TEXT.filter(bool),
    charge=st.builds(Charge, TEXT, TEXT, st.lists(TEXT, max_size=3).map(tuple), st.integers(1, 10**8)),
    state=st.sampled_from(OrderState),
    qr=TEXT,
    expires_at=st.none() | TIMES,
    server_time=st.none() | TIMES,
    paid_at=st.none() | TIMES,
    channel=st.none() | st.sampled_from(Channel),
    transaction=TEXT,
    receipt=st.none() | RECEIPTS,
    refund=TEXT,
    reason=TEXT,
    sentence=TEXT,
    assisted=st.sampled_from(["", "1012"]),
)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[OrderTable]:
    till = Till(tmp_path / "store")
    yield till.orders
    till.store.close()


def order(number: str = "N1", *bills: str) -> Order:
    return Order(number, Charge("medical.payment", "医保", bills or ("b1",), 38_000))


def put(table: OrderTable, made: Order, *, key: str = "k1", walk: str = "w1", owner: bytes = b"me") -> bool:
    return table.insert(made, key=key, walk=walk, owner=owner)


@given(made=ORDERS)
def test_an_order_as_a_row_is_the_same_order_again(made: Order) -> None:
    row = {**columns(made), "key": assisted_key("0" * 32, made.assisted)}
    json.dumps(row)
    assert order_of(row) == made


def test_the_receipt_of_an_assisted_order_says_who_assisted(table: OrderTable) -> None:
    """Be it that the agency has not: the order's key says it."""
    put(table, order(), key=assisted_key("0" * 32, "1012"))
    agencys = Receipt("R1", "医保", ReceiptState.DONE, NOON)
    paid = GatewayOrder("N1", 38_000, OrderStanding.PAID, "", NOON, NOON, NOON, Channel.WECHAT, "T1")
    for event in (Standing(paid), PostingBegan(), Posted(agencys)):
        table.move("N1", event)
    kept = table.find("N1")
    assert kept is not None
    assert kept.assisted == "1012"
    assert kept.receipt == replace(agencys, assisted="1012")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(made=ORDERS)
def test_an_order_from_the_store_is_the_same_order_again(table: OrderTable, made: Order) -> None:
    if table.find(made.number) is None:
        assert put(table, made, key=assisted_key("0" * 32, made.assisted))
        assert table.find(made.number) == made


def test_a_number_is_taken_once(table: OrderTable) -> None:
    assert put(table, order())
    assert not put(table, order("N1", "b2"), key="k2")
    assert table.find("N1") == order()
    assert table.latest("k2") is None


def test_the_latest_of_a_key_is_the_one_that_was_begun_last(table: OrderTable) -> None:
    for number in ("N3", "N1", "N2"):
        put(table, order(number))
    assert table.latest("k1") == order("N2")


def test_an_illegal_move_leaves_everything_as_it_was(table: OrderTable) -> None:
    put(table, order())
    with pytest.raises(IllegalMove):
        table.move("N1", PostingBegan())
    assert table.find("N1") == order()
    with pytest.raises(KeyError):
        table.move("N2", GaveUp())


def test_orders_are_found_by_what_they_may_charge(table: OrderTable) -> None:
    put(table, order("N1", "b1", "b2"))
    put(table, order("N2", "b2"), owner=b"you")
    put(table, order("N3", "b3"))
    assert table.charging(("b2", "b9")) == ((order("N1", "b1", "b2"), b"me"), (order("N2", "b2"), b"you"))
    assert table.charging(("b",)) == ()


@pytest.mark.parametrize("state", OrderState)
def test_each_state_is_listed_where_it_belongs(table: OrderTable, state: OrderState) -> None:
    receipt = Receipt("R1", "回执", ReceiptState.DONE, NOON)
    put(table, replace(order(), state=state, receipt=receipt))
    holds_money = state.value in "new wait closing paid posting printing manual".split()
    assert bool(table.charging(("b1",))) == holds_money == (state in CHARGING)
    assert bool(table.unpaid()) == bool(table.unpaid("w1")) == (state.value in "new wait".split())
    assert table.unpaid("w2") == ()
    asks = state.value in "new wait closing paid posting refunding".split()
    assert bool(table.unsettled()) == bool(table.unsettled(b"me")) == asks
    assert table.unsettled(b"you") == ()
    owes_paper = state.value in "printing refunding refunded manual".split()
    assert bool(table.unprinted(b"me")) == owes_paper
    assert table.unprinted(b"you") == ()


def test_times_keep_the_zone_in_which_the_server_told_them(table: OrderTable) -> None:
    put(table, order())
    said = GatewayOrder("N1", 38_000, OrderStanding.PAID, "", NOON, NOON, NOON, Channel.WECHAT, "T1")
    moved = table.move("N1", Standing(said))
    kept = table.find("N1")
    assert kept == moved
    assert kept is not None
    assert kept.paid_at is not None
    assert kept.paid_at.utcoffset() == timedelta(hours=8)
    receipt = Receipt("R1", "回执", ReceiptState.DONE, NOON)
    table.move("N1", PostingBegan())
    assert table.move("N1", Posted(receipt)).receipt == receipt
    slip = Receipt("N1", "凭条", ReceiptState.CHECKING, NOON)
    assert table.move("N1", HandedOver("why", slip)) == table.find("N1")
