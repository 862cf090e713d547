"""查企业开办 (企业开办进度查询): how far the registration of a company has come, for whoever stands for it.

Cases: one company or several; none; a number that was only typed in, which proves nothing.
"""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.enquiry import Report
from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Choice, Choose, Done, Identify, Query
from kiosk.flows.enquiries import PROOF, read


@dataclass(frozen=True)
class Company:
    """``standing`` is where its registration is now, in words."""

    number: str
    name: str = field(repr=False)
    standing: str


@dataclass(frozen=True)
class Companies:
    companies: tuple[Company, ...]
    telephone: str


@dataclass(frozen=True)
class AskCompanies(Call[Companies]):
    path = "/market/companies"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class AskCompanyProgress(Call[Report]):
    path = "/market/companies/progress"
    id_number: str = field(repr=False)
    number: str


@item(
    "market.company_progress",
    title="查企业开办",
    official="企业开办进度查询",
    icon="mdi6.store-search",
    category=Category.MARKET,
    words=("开公司", "注册公司", "营业执照办到哪了", "开店"),
    needs=(Capability.ID_CARD | Capability.SCANNER,),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def company_progress() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    found = await Query(AskCompanies(person.id_number), "正在查您名下的公司")
    if not found.companies:
        return await read(Report((), telephone=found.telephone), "", "没查到您在办的公司")
    number = found.companies[0].number
    if len(found.companies) > 1:
        [number] = await Choose("查哪一家，就点哪一家", tuple(map(choice, found.companies)), many=False)
    report = await Query(AskCompanyProgress(person.id_number, number), "正在查办到哪一步了")
    return await read(report, "办到哪一步了", "没查到这家公司")


def choice(company: Company) -> Choice:
    return Choice(company.number, company.name, company.standing)
