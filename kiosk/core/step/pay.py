"""Paying: whether it can be done at all, and the payment itself."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, ClassVar

from kiosk.core.order import Order
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.core.route import Alternative, Route
from kiosk.core.step.base import Step

__all__ = ["Pay", "PaymentReady"]


@dataclass(frozen=True)
class PaymentReady(Step[None]):
    """Nobody is asked for anything as long as a payment could not be written down or not be asked about."""

    words: ClassVar[str] = "正在看现在能不能交费"


@dataclass(frozen=True)
class Pay(Step[Order | None]):
    """One order for the charge, from its code on the screen to its end, or as far as the gateway can be asked.

    None when it could not even be begun and the citizen gave up on it: then nothing was or can be paid.
    """

    charge: Charge
    person: Person
    screen: ClassVar[str] = "pay"
    durable: ClassVar[bool] = True
    stoppable: ClassVar[bool] = True
    own: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (Alternative("stop", "不付了", "mdi6.close"),)

    def __await__(self) -> Generator[Step[Any], Any, Order | None]:
        answer: Order | Route = yield self
        return None if isinstance(answer, Route) else answer
