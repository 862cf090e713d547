"""查公积金 (住房公积金账户查询): balance, what is paid in each month, the last movements.

Cases: found, with its history; nothing found; a number that was only typed in, which proves nothing.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.enquiry import Report
from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done, Identify, Query
from kiosk.flows.enquiries import PROOF, read


@dataclass(frozen=True)
class AskFundAccount(Call[Report]):
    path = "/fund/account"
    id_number: str = field(repr=False)


@item(
    "fund.enquiry",
    title="查公积金",
    official="住房公积金账户查询",
    icon="mdi6.home-search",
    category=Category.FUND,
    words=("公积金余额", "住房公积金", "房贷", "提取"),
    needs=(Capability.ID_CARD | Capability.SCANNER,),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def fund_enquiry() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    report = await Query(AskFundAccount(person.id_number), "正在查您的公积金")
    return await read(report, "您的公积金", "没查到您的公积金")
