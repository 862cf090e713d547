"""What waits for a person is settled by two, and the audit names both; a day's comparison with the real gateway."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.board import AskChoice, AskText, Go, Mood
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.order import OrderState
from kiosk.core.order_events import HandedOver
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.staff import Door, Staff
from kiosk.flows.pension_certification import CertifyPension
from kiosk.sandbox.medical import ITEM
from kiosk.sandbox.residents import Case, Medical
from kiosk.services.casework import CaseGone, CaseKind, Casework, SameHand
from kiosk.services.effects import Effects
from kiosk.services.ledger import Ledger
from kiosk.services.order_table import OrderTable
from tests.maintenance.premises import (
    FIRST,
    HELPER,
    PINS,
    SECOND,
    Menu,
    actions,
    cells,
    facts,
    newcomer,
    rows,
    staffed,
)
from tests.people import ZHANG
from tests.sandbox.test_orders import bill_of
from tests.sandbox.town import PICTURE, Town, someone

Until = Callable[..., None]


@pytest.fixture(scope="module")
def place(sandbox: Town, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return newcomer(sandbox, tmp_path_factory.mktemp("terminal") / "state")


@pytest.fixture(scope="module")
def terminal(place: Town) -> Iterator[Menu]:
    with staffed(place) as made:
        yield made


def handed_over(terminal: Menu, which: int = 0) -> str:
    """An order that the terminal could not bring to its end."""
    kit, services = terminal.premises.services.kit, terminal.premises.services
    assert isinstance(kit.ledger, Ledger)
    bill = bill_of(Medical.OWES, which)
    number = kit.ledger.begin(
        Charge(ITEM, "医保费", (bill,), 43000), key=bill, person=ZHANG, walk="w", cancel=Cancel()
    ).number
    slip = Receipt(number, "凭条", ReceiptState.CHECKING, services.kit.clock.now())
    OrderTable(services.store, services.kit.clock, services.audit).move(number, HandedOver("bad_replies", slip))
    return number


def lost_sheet(terminal: Menu, number: str) -> str:
    """A sheet of which nobody could tell, as a restart in the middle of printing leaves it."""
    key, now = f"key-{number}", terminal.premises.clock.now().timestamp()
    with terminal.premises.services.store.write() as db:
        db.execute(
            "INSERT INTO effects (key, kind, walk, subject, state, attempts, next_try, created, updated, deadline)"
            " VALUES (?, 'document', 'w', ?, 'unknown', 1, ?, ?, ?, ?)",
            (key, number, now, now, now, now + 86400),
        )
    return key


def conflict(terminal: Menu, which: int, until: Until) -> str:
    """Kept for later, and then the gateway says no."""
    effects = terminal.premises.services.kit.effects
    assert isinstance(effects, Effects)
    card = someone(Case.STOPPED, which).card
    call, person = CertifyPension(card.number, 2026, PICTURE, ("face",)), Person(card.name, card.number)
    slip = effects.defer(call, key=f"c{which}" * 16, person=person, walk=f"w{which}", title="认证")
    until(lambda: slip.number in [one.lookup for one in effects.conflicts()])
    return slip.number


def settle(terminal: Menu, place: str, how: str, first: Staff = FIRST, second: Staff = SECOND) -> Go:
    terminal.do(place, "settle", how, first)
    terminal.do(place, "second", second.id, first)
    outcome = terminal.do(place, "sign", PINS[second.id], first)
    assert isinstance(outcome, Go)
    return outcome


def settled(terminal: Menu, number: str) -> dict[str, str]:
    [row] = [row for row in terminal.audit("case.settled") if row.subject == number]
    return row.detail


def test_an_order_is_settled_by_two(terminal: Menu) -> None:
    number = handed_over(terminal)
    [row] = [row for row in rows(terminal.board("ledger", FIRST)) if number in row.detail]
    assert (row.title, row.mood) == ("医保费 430.00元", Mood.WARN)
    shown = terminal.board(row.opens, FIRST)
    assert facts(shown)["状态"] == "转人工"
    assert [line[1] for line in cells(shown)] == ["单子"] * len(cells(shown))
    assert [line[2] for line in cells(shown)][::2] == ["刚开单", "转人工（bad_replies）"]
    assert ZHANG.id_number not in str(shown)
    assert ZHANG.name not in str(shown)
    [action] = shown.actions
    assert isinstance(action.ask, AskChoice)
    assert dict(action.ask.choices) == {"closed": "没付钱，不办了", "done": "入账了", "refunded": "钱退了"}
    assert settle(terminal, row.opens, "refunded").place == "ledger"
    order = OrderTable(terminal.premises.services.store, terminal.premises.clock, terminal.premises.services.audit)
    found = order.find(number)
    assert found is not None
    assert found.state is OrderState.REFUNDED
    assert settled(terminal, number) == {"kind": "order", "how": "refunded", "staff": "2001", "second": "1001"}
    with pytest.raises(CaseGone):
        terminal.board(row.opens, FIRST)


def test_the_second_signature_is_somebody_elses_with_the_right_pin(terminal: Menu) -> None:
    place = f"ledger:order:{handed_over(terminal, 1)}"
    terminal.do(place, "settle", "closed", FIRST)
    [second] = [one.ask for one in actions(terminal.board(place, FIRST)) if one.name == "second"]
    assert isinstance(second, AskChoice)
    assert {value for value, _ in second.choices} == {"1001"}  # neither the first one, nor a helper for money
    for other in ("2001", "3001", "9999"):
        with pytest.raises(KioskError) as asked:
            terminal.do(place, "second", other, FIRST)
        assert asked.value.sentence == "没有选"
    terminal.do(place, "second", "1001", FIRST)
    [pin] = [one.ask for one in actions(terminal.board(place, FIRST)) if one.name == "sign"]
    assert isinstance(pin, AskText)
    assert pin.secret
    with pytest.raises(KioskError) as wrong:
        terminal.do(place, "sign", PINS["2001"], FIRST)
    assert wrong.value.sentence == "工号或密码不对"
    assert facts(terminal.board(place, FIRST))["状态"] == "转人工"
    assert terminal.premises.services.staff.book.lock.state(Door.MAINTENANCE).wrong == 1
    # what one has begun is not another's to sign off
    assert [one.name for one in terminal.board(place, SECOND).actions] == ["settle"]
    terminal.do(place, "discard", "", FIRST)
    assert [one.name for one in terminal.board(place, FIRST).actions] == ["settle"]
    settle(terminal, place, "closed")


def test_nobody_signs_twice_whatever_the_page_says(terminal: Menu) -> None:
    services = terminal.premises.services
    work = Casework(services.store, terminal.premises.clock, services.audit, services.staff.book)
    number = handed_over(terminal, 2)
    case = work.find(CaseKind.ORDER, number)
    with pytest.raises(SameHand):
        work.sign(case.kind, FIRST, FIRST.id, PINS[FIRST.id])
    with pytest.raises(SameHand):
        work.sign(case.kind, FIRST, HELPER.id, PINS[HELPER.id])
    for first, second in ((FIRST, None), (FIRST, FIRST), (FIRST, replace(FIRST, name="另一个")), (HELPER, None)):
        with pytest.raises(SameHand):
            work.settle(case, "closed", first, second)
    assert work.find(CaseKind.ORDER, number).id == number
    work.settle(case, "closed", FIRST, SECOND)
    with pytest.raises(CaseGone):
        work.settle(case, "closed", FIRST, SECOND)


def test_a_sheet_that_somebody_saw(terminal: Menu) -> None:
    key = lost_sheet(terminal, "CERT-1")
    shown = terminal.board(f"ledger:paper:{key}", FIRST)
    assert facts(shown)["哪一种"] == "A4 证明"
    settle(terminal, f"ledger:paper:{key}", "not_out", second=HELPER)
    states = terminal.premises.services.store.read("SELECT state FROM effects WHERE key = ?", (key,))
    assert [row["state"] for row in states] == ["not_out"]
    assert settled(terminal, "CERT-1")["second"] == "3001"
    moved = [row.detail["state"] for row in terminal.audit("sheet.moved") if row.subject == "CERT-1"]
    assert moved == ["not_out"]


def test_a_conflict_is_settled_on_the_page_by_two_and_by_the_helper_with_the_citizen_alone(
    terminal: Menu, until: Until
) -> None:
    number = conflict(terminal, 0, until)
    shown = terminal.board(f"ledger:conflict:{number}", FIRST)
    assert facts(shown)["交到哪里"] == "/social/pension/certify"
    assert someone(Case.STOPPED).card.number not in str(shown)
    settle(terminal, f"ledger:conflict:{number}", "window")
    assert settled(terminal, number)["how"] == "window"
    services = terminal.premises.services
    work = Casework(services.store, terminal.premises.clock, services.audit, services.staff.book)
    other = conflict(terminal, 1, until)
    [case] = work.waiting({CaseKind.CONFLICT})
    with pytest.raises(ValueError, match="lost"):
        work.settle(case, "lost", HELPER, None)
    work.settle(case, "already", HELPER, None)
    assert settled(terminal, other) == {"kind": "conflict", "how": "already", "staff": "3001", "second": ""}
    assert work.waiting({CaseKind.CONFLICT}) == ()


def test_the_days_comparison_has_the_differences_first(place: Town, terminal: Menu) -> None:
    number = handed_over(terminal, 3)
    place.order("/phone/pay", order=number)
    opens = [row.opens for row in rows(terminal.board("ledger", FIRST)) if row.title == "今天"]
    shown = terminal.board(opens[0], FIRST)
    assert shown.mood is Mood.BAD
    assert (number, "收了钱，没入账也没全退") in [line[:2] for line in cells(shown)]
    assert facts(shown)["平台收了"] == "430.00元"
    month_ago = terminal.premises.clock.now().astimezone().date() - timedelta(days=30)
    assert terminal.do("ledger", "day", "30", FIRST) == Go(f"ledger:day:{month_ago}")
    long_ago = terminal.board("ledger:day:2020-01-01", FIRST)
    assert (long_ago.note, facts(long_ago)["对了几单"]) == ("没有差别", "0 单")
    place.order("/network", fault="down")
    with pytest.raises(KioskError) as gone:
        terminal.board(opens[0], FIRST)
    assert gone.value.sentence == "网络没连上"
    place.order("/network", fault=None)
