"""基本医疗保险 at the stand-in gateway: what a household owes, and how its bills are paid through an order.

A bill is named ``YB<year>-<resident>-<class>``, so what anybody owes follows from the residents and the books alone.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel

from kiosk.core.clock import Clock
from kiosk.core.money import capitals, figures
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.books import Books
from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.fields import CallBody, IdNumber
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import RESIDENTS, Medical, Resident, find, household

__all__ = ["ITEM", "MedicalBills", "medical_of", "router"]

ITEM: Final = "medical.payment"
AGENCY: Final = "宁波市鄞州区医疗保障局"
TELEPHONE: Final = "12393"  # the hotline of the medical security administration, the same in every town
RESIDENTS_FEE: Final = 430_00  # fen a year
FLEXIBLE_FEE: Final = 6238_80
_BOOK: Final = "postings"

router = APIRouter(prefix="/medical", tags=["医疗保险"], route_class=SignedRoute, responses=REFUSALS)


class Insurance(Enum):
    RESIDENTS = "城乡居民"
    FLEXIBLE = "灵活就业"


class Standing(Enum):
    OWED = "owed"
    PAID = "paid"
    EXEMPT = "exempt"
    NOT_OPEN = "not_open"


class Bill(BaseModel):
    """``amount`` is what is to be paid and ``full`` what it is without the state's share, in fen."""

    number: str
    year: int
    insurance: Insurance
    standing: Standing
    amount: int
    full: int
    reason: str = ""
    opens: date | None = None


class Insured(BaseModel):
    masked_name: str
    relation: str
    bills: tuple[Bill, ...]


class Account(BaseModel):
    insured: tuple[Insured, ...]
    telephone: str = TELEPHONE


class BillsQuery(CallBody):
    """``family`` false where the number was only typed in: then this person's own bills."""

    id_number: IdNumber
    family: bool


@router.post("/bills", summary="一家人要交的医保")
def bills(asked: BillsQuery, desk: AtDesk) -> Account:
    resident = find(asked.id_number)
    if resident is None:
        return Account(insured=())
    people = household(resident) if asked.family else household(resident)[:1]
    year, paid = desk.clock.now().year, _paid(desk.books)
    return Account(
        insured=tuple(
            Insured(masked_name=person.masked_name, relation=relation, bills=owed)
            for person, relation in people
            if (owed := tuple(_as_paid(bill, paid) for bill in _bills_of(person, year)))
        )
    )


def medical_of(desk: Desk) -> dict[str, str]:
    """How everybody's own insurance stands now, by the resident's id: as at the start, or "paid" since."""
    year, paid = desk.clock.now().year, _paid(desk.books)
    return {resident.id: _standing(resident, year, paid) for resident in RESIDENTS}


@dataclass(frozen=True)
class MedicalBills:
    """``Bills`` of this business, for ``desk.bills[ITEM]``."""

    books: Books
    clock: Clock
    title: str = "医保费"
    agency: str = AGENCY

    def amount(self, bills: tuple[str, ...]) -> int | None:
        found = self._unpaid(bills)
        return sum(bill.amount for _, bill in found) if found is not None else None

    def post(self, bills: tuple[str, ...], order: str) -> Receipt:
        """Raises Refusal when the agency will not have the money: of one of them, so of none."""
        found, now = self._unpaid(bills), self.clock.now()
        if found is None:
            raise Refusal(409, "bill_settled", "这笔医保费已经有人交过了", "钱会退回来")
        if any(person.medical is Medical.REJECTED for person, _ in found):
            raise Refusal(409, "not_insured_here", "参保地已经变了，这里收不了", "钱会退回来")
        number = self.books.numbered("YB", now)
        amount = sum(bill.amount for _, bill in found)
        entry = {"item": ITEM, "order": order, "bills": list(bills), "amount": amount}
        self.books.enter(_BOOK, number, now, entry)
        return Receipt(
            number,
            "医保费缴费",
            ReceiptState.DONE,
            now,
            self.agency,
            rows=(*_rows(found), ("订单号", order)),
            note="入账了，不用再交",
            code=f"JB:{number}",
        )

    def _unpaid(self, bills: tuple[str, ...]) -> list[tuple[Resident, Bill]] | None:
        """Whose they are; None when one of them is unknown, named twice, or not owed any more."""
        year, paid = self.clock.now().year, _paid(self.books)
        known = {bill.number: (person, bill) for person in RESIDENTS for bill in _bills_of(person, year)}
        if not bills or len(set(bills)) < len(bills) or any(bill in paid or bill not in known for bill in bills):
            return None
        found = [known[bill] for bill in bills]
        return found if all(bill.standing is Standing.OWED for _, bill in found) else None


def _bills_of(person: Resident, year: int) -> tuple[Bill, ...]:
    """As at the start. Collection for a year is in the autumn before it, and who was late pays in the year itself."""
    case = person.medical
    if case is Medical.NONE:
        return ()
    if case is Medical.FLEXIBLE:
        return (_bill(person, year, Insurance.FLEXIBLE, FLEXIBLE_FEE),)
    next_year = _bill(person, year + 1, Insurance.RESIDENTS, RESIDENTS_FEE)
    change: dict[Medical, dict[str, object]] = {
        Medical.PART: {"amount": RESIDENTS_FEE // 2, "reason": "低收入家庭"},
        Medical.EXEMPT: {"standing": Standing.EXEMPT, "amount": 0, "reason": "低保由政府代交"},
        Medical.PAID: {"standing": Standing.PAID},
        Medical.NOT_OPEN: {"standing": Standing.NOT_OPEN, "opens": date(year + 1, 1, 1)},
    }
    shown = next_year.model_copy(update=change.get(case, {}))
    late = (_bill(person, year, Insurance.RESIDENTS, RESIDENTS_FEE),) if case is Medical.BOTH else ()
    return (*late, shown)


def _bill(person: Resident, year: int, insurance: Insurance, fee: int) -> Bill:
    number = f"YB{year}-{person.id}-{insurance.name[0]}"
    return Bill(number=number, year=year, insurance=insurance, standing=Standing.OWED, amount=fee, full=fee)


def _as_paid(bill: Bill, paid: set[str]) -> Bill:
    return bill.model_copy(update={"standing": Standing.PAID}) if bill.number in paid else bill


def _paid(books: Books) -> set[str]:
    return {bill for entry in books.entries(_BOOK) if entry.get("item") == ITEM for bill in entry["bills"]}


def _standing(person: Resident, year: int, paid: set[str]) -> str:
    own = _bills_of(person, year)
    owed = [bill for bill in own if bill.standing is Standing.OWED]
    settled = bool(owed) and all(bill.number in paid for bill in owed)
    return Medical.PAID.value if settled else person.medical.value


def _rows(found: list[tuple[Resident, Bill]]) -> tuple[tuple[str, str], ...]:
    each = tuple(
        (person.masked_name, f"{bill.year}年{bill.insurance.value} {figures(bill.amount)}") for person, bill in found
    )
    total = sum(bill.amount for _, bill in found)
    return (*each, ("一共", figures(total)), ("大写", capitals(total)))
