"""How long until every order is settled once the link is back: real terminals, real time, the real sandbox.

    .venv/bin/python -m reliability.link_back                         500 orders, four minutes
    .venv/bin/python -m reliability.link_back --orders 40 --seed 7

Each round, several terminals (kit, encrypted store, sweeper, gateway's client; no window, no devices) begin orders for
the people of the sandbox. Then the link goes, in one of several ways, while the orders stand differently: some are
just being begun, shown, given up, paid by the phone where the terminal cannot hear it, in the midst of being entered,
or wait for a refund. Everybody leaves. After a while the link is back, and each order is timed until nothing is to be
asked of the gateway any more. In the end every charge must have been entered or given back, once.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Final

import requests

from kiosk import config
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError
from kiosk.core.order import UNSETTLED, Order
from kiosk.core.person import Person
from kiosk.flows.medical_payment import MedicalBills, Standing, charge_of
from kiosk.kit import Services, build
from kiosk.sandbox.residents import RESIDENTS
from kiosk.tour.child import child, first_line
from kiosk.tour.demo import Bench

__all__ = ["Figures", "main", "measure"]

ROOT: Final = Path(__file__).parent.parent
LIMIT: Final = 60.0  # seconds, of 99 in 100
STUCK: Final = 180.0
LOOK: Final = 0.02
TERMINALS: Final = 5
OWING: Final = ("owes", "both", "flexible", "part", "rejected")
AWAY: Final = (1.0, 15.0)  # seconds that the link is gone
# How the link goes: the device of the bench, and its fault. A gateway whose signature is wrong is asked ever less.
LOSSES: Final = (
    ("network", "down"),
    ("network", "lose_request"),
    ("network", "lose_reply"),
    ("network", "error_500"),
    ("gateway", "bad_signature"),
)
# How an order stands when the link goes, or what is done to it while it is gone.
STANDS: Final = ("begun", "shown", "given_up", "paid", "given_up_paid", "entering", "refunding")


@dataclass
class Figures:
    """``seconds`` from the link's return, one for each order."""

    seconds: list[float] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)  # in which state the link's return found it
    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """The nearest rank; 0 without orders."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass
class Citizen:
    """One of the people, at one terminal, with what is done to their order."""

    id: str
    person: Person
    services: Services
    stands: str
    walk: str
    number: str = ""

    def begin(self) -> None:
        """As the window does: the bills are asked for, then an order is begun for the first that is owed."""
        account = self._bills
        owed = [(who, bill) for who in account.insured for bill in who.bills if bill.standing is Standing.OWED]
        charge = charge_of(owed[:1])
        ledger = self.services.kit.ledger
        with suppress(KioskError):
            ledger.begin(charge, key=f"{self.walk}.{self.id}", person=self.person, walk=self.walk, cancel=Cancel())

    def ask(self) -> None:
        """What may be owed has to be known while there is a link."""
        self._bills = self.services.kit.gateway.call(MedicalBills(self.person.id_number, False))

    def look(self) -> None:
        with suppress(KioskError):
            self.services.kit.ledger.look(self.number, cancel=Cancel())

    def give_up(self) -> None:
        with suppress(KioskError):
            self.services.kit.ledger.close(self.number, cancel=Cancel())

    @property
    def order(self) -> Order | None:
        return self.services.kit.ledger.find(self.number)


@contextmanager
def sandbox(state: Path) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "kiosk", "sandbox", "--port", "0", "--state", str(state)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with child(command, env, stdout=subprocess.PIPE) as process:
        if process.stdout is None:
            raise EOFError
        yield json.loads(first_line(process.stdout.fileno(), 60.0))


def terminal(home: Path, name: str, wires: dict[str, str]) -> Services:
    """Without devices: what is paid is entered, and its sheet waits for the citizen."""
    said = {"terminal.id": name, "gateway.url": wires["gateway"], "gateway.secret_file": wires["secret_file"]}
    said["gateway.seal_root_file"] = wires["seal_root"]
    state = home / name
    overrides = [f'{key}="{value}"' for key, value in said.items()]
    settings = replace(config.load(config.FILE, state=state, overrides=overrides), devices={})
    return build(settings, state, SystemClock(), lambda: None)


class Round:
    def __init__(
        self, bench: Bench, wires: dict[str, str], home: Path, random: Random, away: tuple[float, float]
    ) -> None:
        self._bench, self._wires, self._home, self._random, self._away = bench, wires, home, random, away

    def play(self, most: int, figures: Figures) -> None:
        self._bench.reset()
        with ExitStack() as stack:
            terminals = []
            for number in range(TERMINALS):
                terminals.append(terminal(self._home, f"T{number:03}", self._wires))
                stack.callback(terminals[-1].close)
            _wait_for(lambda: all(one.link.status.usable for one in terminals))
            people = self._people(terminals)[:most]
            self._until_the_link_goes(people)
            self._while_it_is_gone(people)
            self._back(people, figures)
        figures.wrong += _wrong(self._bench.books())

    def _people(self, terminals: Sequence[Services]) -> list[Citizen]:
        standing = {one["id"]: one["medical"] for one in self._bench.state()["people"]}
        found = [one for one in RESIDENTS if standing[one.id] in OWING]
        self._random.shuffle(found)
        people = []
        for number, one in enumerate(found):
            stands = self._random.choice(STANDS)
            if standing[one.id] == "rejected" and self._random.random() < 0.7:
                stands = "refunding"
            services = terminals[number % len(terminals)]
            person = Person(one.card.name, one.card.number)
            people.append(Citizen(one.id, person, services, stands, f"walk{number}"))
        return people

    def _until_the_link_goes(self, people: Sequence[Citizen]) -> None:
        self._bench.fault("gateway", "slow_refund")
        for one in people:
            one.ask()
            if one.stands != "begun":
                self._begin(one)
        for one in (one for one in people if one.stands in ("entering", "refunding")):
            self._bench.phone(one.number)
        for one in (one for one in people if one.stands == "refunding"):
            one.look()
        entering = [threading.Thread(target=one.look) for one in people if one.stands == "entering"]
        for thread in entering:
            thread.start()
        time.sleep(self._random.uniform(0.0, 0.05))  # the moment is what is varied here
        self._loss = self._random.choice(LOSSES)
        self._bench.fault(*self._loss)
        for thread in entering:
            thread.join()

    def _while_it_is_gone(self, people: Sequence[Citizen]) -> None:
        until = time.monotonic() + self._random.uniform(*self._away)
        acts = []
        for one in people:
            if one.stands == "begun":
                acts.append(threading.Thread(target=self._begin, args=(one,)))
            elif one.stands.startswith("given_up"):
                acts.append(threading.Thread(target=one.give_up))
        for act in acts:
            act.start()
        for one in people:
            if one.stands.endswith("paid"):
                with suppress(requests.HTTPError):  # its close has come through: the phone says so
                    self._bench.phone(one.number)
        for act in acts:
            act.join()
        for one in people:
            one.services.kit.ledger.abandon(one.walk)
        time.sleep(max(0.0, until - time.monotonic()))

    def _back(self, people: Sequence[Citizen], figures: Figures) -> None:
        waiting = [one for one in people if one.number]
        figures.left.update(one.order.state.value for one in waiting if one.order)
        self._bench.fault("network", None)
        self._bench.fault("gateway", None)
        back = time.monotonic()
        while waiting and time.monotonic() - back < STUCK:
            time.sleep(LOOK)
            for one in [one for one in waiting if one.order and one.order.state not in UNSETTLED]:
                waiting.remove(one)
                figures.seconds.append(time.monotonic() - back)
                figures.ended[one.order.state.value if one.order else ""] += 1
        for one in waiting:
            figures.seconds.append(STUCK)
            figures.wrong.append(f"{one.number}, {one.stands} at {self._loss[1]}: stuck")

    def _begin(self, one: Citizen) -> None:
        """Its number is the newest of its terminal's under this walk, whether or not the gateway has answered."""
        one.begin()
        rows = one.services.store.read("SELECT number FROM orders WHERE walk = ? ORDER BY rowid DESC", (one.walk,))
        one.number = rows[0]["number"] if rows else ""  # none: the link was known to be gone, nothing was begun


