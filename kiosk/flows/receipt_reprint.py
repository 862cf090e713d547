"""补打回执: another sheet of what was done or paid at this terminal. It keeps its number, and is marked 补打.

Cases: several receipts, one, none; a number that was only typed in, which proves nothing. Needs no gateway.
"""

from kiosk.core.day import spoken_day
from kiosk.core.item import Capability, Category, Offline, item
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.step import Choice, Choose, Done, Identify, KeptReceipts, PrintReceipt, Tone
from kiosk.core.words import said
from kiosk.flows.phrases import in_person

PROOF = in_person("要本人刷身份证才能补打")
NOTHING = Done("这台机器上没有您的回执", ("在哪台机器上办的，就去哪台", "太久以前的不在了"), tone=Tone.INFO)


@item(
    "receipt.reprint",
    title="补打回执",
    official="办件回执补打",
    icon="mdi6.printer",
    category=Category.COMMUNITY,
    words=("小票", "凭条", "回单", "再打一张", "打印回执"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.RECEIPT_PRINTER),
    offline=Offline.WORKS,
)
async def reprint() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    kept = await KeptReceipts(person)
    if not kept:
        return NOTHING
    [number] = await Choose("要打哪一张", tuple(map(choice, kept)), many=False)
    receipt = next(receipt for receipt in kept if receipt.number == number)
    if await PrintReceipt(receipt, copy=True) is Paper.SKIPPED:
        return Done("没打出来", ("记下这个号码，也能查",), receipt.number, Tone.INFO)
    return Done("打好了", ("回执从亮灯的口出来",), receipt.number)


def choice(receipt: Receipt) -> Choice:
    day = receipt.issued_at
    when = said("{day}办的，尾号{last}", day=spoken_day(day), last=receipt.number[-4:])
    return Choice(receipt.number, receipt.title, when)
