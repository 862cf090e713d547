"""打营业执照 (营业执照副本复印件): of a company, for its legal representative.

Cases: one; several to choose from; struck off or cancelled, which are shown closed; none; and those of every
certificate.
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done, Tone
from kiosk.flows.certificates import Wanted, certificate

WANTED = Wanted(
    "licence_copy",
    "营业执照副本复印件",
    which="选一家企业",
    none=Done("没查到您的企业", ("只给法定代表人打", "换了法人的，先到窗口变更"), tone=Tone.INFO),
)


@item(
    "market.business_licence",
    title="打营业执照",
    official=WANTED.title,
    icon="mdi6.store",
    category=Category.MARKET,
    words=("执照", "营业执照副本", "公司执照", "个体户"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def business_licence() -> Done:
    return await certificate(WANTED)