def _wrong(books: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    charged = Counter(entry["order"] for entry in books["charges"])
    settled = Counter(entry["order"] for book in ("postings", "refunds") for entry in books[book])
    for order in charged | settled:
        if (charged[order], settled[order]) != (1, 1):
            yield f"{order}: charged {charged[order]} times, entered or given back {settled[order]} times"
    for order in books["orders"]:
        if order["standing"] == "waiting":
            yield f"{order['number']} can still be paid"


def _wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(LOOK)


def measure(orders: int, *, seed: int, scratch: Path, away: tuple[float, float] = AWAY) -> Figures:
    """``away`` is for how many seconds, from and to, the link is gone."""
    figures, random, rounds = Figures(), Random(seed), 0  # noqa: S311 - a seed gives the same rounds
    with sandbox(scratch / "world") as ready:
        bench = Bench(ready["bench"])
        while len(figures.seconds) < orders:
            home = scratch / str(rounds)
            home.mkdir()
            rounds += 1
            Round(bench, ready["wires"], home, random, away).play(orders - len(figures.seconds), figures)
    return figures


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="link-") as scratch:
        figures = measure(asked.orders, seed=asked.seed, scratch=Path(scratch))
    print(f"the link's return found them in {dict(figures.left)}; they ended in {dict(figures.ended)}")
    for flaw in figures.wrong:
        print(f"WRONG {flaw}")
    p50, p99 = figures.percentile(0.5), figures.percentile(0.99)
    print(
        f"seed {asked.seed}: {len(figures.seconds)} orders, settled after the link's return:"
        f" p50 {p50:.2f} s, p99 {p99:.2f} s, longest {max(figures.seconds):.2f} s (limit p99 {LIMIT:.0f} s),"
        f" {len(figures.wrong)} wrong; {time.monotonic() - began:.0f} s"
    )
    return bool(figures.wrong) or p99 > LIMIT


if __name__ == "__main__":
    sys.exit(main())
