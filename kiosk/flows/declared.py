"""Any declared item (``core/declared.py``): one script for all that a file in ``assets/items`` can say.

Cases, as the gateway tells them: open to this person; not entitled, done already, being looked at, expired, nothing
found, each with its reason; handed in and not paid. Then: a number that was only typed in, which proves nothing; a
consent that is not given; a sheet or a name that only the staff can help with; no link (refused, or kept encrypted and
handed in later); and every end of a payment.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.core.call import Call
from kiosk.core.certificate import Certificate
from kiosk.core.day import spoken_day
from kiosk.core.declared import Declaration
from kiosk.core.errors import Unreachable
from kiosk.core.form import Form
from kiosk.core.item import Item, Offline, item
from kiosk.core.order import Order
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.step import (
    Consent,
    Defer,
    Done,
    Identify,
    Line,
    Pay,
    PaymentReady,
    PrintReceipt,
    Query,
    Review,
    Route,
    Sign,
    Submit,
    Tone,
    Withdraw,
)
from kiosk.core.words import said
from kiosk.flows.certificates import issued
from kiosk.flows.fee import end_of_fee, later, total
from kiosk.flows.phrases import NOT_DONE, NOT_KEPT, ask_by_phone, in_person, kept_for_later, who
from kiosk.flows.questions import Answers, fill, filled_in, lines_of

PROOF = in_person("要本人刷身份证才能办")
KEEP = Consent(
    "keep",
    "网络没连上，先存着好吗",
    ("您填的锁在这台机器里", "网络一好就自动交上去", "交上去以后马上删掉"),
    agree="同意先存着",
    decline="不存，改天再办",
    icon="mdi6.lock-clock",
)
STAFF = "staff"  # the way on that leads to them


class Standing(Enum):
    """Whether this person can do it now, by the agency's books."""

    OPEN = "open"
    NOT_ENTITLED = "not_entitled"
    NOT_FOUND = "not_found"
    DONE = "done"
    EXPIRED = "expired"
    CHECKING = "checking"  # handed in, and somebody at the agency looks at it
    UNPAID = "unpaid"  # handed in, and ``owed`` is still to be paid


@dataclass(frozen=True)
class DeclaredRecord:
    """``reason`` and ``advice`` are sentences. ``number`` is that of what was handed in before. ``owed`` is in fen.

    ``free`` says whose share the state pays of the fee ("低保对象"), "" where it does not.
    """

    standing: Standing
    masked_name: str = ""
    reason: str = ""
    advice: tuple[str, ...] = ()
    number: str = ""
    valid_until: date | None = None
    owed: int = 0
    free: str = ""


@dataclass(frozen=True)
class DeclaredStatus(Call[DeclaredRecord]):
    path = "/declared/status"
    item: str
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class DeclaredSubmit(Call[Receipt]):
    path = "/declared/submit"
    item: str
    id_number: str = field(repr=False)
    form: Form


@dataclass(frozen=True)
class DeclaredIssue(Call[Certificate]):
    path = "/declared/issue"
    item: str
    id_number: str = field(repr=False)
    form: Form


def item_of(declared: Declaration) -> Item:
    about = item(
        declared.id,
        title=declared.title,
        official=declared.official,
        icon=declared.icon,
        category=declared.category,
        needs=declared.needs,
        wants=declared.wants,
        offline=declared.offline,
        words=declared.words,
        regions=declared.regions,
    )
    return about(lambda: run(declared))


async def run(declared: Declaration) -> Done:
    if declared.fee is not None:
        await PaymentReady()
    person = await Identify()
    if declared.proof and person.typed:
        return PROOF
    try:
        record = await Query(DeclaredStatus(declared.id, person.id_number), declared.asking)
    except Unreachable:
        if declared.offline is not Offline.DEFERRED:
            raise
        return await apply(declared, person, None) if await KEEP else NOT_KEPT
    if record.standing is Standing.UNPAID:
        charge = Charge(declared.id, fee_title(declared), (record.number,), record.owed)
        about = said("{number}还没付钱", number=record.number)
        await Review(about, (*who(person, record.masked_name), total(charge)), "去付钱")
        return await end_of(declared, await Pay(charge, person), None)
    if record.standing is not Standing.OPEN:
        return answer_for(declared, record)
    return await apply(declared, person, record)


async def apply(declared: Declaration, person: Person, record: DeclaredRecord | None) -> Done:
    """All that the citizen does. Without a ``record`` the gateway could not be asked, and it is kept for later."""
    consents: tuple[str, ...] = () if record is not None else (KEEP.id,)
    for asked in declared.consent:
        if not await Consent(asked.name, asked.heading, asked.points, asked.agree, asked.decline, asked.icon):
            return NOT_DONE
        consents = (*consents, asked.name)
    answers = await fill(declared.ask, person)
    signature = await Sign(declared.sign) if declared.sign else None
    by_staff = ("signature",) if isinstance(signature, Route) else ()
    svg = "" if signature is None or isinstance(signature, Route) else signature.svg
    form = filled_in(answers, svg, consents, by_staff)
    charge = charge_of(declared, answers, record)
    lines = (
        *who(person, record.masked_name if record is not None else ""),
        *lines_of(declared.ask, answers),
        *signed(declared, svg),
        *money(charge, record, changer(declared)),
    )
    confirm = declared.confirm if record is not None else "先存着，以后自动交"
    await Review(declared.review or declared.official, lines, confirm)
    if declared.certificate is not None:
        return await issued(DeclaredIssue(declared.id, person.id_number, form), person)
    call = DeclaredSubmit(declared.id, person.id_number, form)
    if record is None:
        return await keep(declared, call, person)
    return await hand_in(declared, call, person, charge)


