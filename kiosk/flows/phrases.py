"""What many scripts say alike, and how what was handed in or kept for later ends."""

from kiosk.core.masking import mask_id, mask_name
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.step import Done, Line, PrintReceipt, Tone
from kiosk.core.words import said

__all__ = ["NOT_DONE", "NOT_KEPT", "ask_by_phone", "handed_over", "in_person", "kept_for_later", "who"]

NOT_DONE = Done("没有办，什么也没交", ("想好了，随时再来",), tone=Tone.INFO)
NOT_KEPT = Done("没有办，什么也没存", ("网络好了再来",), tone=Tone.INFO)


def in_person(message: str) -> Done:
    """The end for a number that was only typed in, which proves nothing; ``message`` says what a card is needed for."""
    return Done(message, ("带上身份证再来", "手机上的社保码也行"), tone=Tone.INFO)


def ask_by_phone(telephone: str) -> str:
    return said("有疑问打电话：{telephone}", telephone=telephone)


def who(person: Person, masked_name: str = "") -> tuple[Line, ...]:
    """The lines of a review that say who it is, masked: somebody may look over one's shoulder.

    ``masked_name`` is the gateway's, for a number that came without a name.
    """
    name = mask_name(person.name) or masked_name
    named = (Line("name", "姓名", name, edits="Identify"),) if name else ()
    return (*named, Line("id_number", "身份证号", mask_id(person.id_number), edits="Identify"))


async def handed_over(receipt: Receipt, message: str) -> Done:
    """Prints what the gateway confirmed. ``message`` says that it is done, unless somebody looks at it first."""
    await PrintReceipt(receipt)
    if receipt.state is ReceiptState.CHECKING:
        return Done("交上去了，等核对", (receipt.note,), receipt.number, Tone.INFO, receipt.related)
    return Done(message, (receipt.note,), receipt.number, related=receipt.related)


async def kept_for_later(slip: Receipt) -> Done:
    """The end of what this terminal keeps encrypted until the link is back; the slip has the number to ask with."""
    await PrintReceipt(slip)
    return Done("先存好了，还没交上去", ("网络一好就自动交", "凭这个号码来查"), slip.number, Tone.INFO)
