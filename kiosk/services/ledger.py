"""The ledger: paid orders, each written down before the gateway hears of it, and driven until it is settled.

The citizen's thread and the sweeper drive the same orders, one at a time for each. While a citizen stands before an
order that is not paid, it is theirs; what they leave behind, by a word, by a crash or by silence, is closed.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.errors import BrokenReply, GatewayError, PaymentsClosed, Refused, StoreError
from kiosk.core.order import FINAL, UNSETTLED, IllegalMove, Order, OrderState
from kiosk.core.order_events import GaveUp, Printed
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.core.ports import Link
from kiosk.services.claims import Claims
from kiosk.services.ledger_driver import Driver, PaymentTurnedDown, Record, Sender
from kiosk.services.ledger_pace import Pace
from kiosk.services.ledger_replies import charge_problem
from kiosk.services.ledger_slips import Slips
from kiosk.services.order_table import UNPAID, Orders

__all__ = ["BAD_REPLIES", "Ledger", "Terms"]

BAD_REPLIES = 60  # in a row to the sweeper, half an hour and more: then a person has to look
_BEGIN = "begin"  # one claim for all: a terminal has one citizen, and two orders must not be begun for one bill


@dataclass(frozen=True)
class Terms:
    """What a terminal's orders carry. ``identify`` makes the owner's hash, ``digits`` eight random digits."""

    terminal: str
    telephone: str
    identify: Callable[[Person], bytes]
    digits: Callable[[], str] = lambda: f"{secrets.randbelow(10**8):08}"


class Ledger:
    """Implements ``core.ports.Ledger``. One for each process: it settles what the last one left behind."""

    def __init__(
        self, orders: Orders, gateway: Sender, link: Link, clock: Clock, terms: Terms, *, record: Record
    ) -> None:
        self._orders = orders
        self._link = link
        self._clock = clock
        self._terms = terms
        self._record = record
        self._driver = Driver(orders, gateway, Slips(clock, telephone=terms.telephone), record)
        self._claims = Claims()
        self._pace = Pace(clock)
        self._left_to_sweeper: Callable[[], None] = lambda: None
        for number in orders.unpaid():  # whoever stood there is gone
            orders.move(number, GaveUp())

    def ready(self) -> None:
        """Not for the window's thread: it tries a write."""
        fault = self._link.status.fault
        if not self._link.status.usable:
            raise PaymentsClosed(fault.technician if fault else "the link is down")
        try:
            self._orders.probe()
        except StoreError as error:
            raise PaymentsClosed(error.technician, remedy=error.remedy) from error

    def begin(self, charge: Charge, *, key: str, person: Person, walk: str, cancel: Cancel) -> Order:
        if problem := charge_problem(charge):
            self._record(PaymentTurnedDown("", charge.item, problem))
            raise BrokenReply(f"charge: {problem}", sentence="要交的金额不对", remedy="点「找人帮忙」问一问")
        owner = self._terms.identify(person)
        with self._claims.wait(_BEGIN, cancel):
            order = self._standing(key, cancel) or self._in_the_way(charge, owner, cancel)
            if order is not None:
                return order
            self.ready()
            return self._started(self._written(charge, key, walk, owner).number, cancel)

    def look(self, number: str, *, cancel: Cancel) -> Order:
        with self._claims.wait(number, cancel):
            self._pace.attended(number)
            return self._driver.drive(number, cancel)

    def close(self, number: str, *, cancel: Cancel) -> Order:
        order = self._driver.find(number)
        if order.state in UNPAID:
            self._give_up(order)
        return self.look(number, cancel=cancel)

    def abandon(self, walk: str) -> None:
        for number in self._orders.unpaid(walk):
            self._give_up(self._driver.find(number))
        self._left_to_sweeper()

    def find(self, number: str) -> Order | None:
        return self._orders.find(number)

    def unfinished(self, person: Person, *, cancel: Cancel) -> tuple[Order, ...]:
        """A gateway that does not answer is asked once, not for each."""
        if person.typed:
            return ()
        owner = self._terms.identify(person)
        with suppress(GatewayError):
            for number in self._orders.unsettled(owner):
                with self._claims.wait(number, cancel):
                    if self._driver.find(number).state not in UNPAID:
                        self._driver.drive(number, cancel)
        return self._orders.unprinted(owner)

    # --- for the sweeper and for paper ---

    def on_left_to_sweeper(self, wake: Callable[[], None]) -> None:
        """``wake`` is called, from any thread, whenever a citizen's thread has left something to be settled."""
        self._left_to_sweeper = wake

    @property
    def again(self) -> float:
        """Seconds until the sweeper should look again."""
        standing = self._orders.states()
        if not standing.isdisjoint(UNSETTLED):
            return timing.ORDER_SWEEP
        return timing.SWEEP_SETTLED if standing.issubset(FINAL) else timing.SWEEP

    def due(self) -> list[str]:
        """Numbers of the orders to be settled now, the longest untried first."""
        return self._pace.due(self._orders.unsettled())

    def settle(self, number: str, cancel: Cancel) -> None:
        """As far as it goes now, unless a citizen is at it. Raises GatewayError, Cancelled, StoreError."""
        with self._claims.attempt(number) as free:
            order = self._orders.find(number) if free else None
            if order is None or order.state not in UNSETTLED:
                return
            if order.state in UNPAID:
                if self._pace.is_attended(number):
                    return
                order = self._give_up(order)
            try:
                self._driver.drive(number, cancel)
            except GatewayError as error:
                if self._pace.failed(number, bad=isinstance(error, BrokenReply)) >= BAD_REPLIES:
                    self._driver.hand_over(self._driver.find(number), "bad_replies")
                raise
            self._pace.went_well(number)

    def tidy(self) -> int:
        """Purges what is past its deadline. Returns the rows purged."""
        self.printed()
        return self._orders.purge()

    def printed(self, receipt: str | None = None) -> None:
        """The sheet of this receipt, or of any, is written down as out: the orders that waited for it are DONE."""
        for number in self._orders.come_out(receipt):
            with suppress(IllegalMove):  # the sweeper was quicker
                self._driver.move(self._driver.find(number), Printed())

    # --- inside ---

    def _standing(self, key: str, cancel: Cancel) -> Order | None:
        """The order of this key as it stands now, unless there is none that is not CLOSED."""
        order = self._orders.latest(key)
        if order is None or order.state is OrderState.CLOSED:
            return None
        if order.state is OrderState.WAIT:
            self._pace.attended(order.number)
            return order
        is_new = order.state is OrderState.NEW
        order = self._started(order.number, cancel) if is_new else self.look(order.number, cancel=cancel)
        return None if order.state is OrderState.CLOSED else order

    def _in_the_way(self, charge: Charge, owner: bytes, cancel: Cancel) -> Order | None:
        """Closes what is open of these bills. An order that was paid meanwhile is the citizen's, if it is the same."""
        for order, payer in self._orders.charging(charge.bills):
            settled = self.close(order.number, cancel=cancel)
            if settled.state is OrderState.MANUAL:
                raise Refused("manual", sentence="上次交的钱还在核对", remedy="先不要再交，点「找人帮忙」")
            if settled.state in (OrderState.POSTING, OrderState.PRINTING):
                if (settled.charge, owner) == (charge, payer):
                    return settled
                raise Refused("paid_already", sentence="这笔钱已经付过了", remedy="过一会儿再来查")
        return None

    def _written(self, charge: Charge, key: str, walk: str, owner: bytes) -> Order:
        """The intent, under a number that no other order has."""
        while True:
            number = f"{self._terms.terminal}-{self._clock.now():%y%m%d}-{self._terms.digits()}"
            order = Order(number, charge)
            if self._orders.insert(order, key=key, walk=walk, owner=owner):
                return order

    def _started(self, number: str, cancel: Cancel) -> Order:
        """Raises Refused when the gateway will not have it; that it never will is then confirmed by the sweeper."""
        with self._claims.wait(number, cancel):
            self._pace.attended(number)
            order = self._driver.drive(number, cancel)
        if order.state in (OrderState.CLOSING, OrderState.CLOSED) and order.reason:
            self._left_to_sweeper()
            raise Refused(order.reason, sentence=order.sentence)
        return order

    def _give_up(self, order: Order) -> Order:
        try:
            return self._driver.move(order, GaveUp())
        except IllegalMove:  # it was paid, or closed, in this very moment
            return self._driver.find(order.number)
