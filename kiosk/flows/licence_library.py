"""我的证照 (电子证照打印): what licences a person has in the library, one of which is chosen and printed.

Cases: several; one; expired, lost or cancelled, which are shown closed with the reason; none; and those of
every certificate.
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done, Tone
from kiosk.flows.certificates import Wanted, certificate

WANTED = Wanted(
    "library",
    "电子证照打印件",
    which="要打哪一张",
    none=Done("证照库里没有您的证照", ("新发的证，第二天才有",), tone=Tone.INFO),
)


@item(
    "licence.library",
    title="我的证照",
    official="电子证照打印",
    icon="mdi6.wallet-membership",
    category=Category.POLICE,
    words=("电子证照", "证件", "驾驶证", "结婚证", "证照库"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def licence_library() -> Done:
    return await certificate(WANTED)
