"""取号 (窗口业务取号): a number for a window of the hall, with how many wait before it and how long that takes.

Cases: a number is taken; one is held already (another slip, or it is given back); a business that is closed today;
no window calls numbers now.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.item import Capability, Category, item
from kiosk.core.person import Person
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.step import Choice, Choose, Done, Identify, PrintReceipt, Query, Submit, Tone
from kiosk.core.words import said

AGAIN, CANCEL = "again", "cancel"


@dataclass(frozen=True)
class Queue:
    """``waiting`` people and ``minutes`` until one's turn. ``closed`` says why no number is given, "" when one is."""

    id: str
    title: str
    waiting: int
    minutes: int
    closed: str = ""


@dataclass(frozen=True)
class Ticket:
    """One that this person holds today. ``called`` is what the window calls: A012."""

    called: str
    title: str
    ahead: int
    sheet: Receipt


@dataclass(frozen=True)
class Hall:
    queues: tuple[Queue, ...]
    hours: str
    ticket: Ticket | None = None


@dataclass(frozen=True)
class AskHall(Call[Hall]):
    path = "/queue/hall"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class TakeTicket(Call[Receipt]):
    path = "/queue/take"
    id_number: str = field(repr=False)
    queue: str


@dataclass(frozen=True)
class CancelTicket(Call[Receipt]):
    path = "/queue/cancel"
    id_number: str = field(repr=False)
    number: str


@item(
    "queue.ticket",
    title="取号排队",
    official="窗口业务排队取号",
    icon="mdi6.ticket-confirmation",
    category=Category.COMMUNITY,
    words=("排队", "叫号", "拿号", "窗口", "等号"),
    needs=(Capability.ID_CARD | Capability.SCANNER | Capability.KEYPAD,),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def queue_ticket() -> Done:
    person = await Identify()
    hall = await Query(AskHall(person.id_number), "正在看有多少人排队")
    if hall.ticket is not None:
        return await held(hall.ticket, person)
    if all(queue.closed for queue in hall.queues):
        return Done("现在不叫号", (hall.hours,), tone=Tone.INFO)
    [queue] = await Choose("办哪种业务，就点哪种", tuple(map(choice, hall.queues)), many=False)
    receipt = await Submit(TakeTicket(person.id_number, queue), person, "正在取号")
    return after(await PrintReceipt(receipt), receipt)


async def held(ticket: Ticket, person: Person) -> Done:
    """Nobody holds two: the one that they have can be printed again, or given back."""
    ways = (
        Choice(AGAIN, "再打一张", said("前面还有{ahead}人", ahead=ticket.ahead)),
        Choice(CANCEL, "不等了，取消这个号", ticket.title),
    )
    [way] = await Choose(said("您有号了：{called}", called=ticket.called), ways, many=False)
    if way == AGAIN:
        return after(await PrintReceipt(ticket.sheet, copy=True), ticket.sheet)
    await Submit(CancelTicket(person.id_number, ticket.sheet.number), person, "正在取消")
    return Done("这个号取消了", ("要办的话，再来取号",))


def choice(queue: Queue) -> Choice:
    wait = said("前面{waiting}人，约{minutes}分钟", waiting=queue.waiting, minutes=queue.minutes)
    return Choice(queue.id, queue.title, wait if queue.waiting else "现在没人排队", closed=queue.closed)


def after(paper: Paper, receipt: Receipt) -> Done:
    if paper is Paper.SKIPPED:
        return Done("号取好了，记住它", (receipt.note,), receipt.number, Tone.INFO)
    return Done("取到号了", (receipt.note, "听到叫号，就到那个窗口"), receipt.number)
