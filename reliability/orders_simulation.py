"""Paid orders in a simulated world: crashes, a network that loses and doubles, citizens who change their minds.

    .venv/bin/python reliability/orders_simulation.py --orders 1000000 --seed 1 --processes 4
    .venv/bin/python reliability/orders_simulation.py --seed 1 --case 4711       one case again, step by step

It is the real ledger (``kiosk/services/ledger*.py``) that runs here. Under it lies a table in memory with the interface
of the real one (``Orders``), since a million orders would cost some ten million commits; the real table has the same
world under it in ``tests/services/test_ledger_machine.py``, and real SIGKILLs and power cuts elsewhere.

One case is a day at one terminal: a few citizens, some of them after the same bills. The process dies before or after
any commit and any call; requests and replies are lost, doubled, late, wrong; notices of payment come late; the store
is full for a while; the terminal's clock and the server's are off by an hour. In the end the network is well, and the
books must say: nothing lost, nobody charged twice, everybody who paid served or refunded, nobody served who did not
pay, nothing stuck.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.money import figures
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import Charge, CloseOrder, OrderStanding, PostOrder, RefundOrder
from kiosk.core.person import Person
from kiosk.services.ledger import Ledger, Terms
from kiosk.services.sweeper import sweep
from reliability.orders_world import Clock, Crash, Gateway, Link, MemoryOrders, Network, Paper, Violation

__all__ = ["Case", "run_case"]

TELEPHONE = "0574-8800 0001"
PEOPLE = (Person("甲", "110105194912310011"), Person("乙", "110105194912310022"))
BILLS = (("b1",), ("b2",), ("b1", "b2"))
FEN = 38_000  # each bill
SKEWS = (timedelta(), timedelta(), timedelta(hours=1), timedelta(hours=-1))
RECOVERY = 60.0  # seconds from the link's return until nothing is unsettled that nobody stands before
FINAL_AFTER = "days whose orders were final so many seconds after the link's return: "
# Written apart from core/order.py: which state may follow which.
MAY_FOLLOW = {
    "": "new",
    "new": "wait closing closed paid manual",
    "wait": "wait closing closed paid manual",
    "closing": "closing closed paid manual",
    "paid": "posting manual",
    "posting": "printing refunding manual",
    "printing": "done",
    "refunding": "refunded manual",
}


class Case:
    """``say`` is told each step."""

    def __init__(self, seed: int, say: Callable[[str], None] = lambda _: None) -> None:
        self.random = random = Random(seed)  # noqa: S311 - a seed gives the same orders
        self.say = say
        self.clock, self.link, self.paper = Clock(), Link(), Paper()
        turned_down = random.choice((0.0, 0.0, 0.1, 0.5))
        self.gateway = Gateway(self.clock, random, reject=lambda: random.random() < turned_down)
        self.network = Network(self.gateway, self.clock, random)
        self.orders = MemoryOrders(random, self.paper)
        self.counts: Counter[str] = Counter()
        self.codes: list[str] = []  # numbers whose codes citizens have photographed
        if random.random() < 0.01:
            self.network.broken = random.choice((PostOrder, RefundOrder, CloseOrder))
        self.boot()

    def boot(self, dies_at: int = 0) -> None:
        """``dies_at`` is the commit of its recovery at which the process dies once more."""
        terms = Terms("NB-YZ-0001", TELEPHONE, lambda person: person.id_number.encode(), self._digits)
        self.orders.crash_at, self.network.crash_at = dies_at, 0
        self.ledger = Ledger(self.orders, self.network, self.link, self.clock, terms, record=self._turned_down)

    def run(self) -> None:
        for number in range(self.random.randint(1, 4)):
            self._weather()
            self._alive(partial(self._visit, f"w{number}"))
            self._pass(self.random.choice((1.0, 30.0, 600.0)))
            self._pay_late()
            for _ in range(self.random.randint(0, 3)):
                self._weather()
                self._alive(partial(sweep, self.ledger, Cancel()))
                self._pass(5.0)
        self._recover()
        self._check()

    # --- the citizen ---

    def _visit(self, walk: str) -> None:
        person, bills = self.random.choice(PEOPLE), self.random.choice(BILLS)
        charge = Charge("medical.payment", "居民医保", bills, FEN * len(bills))
        if self.random.random() < 0.5:
            self.ledger.ready()
        order = self._begun(charge, walk, person)
        if order is not None:
            self._stand_before(order, pays=self.random.random() < 0.8)
        if self.random.random() < 0.9:
            self.ledger.abandon(walk)
        self.say(f"{walk} has left")

    def _begun(self, charge: Charge, walk: str, person: Person) -> Order | None:
        for _ in range(3):
            with suppress(KioskError):
                key = f"{walk} {charge.bills}"
                return self.ledger.begin(charge, key=key, person=person, walk=walk, cancel=Cancel())
            self._pass(1.0)
        return None

    def _stand_before(self, order: Order, *, pays: bool) -> None:
        """Pays or not, gives up or not, and waits until it is settled or patience runs out."""
        self.say(f"{order.number} {order.state} for {order.charge.bills}")
        gives_up = self.random.random() < 0.3
        for _ in range(self.random.randint(1, 12)):
            if order.state is OrderState.WAIT and order.qr:
                self.codes.append(order.number)
                if pays and self.random.random() < 0.6:
                    self._pay(order.number)
            self._pass(self.random.choice((1.0, 1.0, 5.0, 60.0)))
            order = self._asked(order, close=gives_up and self.random.random() < 0.4)
            if order.final or order.receipt:
                break
        self._take_paper(order)

    def _asked(self, order: Order, *, close: bool) -> Order:
        with suppress(KioskError):
            ask = self.ledger.close if close else self.ledger.look
            order = ask(order.number, cancel=Cancel())
        return order

    def _take_paper(self, order: Order) -> None:
        if order.receipt is None or self.random.random() < 0.2:
            return
        entry = self.gateway.entries[order.number]
        if order.state is OrderState.PRINTING and (entry.posting is None or entry.posting.receipt != order.receipt):
            raise Violation(f"{order.number}: a receipt that the agency never gave")
        self.paper.out.add(order.receipt.number)
        self.ledger.printed(order.receipt.number)

    def _pay(self, number: str) -> None:
        if self.gateway.pay(number):
            self.say(f"{number} is paid")
            self.counts["paid"] += 1

    def _pay_late(self) -> None:
        """By a photograph of the code, after they have left."""
        for number in self.codes:
            if self.random.random() < 0.1:
                self._pay(number)

    # --- the world ---

    def _weather(self) -> None:
        random = self.random
        self.clock.skew, self.gateway.skew = random.choice(SKEWS), random.choice(SKEWS)
        self.link.up = random.random() < 0.9
        self.network.down = random.random() < 0.15
        self.network.calm = random.random() < 0.3
        self.orders.full = random.random() < 0.05
        self.orders.crash_at = random.randint(1, 8) if random.random() < 0.3 else 0
        self.network.crash_at = random.randint(1, 12) if random.random() < 0.3 else 0

    def _pass(self, seconds: float) -> None:
        self.clock.seconds += seconds

    def _alive(self, work: Callable[[], Any]) -> Any:
        """The work, until it is done, turned away, or the process dies; then it is started again, in the same world."""
        try:
            return work()
        except KioskError:
            self.counts["turned away"] += 1
        except Crash:
            self.say("crash")
            self.counts["crashes"] += 1
            while True:
                with suppress(KioskError, Crash):
                    self.boot(self.random.choice((0, 0, 1, 2, 3)))
                    break
                self.orders.full = False
                self.counts["crashes in the recovery"] += 1
        return None

    def _recover(self) -> None:
        """All is well from now on, but for what is broken for ever; how long until nothing is unsettled?"""
        self.link.up = self.network.calm = True
        self.network.down = self.orders.full = False
        self.orders.crash_at = self.network.crash_at = 0
        if self.random.random() < 0.5:
            self.boot()
        began, attended = self.clock.seconds, bool(self.orders.unpaid())
        patience = 4_000.0 if self.network.broken else 600.0 if attended else RECOVERY
        sweep(self.ledger, Cancel())
        while self.orders.unsettled():
            self._pass(self.ledger.again)
            sweep(self.ledger, Cancel())
            if self.clock.seconds - began > patience:
                raise Violation(f"stuck: {[self.orders.find(number) for number in self.orders.unsettled()]}")
        if patience == RECOVERY:
            self.counts[f"{FINAL_AFTER}{self.clock.seconds - began:.0f}"] += 1

    # --- what the books must say ---

    def _check(self) -> None:
        for number in self.gateway.entries:
            if number not in self.orders.rows:
                raise Violation(f"lost: {number}")
        for number, row in self.orders.rows.items():
            self.counts[f"order {row.order.state}"] += 1
            self._check_order(number, row.order)
            if row.order.receipt and row.order.receipt.number not in self.paper.out:
                self._check_offered(row.order, row.owner)
        self._check_moves()
        for number in self.codes:
            if self.gateway.pay(number):
                raise Violation(f"{number}: its code could still be paid in the end")

    def _check_order(self, number: str, order: Order) -> None:
        entry = self.gateway.entries.get(number)
        charged = sum(entry.charges) if entry else 0
        refunded = len(entry.refunds) * entry.amount if entry else 0
        served = bool(entry and entry.posting and entry.posting.receipt)
        if order.state is OrderState.CLOSED:
            right = (charged, refunded, served) == (0, 0, False)
            right = right and (entry is None or entry.standing is OrderStanding.CLOSED)
        elif order.state in (OrderState.PRINTING, OrderState.DONE):
            right = served and charged == FEN * len(order.charge.bills) and not refunded
            right = right and bool(entry and entry.posting and order.receipt == entry.posting.receipt)
            right = right and (order.state is OrderState.DONE) == bool(order.receipt.number in self.paper.out)
        elif order.state is OrderState.REFUNDED:
            right = not served and charged == refunded > 0 and not any(entry.refunds.values() if entry else (1,))
        else:
            right = order.state is OrderState.MANUAL and self.network.broken is not None and _is_slip(order)
        if not right:
            raise Violation(f"{order}: charged {charged}, refunded {refunded}, served {served}")

    def _check_offered(self, order: Order, owner: bytes) -> None:
        person = next(person for person in PEOPLE if person.id_number.encode() == owner)
        if order not in self.ledger.unfinished(person, cancel=Cancel()):
            raise Violation(f"{order.number}: not offered to its citizen")

    def _check_moves(self) -> None:
        last: dict[str, str] = {}
        for number, state in self.orders.history:
            if state not in MAY_FOLLOW[last.get(number, "")].split():
                raise Violation(f"{number}: {state} after {last.get(number)}")
            last[number] = state

    def _digits(self) -> str:
        return f"{self.random.randrange(10**8):08}"

    def _turned_down(self, _event: object) -> None:
        self.counts["replies turned down"] += 1


def _is_slip(order: Order) -> bool:
    slip = order.receipt
    if slip is None:
        return False
    said = {value for _, value in slip.rows}
    return slip.number == order.number and {figures(order.charge.amount), TELEPHONE} <= said and bool(order.reason)


def run_case(seed: int, case: int, say: Callable[[str], None] = lambda _: None) -> Counter[str]:
    """Raises Violation."""
    one = Case(seed * 1_000_003 + case, say)
    try:
        one.run()
    except Violation as violation:
        raise Violation(f"seed {seed}, case {case}: {violation}") from violation
    one.counts["orders"] = len(one.orders.rows)
    one.counts["cases"] = 1
    return one.counts


def _run_cases(seed: int, cases: range) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    violations = []
    for case in cases:
        try:
            counts += run_case(seed, case)
        except Violation as violation:
            violations.append(str(violation))
    return counts, violations


def _seconds(counts: Counter[str]) -> str:
    """Median, 99th percentile and worst, and these counts taken out."""
    seconds = {name: counts.pop(name) for name in list(counts) if name.startswith(FINAL_AFTER)}
    each = sorted((int(name.removeprefix(FINAL_AFTER)), count) for name, count in seconds.items())
    ranks = [second for second, count in each for _ in range(count)]
    if not ranks:
        return ""
    p50, p99 = ranks[len(ranks) // 2], ranks[len(ranks) * 99 // 100]
    return f"final after the link's return: p50 {p50} s, p99 {p99} s, worst {ranks[-1]} s, of {len(ranks):,} days"


def _chunks(size: int = 500) -> Iterator[range]:
    start = 0
    while True:
        yield range(start, start + size)
        start += size


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=1_000_000, help="run until so many orders were made")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--case", type=int, help="one case, with each step")
    asked = parser.parse_args()
    if asked.case is not None:
        print(run_case(asked.seed, asked.case, print))
        return 0
    began, counts, violations = time.monotonic(), Counter[str](), list[str]()
    with multiprocessing.Pool(asked.processes) as pool:
        for some, wrong in pool.imap(partial(_run_cases, asked.seed), _chunks()):
            counts += some
            violations += wrong
            if counts["orders"] >= asked.orders or len(violations) > 20:
                break
        pool.terminate()
    print(f"seed {asked.seed}, {time.monotonic() - began:.0f} s on {asked.processes} processes")
    print(_seconds(counts))
    for name, count in sorted(counts.items()):
        print(f"{count:>12,} {name}")
    print(f"{len(violations):>12,} violations")
    for violation in violations[:20]:
        print(violation)
    return 1 if violations or not counts["orders"] else 0


if __name__ == "__main__":
    sys.exit(main())
