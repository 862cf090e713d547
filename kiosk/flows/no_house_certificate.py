"""打无房证明 (不动产登记无房证明): that no house is registered under a person's name, and what for.

Cases: none; one is registered, which 打房产证明 tells; being registered just now; and those of every certificate.
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done
from kiosk.flows.certificates import Wanted, certificate

WANTED = Wanted(
    "no_house",
    "无房证明",
    purposes=("租房提公积金", "申请公租房", "孩子上学", "落户", "别的用途"),
)


@item(
    "estate.no_house_certificate",
    title="打无房证明",
    official=WANTED.title,
    icon="mdi6.home-off-outline",
    category=Category.HOUSING,
    words=("没有房子", "住房查询", "租房证明", "上学用"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def no_house_certificate() -> Done:
    return await certificate(WANTED)