async def hand_in(declared: Declaration, call: DeclaredSubmit, person: Person, charge: Charge | None) -> Done:
    try:
        receipt = await Submit(call, person, declared.submitting)
    except Unreachable:
        if declared.offline is not Offline.DEFERRED:
            raise
        if not await KEEP:
            await Withdraw(call)
            return Done("没有办，填的都删掉了", ("网络好了再来",), tone=Tone.INFO)
        return await keep(declared, call, person)
    if charge is None:
        return await give(declared, receipt)
    order = await Pay(Charge(charge.item, charge.title, (receipt.number,), charge.amount), person)
    await PrintReceipt(receipt)
    return await end_of(declared, order, receipt)


async def give(declared: Declaration, receipt: Receipt) -> Done:
    """Hands over what the gateway confirmed."""
    paper = await PrintReceipt(receipt)
    return handed_in(declared, receipt, later(paper))


async def keep(declared: Declaration, call: DeclaredSubmit, person: Person) -> Done:
    slip = await Defer(call, person, declared.title)
    if slip.state is not ReceiptState.QUEUED:
        return await give(declared, slip)  # the gateway's reply came while the citizen was being asked
    return await kept_for_later(slip)


def handed_in(declared: Declaration, receipt: Receipt, more: tuple[str, ...]) -> Done:
    note = (receipt.note,) if receipt.note else ()
    if receipt.state is ReceiptState.CHECKING:
        return Done("交上去了，等核对", (*note, *more), receipt.number, Tone.INFO, receipt.related)
    details = (*(declared.done.details or note), *more)
    return Done(declared.done.message, details, receipt.number, related=receipt.related)


async def end_of(declared: Declaration, order: Order | None, receipt: Receipt | None) -> Done:
    """What became of the money. What was handed in stays handed in: it can be paid for another time."""

    def paid(sheet: Receipt, more: tuple[str, ...]) -> Done:
        if receipt is not None:
            return handed_in(declared, receipt, more)
        return Done("付好了", (sheet.note, *more), sheet.number)

    return await end_of_fee(order, receipt.number if receipt is not None else "", declared.telephone, paid)


def answer_for(declared: Declaration, record: DeclaredRecord) -> Done:
    """What a person hears who cannot do it now: the reason, and what to do."""
    ask = ask_by_phone(declared.telephone)
    reason = (record.reason,) if record.reason else ()
    until = (said("有效期到{day}", day=spoken_day(record.valid_until)),) if record.valid_until is not None else ()
    match record.standing:
        case Standing.DONE:
            return Done("已经办过了", (*reason, *until, *record.advice), record.number)
        case Standing.CHECKING:
            return Done("已经交过了，正在核对", (*reason, *record.advice, "不用再办"), record.number, Tone.INFO)
        case Standing.EXPIRED:
            return Done("过了办的时候", (*reason, *until, *record.advice, ask), tone=Tone.ATTENTION)
        case Standing.NOT_FOUND:
            return Done("没查到您的登记", (*reason, *record.advice, ask), tone=Tone.INFO)
    return Done("这件事您现在办不了", (*reason, *record.advice, ask), tone=Tone.INFO)


def signed(declared: Declaration, svg: str) -> tuple[Line, ...]:
    if not declared.sign:
        return ()
    return (Line("signature", "签名", "签好了" if svg else "请工作人员帮忙", "Sign"),)


def fee_title(declared: Declaration) -> str:
    return declared.fee.title if declared.fee is not None else declared.title


def charge_of(declared: Declaration, answers: Answers, record: DeclaredRecord | None) -> Charge | None:
    """What is to be paid once it is handed in; its bill has the number of what was handed in."""
    if declared.fee is None or record is None or record.free:
        return None
    amount = declared.fee_of({name: answer.values for name, answer in answers.items()})
    return Charge(declared.id, declared.fee.title, (), amount) if amount else None


def changer(declared: Declaration) -> str:
    """What is asked anew to have another fee."""
    return next((asked.name for asked in declared.ask if any(option.fen for option in asked.choices)), "Identify")


def money(charge: Charge | None, record: DeclaredRecord | None, edits: str) -> tuple[Line, ...]:
    if charge is not None:
        return (total(charge, edits),)
    free = record.free if record is not None else ""
    return (Line("fee", "费用", said("{reason}，不用交", reason=free), "Identify"),) if free else ()
