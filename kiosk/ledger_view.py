"""``kiosk ledger`` behind its options: opens the store beside a running terminal, and shows what is there."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.table import Column, Table

from kiosk.config import Config
from kiosk.core.clock import SystemClock
from kiosk.core.errors import StoreError
from kiosk.core.money import figures
from kiosk.core.order import IllegalMove
from kiosk.core.order_events import Ending, Resolved
from kiosk.guest import guest_store
from kiosk.ledger_words import CHANNELS, STATES, here, there
from kiosk.services.audit import Audit, AuditRow
from kiosk.services.gateway import Options, open_gateway
from kiosk.services.order_listing import ListedOrder, OrderListing, compare_day
from kiosk.services.order_table import OrderTable
from kiosk.services.reconciliation import Comparison, Difference

__all__ = ["compared", "opened", "resolved", "show_comparison", "show_list", "show_order", "write_csv"]


@contextmanager
def opened(state: Path, give_up: Callable[[str], NoReturn]) -> Iterator[OrderListing]:
    try:
        with guest_store(state) as store:
            yield OrderListing(store, Audit(store, SystemClock()))
    except StoreError as error:
        give_up(error.technician)


def resolved(number: str, ending: Ending, state: Path, give_up: Callable[[str], NoReturn]) -> bool:
    """Writes down how a person has ended an order that was handed over; False when there is no such one."""
    clock = SystemClock()
    try:
        with guest_store(state) as store:
            OrderTable(store, clock, Audit(store, clock)).move(number, Resolved(ending))
    except StoreError as error:
        give_up(error.technician)
    except (KeyError, IllegalMove):
        return False
    return True


def compared(day: date, orders: OrderListing, settings: Config, state: Path) -> Comparison:
    """Raises GatewayError, and ValueError when the gateway's secret cannot be used."""
    options = Options.model_validate(dict(settings.gateway.options))
    with closing(open_gateway(options, terminal=settings.terminal.id, state=state, clock=SystemClock())) as gateway:
        return compare_day(day, orders, gateway)


def show_list(orders: Sequence[ListedOrder]) -> None:
    table = Table(Column("订单号", no_wrap=True), "几时", Column("金额", justify="right"), "状态", "原因")
    for each in orders:
        order = each.order
        table.add_row(
            order.number, _time(each.created), figures(order.charge.amount), STATES[order.state], order.reason
        )
    console = Console()
    console.print(table if orders else "没有这样的单")
    if orders:
        console.print(f"一共 {len(orders)} 单", highlight=False)


def show_order(listed: ListedOrder, history: Sequence[AuditRow]) -> None:
    order = listed.order
    facts = {
        "订单号": order.number,
        "付什么": order.charge.title,
        "费用号": "、".join(order.charge.bills),
        "金额": figures(order.charge.amount),
        "状态": f"{STATES[order.state]}（{order.state}）",
        "原因": f"{order.reason} {order.sentence}".strip(),
        "开单": _time(listed.created),
        "最后一步": _time(listed.updated),
        "平台说几时付的": _time(order.paid_at) if order.paid_at else "",
        "付款方式": CHANNELS[order.channel] if order.channel else "",
        "交易号": order.transaction,
        "退款号": order.refund,
        "回执号": order.receipt.number if order.receipt else "",
    }
    table = Table(show_header=False)
    for name, fact in facts.items():
        if fact:
            table.add_row(name, fact)
    steps = Table("几时", "审计", "号码", "内容", title="一步一步")
    for row in history:
        detail = "，".join(f"{name} {value}" for name, value in row.detail.items() if value != "")
        steps.add_row(_time(row.at.astimezone()), row.event, row.subject, detail)
    console = Console()
    console.print(table)
    console.print(steps)


def show_comparison(found: Comparison) -> None:
    console = Console()
    if found.differences:
        table = Table(Column("订单号", no_wrap=True), "差别", "本机", "平台", title=f"{found.day} 和平台的差别")
        for each in found.differences:
            table.add_row(each.number, each.finding.value, here(each), there(each))
        console.print(table)
    sums = f"平台收了 {figures(found.charged)}，退了 {figures(found.refunded)}"
    told = f"差别 {len(found.differences)} 处" if found.differences else "没有差别"
    console.print(f"{found.day}：对了 {found.pairs} 单，{sums}，{told}", highlight=False)


def write_csv(path: Path, found: Comparison) -> None:
    """With a byte order mark, without which a spreadsheet takes the Chinese for something else. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["订单号", "差别", "说明", "本机状态", "本机金额", "平台状态", "平台金额", "扣款", "入账", "退款"]
        )
        rows.writerows(map(_row, found.differences))


def _row(each: Difference) -> list[str]:
    mine, booked = each.here, each.there
    ours = [mine.state.value, _yuan(mine.amount)] if mine else ["", ""]
    theirs = (
        [
            booked.standing.value,
            _yuan(booked.amount),
            _yuan(booked.charged),
            "是" if booked.posted else "否",
            _yuan(booked.refunded),
        ]
        if booked
        else [""] * 5
    )
    return [each.number, each.finding.name.lower(), each.finding.value, *ours, *theirs]


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
