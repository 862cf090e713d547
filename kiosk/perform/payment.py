"""One payment as the citizen waits for it: the order is asked about every second, until it has come to an end.

The ledger has everything written down, so nothing here can lose a payment. Once there is an order this says how it
ended, or how it stands when there was no answer for too long: it never fails.
"""

import threading

from kiosk.core.errors import Cancelled, GatewayError, KioskError
from kiosk.core.job import Job, Paying
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import CreateOrder
from kiosk.core.step import Pay, PaymentReady
from kiosk.core.timing import PAY_ENDING, PAY_POLL

__all__ = ["pay", "payment_ready"]

PAYABLE = (OrderState.NEW, OrderState.WAIT)
SETTLED = (OrderState.PRINTING, OrderState.REFUNDING)  # and what is final: the citizen waits for nothing more


def payment_ready(_step: PaymentReady, job: Job) -> None:
    """Raises PaymentsClosed."""
    job.kit.ledger.ready()


def pay(step: Pay, job: Job) -> Order | None:
    """None when the citizen gave up before there was anything to pay. Raises what ``Ledger.begin`` does."""
    charge = step.charge
    key = job.key_for(CreateOrder("", charge.item, charge.bills, charge.amount).fingerprint())
    try:
        order = job.kit.ledger.begin(charge, key=key, person=step.person, walk=job.walk, cancel=job.cancel)
    except GatewayError:
        if job.stop.is_set:
            return None  # no code was ever shown; what may be there of the order is closed when they leave
        raise
    return _Payment(job, order).run()


class _Payment:
    """``_ends_by`` is set from when it can only end: given up, run out, or paid. Then nobody is kept for long."""

    def __init__(self, job: Job, order: Order) -> None:
        self._job, self._ledger, self._order = job, job.kit.ledger, order
        self._linked = True
        self._heard_at = self._now()
        self._ends_by: float | None = None

    def run(self) -> Order:
        while not self._is_over():
            self._report()
            self._wait()
            self._ask()
        self._report()
        return self._order

    def _now(self) -> float:
        return self._job.kit.clock.monotonic()

    @property
    def _given_up(self) -> bool:
        """By the citizen, or by the server's clock, as far as it can be told since its last reply."""
        if self._order.state is OrderState.WAIT and self._now() - self._heard_at >= self._order.left.total_seconds():
            return True
        return self._job.stop.is_set

    def _is_over(self) -> bool:
        if self._order.final or self._order.state in SETTLED:
            return True
        if self._ends_by is None and (self._order.state not in PAYABLE or self._given_up):
            self._ends_by = self._now() + PAY_ENDING
        return self._ends_by is not None and self._now() >= self._ends_by

    def _report(self) -> None:
        self._job.report(Paying(self._order, self._linked, stopping=self._given_up))

    def _wait(self) -> None:
        """A second, or until the citizen has pressed 不付了 just now."""
        woken = threading.Event()
        if self._given_up:
            self._job.cancel.wait(PAY_POLL)
            return
        with self._job.cancel.waking(woken.set), self._job.stop.waking(woken.set):
            woken.wait(PAY_POLL)
        self._job.cancel.check()

    def _ask(self) -> None:
        number, cancel = self._order.number, self._job.cancel
        try:
            if self._order.state in PAYABLE and self._given_up:
                self._order = self._ledger.close(number, cancel=cancel)
            else:
                self._order = self._ledger.look(number, cancel=cancel)
        except Cancelled:
            raise
        except KioskError:  # what was being done goes on by itself
            self._linked = False
        else:
            self._linked, self._heard_at = True, self._now()
