"""What many scripts say alike: who it is, and that something was kept for later."""

from kiosk.core.masking import mask_id, mask_name
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt
from kiosk.core.step import Done, Line, PrintReceipt, Tone

__all__ = ["kept_for_later", "who"]


def who(person: Person, masked_name: str = "") -> tuple[Line, ...]:
    """The lines of a review that say who it is, masked: somebody may look over one's shoulder.

    ``masked_name`` is the gateway's, for a number that came without a name.
    """
    name = mask_name(person.name) or masked_name
    named = (Line("name", "姓名", name, edits="Identify"),) if name else ()
    return (*named, Line("id_number", "身份证号", mask_id(person.id_number), edits="Identify"))


async def kept_for_later(slip: Receipt) -> Done:
    """The end of what this terminal keeps encrypted until the link is back; the slip has the number to ask with."""
    await PrintReceipt(slip)
    return Done("先存好了，还没交上去", ("网络一好就自动交", "凭这个号码来查"), slip.number, Tone.INFO)
