"""打养老金证明 (养老保险待遇证明): what pension a person draws, since when and how much a month.

Cases: drawing; no pension; stopped, which 办养老金认证 starts again; and those of every certificate.
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done
from kiosk.flows.certificates import Wanted, certificate

WANTED = Wanted("pension", "养老保险待遇证明")


@item(
    "social.pension_certificate",
    title="打养老金证明",
    official=WANTED.title,
    icon="mdi6.account-cash",
    category=Category.SOCIAL,
    words=("退休证明", "养老待遇证明", "退休金证明", "收入证明"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def pension_certificate() -> Done:
    return await certificate(WANTED)
