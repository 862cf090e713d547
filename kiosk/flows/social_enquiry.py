"""查社保 (社会保险权益查询): years paid in, balance or monthly pension, the last payments.

Cases: found, with its history; nothing found; a number that was only typed in, which proves nothing.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.enquiry import Report
from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done, Identify, Query
from kiosk.flows.enquiries import PROOF, read


@dataclass(frozen=True)
class AskSocialAccount(Call[Report]):
    path = "/social/account"
    id_number: str = field(repr=False)


@item(
    "social.enquiry",
    title="查社保",
    official="社会保险权益查询",
    icon="mdi6.shield-search",
    category=Category.SOCIAL,
    words=("社保余额", "养老保险", "交了多少年", "社保账户", "退休金"),
    needs=(Capability.ID_CARD | Capability.SCANNER,),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def social_enquiry() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    report = await Query(AskSocialAccount(person.id_number), "正在查您的社保")
    return await read(report, "您的社保", "没查到您的社保")
