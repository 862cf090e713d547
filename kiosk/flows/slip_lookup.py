"""扫上次的回执: which item a receipt came from, so that it can be done again. Nobody has to say who they are.

Cases: the gateway knows the number; it does not; the item is not offered here any more (then its name is told).
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.slip import AskSlip
from kiosk.core.step import Done, Query, ScanSlip, Tone

UNKNOWN = Done("没查到这张回执", ("换一张再扫，或打字来找",), tone=Tone.INFO)


@item(
    "receipt.find",
    title="扫上次的回执",
    official="按回执上的码找事项",
    icon="mdi6.qrcode-scan",
    category=Category.COMMUNITY,
    words=("上次办的", "再办一次", "扫码"),
    needs=(Capability.SCANNER,),
)
async def find_by_slip() -> Done:
    slip = await Query(AskSlip(await ScanSlip()), "正在认这张回执")
    if not slip.item:
        return UNKNOWN
    return Done("上次办的是这件事", (slip.title,), tone=Tone.INFO, related=(slip.item,))
