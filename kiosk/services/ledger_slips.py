"""The terminal's own slips for orders that did not end with the agency's receipt: number, amount, whom to call."""

from kiosk.core.clock import Clock
from kiosk.core.money import capitals, figures
from kiosk.core.order import Order
from kiosk.core.receipt import Receipt, ReceiptState

__all__ = ["Slips"]


class Slips:
    """``telephone`` is the site's, from config.toml. A slip's number is the order's."""

    def __init__(self, clock: Clock, *, telephone: str) -> None:
        self._clock = clock
        self._telephone = telephone

    def refunding(self, order: Order, refund: str) -> Receipt:
        rows = (("退款号", refund), ("退到", "原来付钱的账户"))
        return self._slip(order, "没办成，钱会退回", ReceiptState.RETURNED, rows, "退款到账要等几天，没到就打电话问")

    def refunded(self, order: Order) -> Receipt:
        rows = (("退款号", order.refund), ("退到", "原来付钱的账户"))
        return self._slip(order, "没办成，钱已退回", ReceiptState.RETURNED, rows, "账户里没看到，就打电话问")

    def manual(self, order: Order, reason: str) -> Receipt:
        rows = (("原因代码", reason),)
        return self._slip(order, "交费要由人来核对", ReceiptState.CHECKING, rows, "先不要再交，带这张单子来问")

    def _slip(
        self, order: Order, title: str, state: ReceiptState, rows: tuple[tuple[str, str], ...], note: str
    ) -> Receipt:
        amount = order.charge.amount
        return Receipt(
            number=order.number,
            title=title,
            state=state,
            issued_at=self._clock.now(),
            rows=(
                ("交的是", order.charge.title),
                ("金额", figures(amount)),
                ("大写", capitals(amount)),
                *rows,
                ("电话", self._telephone),
            ),
            note=note,
        )
