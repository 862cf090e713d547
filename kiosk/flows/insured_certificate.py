"""打社保证明 (社会保险参保证明): what the agency has of a person's social insurance, on A4 with its seal and code.

Cases: insured; not insured; and those of every certificate (``flows/certificates.py``).
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done
from kiosk.flows.certificates import Wanted, certificate

WANTED = Wanted("insured", "社会保险参保证明")


@item(
    "social.insured_certificate",
    title="打社保证明",
    official=WANTED.title,
    icon="mdi6.file-certificate",
    category=Category.SOCIAL,
    words=("参保证明", "社保缴费证明", "社保参保记录", "买房证明"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def insured_certificate() -> Done:
    return await certificate(WANTED)
