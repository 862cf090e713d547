"""开无犯罪记录证明: applied for with its purpose; made out at once, or looked at by a person and collected later.

Cases: at once; looked at first, with a number to come again with; still being looked at; ready to be collected; turned
down or taken back, which may be applied for anew; not made out here at all; a number that was only typed in.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.item import Capability, Category, item
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.step import Choice, Choose, Done, Identify, Line, PrintReceipt, Query, Review, Submit, Tone
from kiosk.core.words import said
from kiosk.flows.certificates import PROOF, IssueCertificate, issued
from kiosk.flows.phrases import ask_by_phone, who

TITLE = "无犯罪记录证明"
PURPOSES = ("找工作", "考资格证", "出国", "收养孩子", "别的用途")


@dataclass(frozen=True)
class NoRecordStanding:
    """``state``: "at_once", "later", "checking", "ready", "cancelled" (later, and the last one was taken back), "no".

    ``number`` is the application's, "" for none. ``days`` are how long looking at it takes. ``why`` goes with "no".
    """

    state: str
    masked_name: str = ""
    number: str = ""
    days: int = 0
    why: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class NoRecordStatus(Call[NoRecordStanding]):
    path = "/police/no_record/status"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class ApplyNoRecord(Call[Receipt]):
    path = "/police/no_record/apply"
    id_number: str = field(repr=False)
    purpose: str


@item(
    "police.no_record_certificate",
    title="无犯罪记录证明",
    official="无犯罪记录证明申请",
    icon="mdi6.shield-check",
    category=Category.POLICE,
    words=("无犯罪证明", "无罪证明", "政审", "无违法记录"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def no_record_certificate() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    standing = await Query(NoRecordStatus(person.id_number), "正在查能不能开")
    if standing.state == "no":
        ask = ask_by_phone(standing.telephone)
        return Done(standing.why, ("带身份证，到派出所办", ask), tone=Tone.INFO)
    if standing.state == "checking":
        return Done("还在查，没好", (in_days(standing), "来的时候带身份证"), standing.number, Tone.INFO)
    if standing.state == "ready":
        return await issued(IssueCertificate("no_record", person.id_number, standing.number), person)
    [purpose] = await Choose("这张证明做什么用", tuple(Choice(each, each) for each in PURPOSES), many=False)
    heading = "上次的撤销了，重新申请" if standing.state == "cancelled" else TITLE
    at_once = standing.state == "at_once"
    lines = (*who(person, standing.masked_name), Line("purpose", "用途", purpose, "Choose"))
    await Review(heading, lines, "看看证明" if at_once else "交上去")
    if at_once:
        return await issued(IssueCertificate("no_record", person.id_number, purpose=purpose), person)
    receipt = await Submit(ApplyNoRecord(person.id_number, purpose), person)
    paper = await PrintReceipt(receipt)
    keep = "回执收好，凭它来取" if paper is Paper.OUT else "记下号码，凭它来取"
    return Done("申请收到了，要查一查", (in_days(standing), keep), receipt.number, Tone.INFO)


def in_days(standing: NoRecordStanding) -> str:
    return said("{days}个工作日以后来取", days=standing.days)
