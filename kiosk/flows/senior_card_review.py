"""老年卡年审 (老年人优待证年度审验): once a year, or the card stops working at gates and in buses.

Cases: due; reviewed already; no card (then it can be applied for); reported lost; a number that was only typed in,
which proves nothing; the agency looks at it first; no link to the gateway (kept encrypted, handed in later).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.core.call import Call
from kiosk.core.day import spoken_day
from kiosk.core.errors import Unreachable
from kiosk.core.item import Capability, Category, Offline, item
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.step import Consent, Defer, Done, Identify, Line, Query, Review, Submit, Tone
from kiosk.core.words import said
from kiosk.flows.phrases import NOT_KEPT, ask_by_phone, handed_over, in_person, kept_for_later, who

TITLE = "老年卡年审"
DONE = "审好了，接着用"
PROOF = in_person("要本人刷身份证才能审")
KEEP = Consent(
    "keep_review",
    "网络没连上，先存着好吗",
    ("号码锁在这台机器里", "网络一好就自动交上去"),
    agree="同意先存着",
    decline="不存，改天再办",
    icon="mdi6.lock-clock",
)


class CardStanding(Enum):
    """How a person's card stands at the office."""

    DUE = "due"
    REVIEWED = "reviewed"
    LOST = "lost"
    NONE = "none"


@dataclass(frozen=True)
class CardRecord:
    """``number`` is the card's, masked. ``telephone`` answers questions."""

    standing: CardStanding
    number: str = ""
    valid_until: date | None = None
    telephone: str = ""


@dataclass(frozen=True)
class SeniorCardStatus(Call[CardRecord]):
    path = "/senior/card/status"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class ReviewSeniorCard(Call[Receipt]):
    path = "/senior/card/review"
    id_number: str = field(repr=False)


@item(
    "senior.card_review",
    title=TITLE,
    official="老年人优待证年度审验",
    icon="mdi6.card-account-details-star",
    category=Category.CARE,
    words=("老年证", "敬老卡", "优待证", "年检", "坐公交", "老人卡"),
    needs=(Capability.ID_CARD | Capability.SCANNER,),
    wants=(Capability.RECEIPT_PRINTER,),
    offline=Offline.DEFERRED,
)
async def senior_card_review() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    try:
        record = await Query(SeniorCardStatus(person.id_number), "正在查您的老年卡")
    except Unreachable:
        return await review_later(person)
    if record.standing is not CardStanding.DUE:
        return answer_for(record)
    card = Line("card", "老年卡号", record.number, edits="Identify")
    await Review("老年卡年审", (*who(person), card), "审一年")
    return await hand_in(ReviewSeniorCard(person.id_number), person)


async def review_later(person: Person) -> Done:
    """Without the gateway nobody knows whether it is due; the office sorts that out when it arrives."""
    if not await KEEP:
        return NOT_KEPT
    await Review("老年卡年审", who(person), "先存着，以后自动交")
    return await keep(ReviewSeniorCard(person.id_number), person)


async def hand_in(call: ReviewSeniorCard, person: Person) -> Done:
    try:
        return await handed_over(await Submit(call, person), DONE)
    except Unreachable:
        return await keep(call, person)


async def keep(call: ReviewSeniorCard, person: Person) -> Done:
    slip = await Defer(call, person, TITLE)
    if slip.state is not ReceiptState.QUEUED:
        return await handed_over(slip, DONE)  # the gateway's reply came while the citizen was being asked
    return await kept_for_later(slip)


def answer_for(record: CardRecord) -> Done:
    ask = ask_by_phone(record.telephone)
    if record.standing is CardStanding.REVIEWED:
        until = record.valid_until
        details = (said("用到{day}", day=spoken_day(until)),) if until else ()
        return Done("今年已经审过了", (*details, "不用再办"))
    if record.standing is CardStanding.LOST:
        return Done("这张卡挂失了", ("带身份证到窗口补一张", ask), tone=Tone.ATTENTION)
    return Done("您还没有老年卡", ("满60岁就能申领", "在这台机器上点「领老年卡」", ask), tone=Tone.INFO)
