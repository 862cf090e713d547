"""打户籍证明 (户籍证明): where a person is registered, and since when.

Cases: registered here; in another province, whose police make it out; a foreign resident, who has none; being
moved; and those of every certificate.
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done
from kiosk.flows.certificates import Wanted, certificate

WANTED = Wanted(
    "household",
    "户籍证明",
    purposes=("上学", "结婚", "办社保", "银行要用", "别的用途"),
)


@item(
    "police.household_certificate",
    title="打户籍证明",
    official=WANTED.title,
    icon="mdi6.home-account",
    category=Category.POLICE,
    words=("户口证明", "户口本", "户籍", "落户证明"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def household_certificate() -> Done:
    return await certificate(WANTED)
