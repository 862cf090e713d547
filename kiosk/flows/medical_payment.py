"""交医保 (基本医疗保险费缴纳): what is owed for oneself and the family, paid in one order by a code on the screen.

Cases: one or several bills owed; the state pays some or all of it; paid already; collection has not begun; nobody
insured. An order ends entered with the agency, not paid, paid and given back, in a person's hands, or still unsettled
because the link is gone: then the terminal goes on with it alone, and the words say so.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.core.call import Call
from kiosk.core.day import spoken_day
from kiosk.core.item import Capability, Category, item
from kiosk.core.money import capitals, figures
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.step import (
    Choice,
    Choose,
    Done,
    Identify,
    Line,
    Pay,
    PaymentReady,
    PrintReceipt,
    Query,
    Review,
    Tone,
)
from kiosk.core.words import joined, said

ITEM = "medical.payment"
MOST = 10_000_000  # fen: nobody's year of medical insurance costs a hundred thousand yuan
NAMED = 3  # so many people stand in the review by name


class Insurance(Enum):
    """Whom the insurance is for; the value is what the citizen reads."""

    RESIDENTS = "城乡居民"
    FLEXIBLE = "灵活就业"


class Standing(Enum):
    """How a bill stands with the agency. Only what is OWED can be paid."""

    OWED = "owed"
    PAID = "paid"
    EXEMPT = "exempt"
    NOT_OPEN = "not_open"


@dataclass(frozen=True)
class Bill:
    """What one person owes for one year. ``amount`` is what is to be paid, ``full`` before the state's share, in fen.

    ``reason`` says whose share it is ("低保对象"); ``opens`` is the first day of collection where it has not begun.
    An amount that cannot be true raises ValueError, so a reply with one is a broken reply.
    """

    number: str
    year: int
    insurance: Insurance
    standing: Standing
    amount: int
    full: int
    reason: str = ""
    opens: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= self.full <= MOST:
            raise ValueError("amount")
        if (self.amount == 0) != (self.standing is Standing.EXEMPT):
            raise ValueError("amount of nothing")


@dataclass(frozen=True)
class Insured:
    """One of the family, the asking person among them. ``relation`` is in words: 本人, 老伴, 孙女."""

    masked_name: str
    relation: str
    bills: tuple[Bill, ...]


@dataclass(frozen=True)
class Account:
    """The asking person first. Empty when none of them is insured."""

    insured: tuple[Insured, ...]
    telephone: str


@dataclass(frozen=True)
class MedicalBills(Call[Account]):
    """``family`` False where nobody has proved to be this person: then their own bills only."""

    path = "/medical/bills"
    id_number: str = field(repr=False)
    family: bool


@item(
    ITEM,
    title="交医保",
    official="基本医疗保险费缴纳",
    icon="mdi6.hospital-box",
    category=Category.MEDICAL,
    words=("医疗保险", "合作医疗", "农医保", "新农合", "居民医保", "医保缴费"),
    needs=(Capability.ID_CARD | Capability.SCANNER | Capability.KEYPAD,),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def pay_medical() -> Done:
    await PaymentReady()
    person = await Identify()
    account = await Query(MedicalBills(person.id_number, not person.typed), "正在查您家的医保")
    owed = [(who, bill) for who in account.insured for bill in who.bills if bill.standing is Standing.OWED]
    if not owed:
        return nothing_owed(account)
    alone = sum(len(who.bills) for who in account.insured) == 1
    chosen = owed if alone else await choose(account, owed)
    charge = charge_of(chosen)
    await Review("交医保", lines(chosen, charge.amount, "Identify" if alone else "Choose"), "去付钱")
    order = await Pay(charge, person)
    return await end_of(order, account.telephone)


async def choose(account: Account, owed: list[tuple[Insured, Bill]]) -> list[tuple[Insured, Bill]]:
    """Whom to pay for. What cannot be paid is shown too, with the reason."""
    choices = tuple(choice(who, bill) for who in account.insured for bill in who.bills)
    heading = "给谁交，就点谁" if len(account.insured) > 1 else "交哪一笔，就点哪一笔"
    wanted = await Choose(heading, choices)
    return [(who, bill) for who, bill in owed if bill.number in wanted]


def choice(who: Insured, bill: Bill) -> Choice:
    shared = bill.standing is Standing.OWED and bill.amount < bill.full
    what = said("{year}年{what}", year=bill.year, what=bill.insurance.value)
    less = said("{why}少交{amount}", why=bill.reason, amount=figures(bill.full - bill.amount)) if shared else ""
    return Choice(
        bill.number,
        said("{name}（{relation}）", name=who.masked_name, relation=who.relation),
        joined("，", (what, less)),
        bill.amount if bill.standing is Standing.OWED else None,
        closed=why_not(bill),
    )


def why_not(bill: Bill) -> str:
    """Why there is nothing to pay now; "" when there is."""
    if bill.standing is Standing.EXEMPT:
        return said("{why}，不用交", why=bill.reason)
    if bill.standing is Standing.NOT_OPEN:
        return said("{day}开始交", day=spoken_day(bill.opens)) if bill.opens else "还没开始交"
    return "已经交过了" if bill.standing is Standing.PAID else ""


def charge_of(chosen: list[tuple[Insured, Bill]]) -> Charge:
    bills = tuple(bill.number for _, bill in chosen)
    return Charge(ITEM, said("医保费，{number}笔", number=len(bills)), bills, sum(bill.amount for _, bill in chosen))


def lines(chosen: list[tuple[Insured, Bill]], amount: int, edits: str) -> tuple[Line, ...]:
    """What is paid for whom; then the sum, in figures and in capitals."""
    _, first = chosen[0]
    one = said("{year}年{what}", year=first.year, what=first.insurance.value)
    label = one if len(chosen) == 1 else said("交给谁，{number}笔", number=len(chosen))
    total = Line("amount", "一共", joined("\n", (figures(amount), capitals(amount))), edits)
    return Line("bills", label, names_of(chosen), edits), total


def names_of(chosen: list[tuple[Insured, Bill]]) -> str:
    each = (said("{name}（{relation}）", name=who.masked_name, relation=who.relation) for who, _ in chosen)
    names = list(dict.fromkeys(each))
    if len(names) <= NAMED:
        return joined("、", names)
    return said("{names}等{people}人", names=joined("、", names[: NAMED - 1]), people=len(names))


async def end_of(order: Order | None, telephone: str) -> Done:
    """What became of the order, in true words. Whatever has a sheet gets it."""
    if order is None or order.state is OrderState.CLOSED:
        return Done("没付，什么也没扣", ("想好了，随时再来",), tone=Tone.INFO)
    if order.receipt is None:
        return unsettled(order, telephone)
    paper = await PrintReceipt(order.receipt)
    later = ("单子没打，下次刷身份证来打",) if paper is Paper.SKIPPED else ()
    return settled(order, order.receipt, telephone, later)


def settled(order: Order, sheet: Receipt, telephone: str, later: tuple[str, ...]) -> Done:
    match order.state:
        case OrderState.REFUNDING | OrderState.REFUNDED:
            words = (order.sentence or "医保局没收下这笔钱", "钱退回您付钱的账户，一般三天到", *later)
            return Done("没交成，钱退给您", words, sheet.number, Tone.ATTENTION)
        case OrderState.MANUAL:
            words = ("先不要再交，工作人员会核对", said("凭号码打电话问：{telephone}", telephone=telephone), *later)
            return Done("这笔钱要人工核对", words, sheet.number, Tone.ATTENTION)
    return Done("交好了", (sheet.note, *later), sheet.number)


def unsettled(order: Order, telephone: str) -> Done:
    """The gateway could not be asked for too long. The terminal goes on with it when nobody stands there any more."""
    ask = said("凭号码打电话问：{telephone}", telephone=telephone)
    if order.state in (OrderState.PAID, OrderState.POSTING):
        words = ("机器会接着入账，不用再付", "回执下次刷身份证来打", ask)
        return Done("钱收到了，还没入账", words, order.number, Tone.INFO)
    words = ("机器正在替您取消，别再付了", "要是已经付了，会入账或者退回", ask)
    return Done("还不知道付没付", words, order.number, Tone.ATTENTION)


def nothing_owed(account: Account) -> Done:
    if not account.insured:
        words = ("参保要先登记，再来交费", said("打电话问：{telephone}", telephone=account.telephone))
        return Done("没查到医保参保", words, tone=Tone.INFO)
    reasons: dict[str, list[str]] = {}
    for who in account.insured:
        for bill in who.bills:
            reasons.setdefault(why_not(bill), []).append(who.masked_name)
    if len(reasons) == 1:
        [(reason, names)] = reasons.items()
        standing = account.insured[0].bills[0].standing
        message = {Standing.PAID: "都交过了", Standing.NOT_OPEN: "还没到交费的时候"}.get(standing, "不用您交钱")
        return Done(message, (whose(names, reason),), tone=Tone.INFO)
    details = tuple(whose(names, reason) for reason, names in reasons.items())
    return Done("现在没有要交的", details, tone=Tone.INFO)


def whose(names: list[str], reason: str) -> str:
    return said("{names}：{why}", names="、".join(dict.fromkeys(names)), why=reason)
