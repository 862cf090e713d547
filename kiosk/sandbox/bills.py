"""What a business of the stand-in gateway must offer so that its bills can be paid through an order."""

from typing import Protocol

from kiosk.core.receipt import Receipt

__all__ = ["Bills"]


class Bills(Protocol):
    """Registered as ``desk.bills[item]``. Bills are named by the gateway's numbers; calls run in a transaction."""

    @property
    def title(self) -> str:
        """What the citizen reads on the phone."""

    @property
    def agency(self) -> str:
        """Who the money is for."""

    def amount(self, bills: tuple[str, ...]) -> int | None:
        """Their sum in fen; None when one of them is unknown, named twice, or paid already."""

    def post(self, bills: tuple[str, ...], order: str) -> Receipt:
        """Enters in ``postings`` that this order has paid them. Raises Refusal before anything is entered."""
