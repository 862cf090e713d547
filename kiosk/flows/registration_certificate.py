"""打房产证明 (不动产登记证明): one of the houses that are registered under a person's name, and how it stands.

Cases: one; several to choose from; seized, which the certificate says; in another office; none; and those of
every certificate.
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done, Tone
from kiosk.flows.certificates import Wanted, certificate

WANTED = Wanted(
    "registration",
    "不动产登记证明",
    which="选一套房子",
    none=Done("您名下没查到房子", ("可以打无房证明",), tone=Tone.INFO, related=("estate.no_house_certificate",)),
)


@item(
    "estate.registration_certificate",
    title="打房产证明",
    official=WANTED.title,
    icon="mdi6.home-city",
    category=Category.HOUSING,
    words=("房产证", "不动产证", "不动产登记", "有房证明"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def registration_certificate() -> Done:
    return await certificate(WANTED)
