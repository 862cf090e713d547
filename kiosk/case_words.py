"""What staff read of a case that waits for a person: its facts, what it can come to, and what has happened."""

from datetime import datetime
from typing import Final

from kiosk.core.money import figures
from kiosk.core.order import Order
from kiosk.core.order_events import Ending
from kiosk.ledger_words import CHANNELS, STATES
from kiosk.services.audit import AuditRow
from kiosk.services.casework import Case, CaseKind, LostSheet, Seen
from kiosk.services.effect_listing import Resolution, Unfinished
from kiosk.services.effect_states import State
from kiosk.services.order_listing import ListedOrder

__all__ = ["KINDS", "facts", "happened", "moment", "title", "ways"]

KINDS: Final = {CaseKind.ORDER: "缴费单", CaseKind.PAPER: "不知道出没出来的纸", CaseKind.CONFLICT: "交不上去的办件"}
WAYS: Final = {
    CaseKind.ORDER: (
        (Ending.CLOSED.value, "没付钱，不办了"),
        (Ending.DONE.value, "入账了"),
        (Ending.REFUNDED.value, "钱退了"),
    ),
    CaseKind.PAPER: ((Seen.OUT.value, "出来了，拿走了"), (Seen.NOT_OUT.value, "没出来，可以再打")),
    CaseKind.CONFLICT: tuple((how.value, how.words) for how in Resolution),
}
EVENTS: Final = {
    "order.moved": "单子",
    "effect.moved": "办件",
    "effect.resolved": "办件了结",
    "sheet.moved": "纸",
    "case.settled": "两个人签字了结",
    "document.bad": "证明的文件不对",
}
PAPER: Final[dict[str, str]] = {
    State.PRINTING: "在打",
    State.OUT: "出来了",
    State.NOT_OUT: "没出来",
    State.STOPPED: "打到一半停了",
    State.UNKNOWN: "不知道出没出来",
    "taken": "拿走了",
}
SUBMISSIONS: Final[dict[str, str]] = {
    State.DEFERRED: "存着，网络好了就交",
    State.WITHDRAWING: "正在撤回",
    State.WITHDRAWN: "撤回了",
    State.DONE: "交了",
    State.REFUSED: "平台不收",
    State.CONFLICT: "交不上去，要人处理",
    State.RESOLVED: "了结了",
}
OUTCOMES: Final[dict[str, str]] = {value: words for each in WAYS.values() for value, words in each}


def title(case: Case) -> str:
    about = case.about
    if isinstance(about, ListedOrder):
        return f"{about.order.charge.title} {figures(about.order.charge.amount)}"
    if isinstance(about, LostSheet):
        return "A4 证明" if about.document else "小票"
    return about.path


def facts(case: Case) -> tuple[tuple[str, str], ...]:
    """Numbers, amounts, times and words of the house; nothing that a citizen has told."""
    about = case.about
    if isinstance(about, ListedOrder):
        found = _order(about.order, about)
    elif isinstance(about, LostSheet):
        found = {
            "号码": about.number,
            "哪一种": "A4 证明" if about.document else "小票",
            "几时打的": moment(about.since),
        }
    else:
        found = _submission(about)
    return tuple((label, fact) for label, fact in found.items() if fact)


def ways(case: Case) -> tuple[tuple[str, str], ...]:
    """What it can come to: value and words."""
    return WAYS[case.kind]


def happened(row: AuditRow) -> tuple[str, str, str]:
    """When, what, and how: a row of the history."""
    said = row.detail
    match row.event:
        case "order.moved":
            words = STATES.get(said["state"], said["state"])
        case "sheet.moved":
            words = PAPER.get(said["state"], said["state"])
        case "effect.moved":
            words = SUBMISSIONS.get(said["state"], said["state"])
        case "effect.resolved":
            words = OUTCOMES.get(said["reason"], said["reason"])
        case "case.settled":
            words = f"{OUTCOMES.get(said['how'], said['how'])}，工号 {said['staff']} {said['second']}".rstrip()
        case _:
            words = ""
    reason = said.get("reason", "") if row.event.endswith(".moved") else ""
    return moment(row.at), EVENTS.get(row.event, row.event), f"{words}（{reason}）" if reason else words


def moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"


def _order(order: Order, listed: ListedOrder) -> dict[str, str]:
    return {
        "订单号": order.number,
        "付什么": order.charge.title,
        "金额": figures(order.charge.amount),
        "状态": STATES[order.state],
        "原因": order.reason,
        "开单": moment(listed.created),
        "最后一步": moment(listed.updated),
        "平台说几时付的": moment(order.paid_at) if order.paid_at else "",
        "付款方式": CHANNELS[order.channel] if order.channel else "",
        "交易号": order.transaction,
        "退款号": order.refund,
        "单子号": order.receipt.number if order.receipt else "",
    }


def _submission(about: Unfinished) -> dict[str, str]:
    return {
        "查询号": about.number,
        "交到哪里": about.path,
        "平台说的原因": about.reason,
        "试过": f"{about.attempts} 次",
        "从几时": moment(about.since),
        "留到": f"{about.until.astimezone():%Y-%m-%d}",
    }
