"""查医保 (医疗保障个人账户查询): what is on the account, and what was taken from it.

Cases: found, with its history; nothing found; a number that was only typed in, which proves nothing.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.enquiry import Report
from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done, Identify, Query
from kiosk.flows.enquiries import PROOF, read


@dataclass(frozen=True)
class AskMedicalAccount(Call[Report]):
    path = "/medical/account"
    id_number: str = field(repr=False)


@item(
    "medical.enquiry",
    title="查医保",
    official="医疗保障个人账户查询",
    icon="mdi6.clipboard-pulse",
    category=Category.MEDICAL,
    words=("医保余额", "医保卡", "医保账户", "报销", "看病钱"),
    needs=(Capability.ID_CARD | Capability.SCANNER,),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def medical_enquiry() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    report = await Query(AskMedicalAccount(person.id_number), "正在查您的医保")
    return await read(report, "您的医保", "没查到您的医保")
