"""What became of a fee that is paid after something was handed in, in true words: what was handed in stays so."""

from collections.abc import Callable

from kiosk.core.money import capitals, figures
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.step import Done, Line, PrintReceipt, Tone
from kiosk.core.words import joined, said

__all__ = ["end_of_fee", "later", "total"]


async def end_of_fee(
    order: Order | None, number: str, telephone: str, paid: Callable[[Receipt, tuple[str, ...]], Done]
) -> Done:
    """``number`` is that of what was handed in. ``paid`` says how it ends with the fee's receipt and what is to be
    added. Whatever has a sheet gets it."""
    if order is None or order.state is OrderState.CLOSED:
        unpaid = ("没付钱，先不给办", "下次刷身份证，接着付就行")
        return Done("交上去了，还没付钱", unpaid, number, Tone.ATTENTION)
    ask = said("凭号码打电话问：{telephone}", telephone=telephone)
    if order.receipt is None:
        return Done("还不知道付没付", ("先别再付，机器会接着查", ask), order.number, Tone.ATTENTION)
    more = later(await PrintReceipt(order.receipt))
    match order.state:
        case OrderState.REFUNDING | OrderState.REFUNDED:
            words = (order.sentence or "这笔钱没收下", "钱退回您付钱的账户，一般三天到", *more)
            return Done("没办成，钱退给您", words, order.receipt.number, Tone.ATTENTION)
        case OrderState.MANUAL:
            return Done("这笔钱要人工核对", ("先不要再付", ask, *more), order.receipt.number, Tone.ATTENTION)
    return paid(order.receipt, more)


def later(paper: Paper) -> tuple[str, ...]:
    return ("单子没打，下次刷身份证来打",) if paper is Paper.SKIPPED else ()


def total(charge: Charge, edits: str = "Identify") -> Line:
    return Line("fee", charge.title, joined("\n", (figures(charge.amount), capitals(charge.amount))), edits)
