"""What the citizen does in each way of ``kill_points.py``, and what the books must say when all is over.

However often the terminal died, and wherever: the citizen comes back until their errand is done, and then every book
reads as if nothing had happened.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from kiosk.guest import guest_store
from kiosk.services.audit_check import verdict
from kiosk.tour.demo import Bench

__all__ = ["WAYS", "Citizen", "Way", "flaws", "of_books", "of_papers"]

Books = dict[str, list[dict[str, Any]]]
Press = Callable[[str], None]
UNHEARD = "没付的先别付，等一会儿"
STOPPING = "先别再付，等一会儿"
WAITING = "等您付款"


@dataclass(frozen=True)
class Way:
    """One errand and how it goes. ``person`` is how they are insured, or how their pension stands; ``at_pay`` is done
    when the code stands on the screen, ``at_words`` when the page says these words. ``ends`` are entries in the books.
    """

    name: str
    tile: str = "tile.medical.payment"
    insured: str = "owes"
    at_pay: tuple[str, ...] = ("pay",)
    words: str = ""
    at_words: tuple[str, ...] = ()
    ends: tuple[str, ...] = ("charges", "postings")


WAYS = {
    way.name: way
    for way in (
        Way("paid"),
        Way("declined", at_pay=("decline",), ends=()),
        Way("given_up", at_pay=("stop",), ends=()),
        Way("paid_while_closing", at_pay=("down", "stop"), words=STOPPING, at_words=("pay", "up")),
        Way("rejected", insured="rejected", ends=("charges", "refunds")),
        Way("link_lost", at_pay=("down",), words=UNHEARD, at_words=("pay", "up")),
        Way("replies_lost", at_pay=("lose_reply", "pay"), words=UNHEARD, at_words=("up",)),
        Way("late_notice", at_pay=("late", "pay", "notice")),
        Way("certified", tile="tile.social.pension_certification", insured="", ends=("submissions",)),
    )
}


class Citizen:
    """Comes, does what the page asks for, and comes again after a death."""

    def __init__(self, way: Way, bench: Bench, people: Iterable[dict[str, Any]]) -> None:
        self._way, self._bench = way, bench
        alone = [one for one in people if one["family"] <= 1]
        wanted = ("medical", way.insured) if way.insured else ("pension", "due")
        self.person = str(next(one["id"] for one in alone if one[wanted[0]] == wanted[1]))
        self._seen: set[str] = set()

    def begin(self) -> None:
        """Everything as on the first day; then the bench knows nothing of the case before."""
        self._mend()
        self._bench.scene("nobody")
        self._bench.take_paper()
        self._bench.empty_books()

    def come(self) -> None:
        """To a terminal that stands at home, whatever was broken when it died."""
        self._seen.clear()
        self._mend()

    def leave(self) -> None:
        self._bench.take_card()
        self._bench.take_paper()

    @property
    def is_served(self) -> bool:
        books = self._bench.books()
        return all(books[book] for book in self._way.ends)

    def act(self, page: str, words: str, press: Press) -> bool:
        """Whether that was the end of the visit."""
        way = self._way
        match page:
            case "home":
                press(way.tile)
            case "identify":
                self._bench.lay_card(self.person)
            case "face":
                self._bench.scene("face")
            case "review" if way.ends and self.is_served:
                return True
            case "consent" | "review" | "offer":
                press("nav.next")
            case "pay" if words and words in (WAITING, way.words) and words not in self._seen:
                self._seen.add(words)
                for what in way.at_pay if words == WAITING else way.at_words:
                    self._do(what, press)
            case "done":
                return True
        return False

    def _mend(self) -> None:
        self._bench.fault("network", None)
        self._bench.fault("gateway", None)
        self._bench.take_card()

    def _do(self, what: str, press: Press) -> None:
        bench = self._bench
        match what:
            case "pay" | "decline":
                waiting = [order for order in bench.books()["orders"] if order["standing"] == "waiting"]
                with suppress(requests.HTTPError):  # closed meanwhile: the phone says so
                    bench.phone(str(waiting[-1]["number"]), decline=what == "decline") if waiting else None
            case "stop":
                press("alternative.stop")
            case "down" | "lose_reply":
                bench.fault("network", what)
            case "up":
                bench.fault("network", None)
            case "late":
                bench.fault("gateway", "late_notice")
            case "notice":
                bench.fault("gateway", None)


def flaws(way: Way, books: Books, papers: list[str], state: Path) -> list[str]:
    """What is wrong; nothing when the books are as they must be. ``papers`` are those of this case."""
    return [*of_books(way, books), *of_papers(books, papers), *of_store(state, books)]


def of_books(way: Way, books: Books) -> Iterable[str]:
    for book in ("charges", "postings", "refunds", "submissions"):
        wanted = int(book in way.ends)
        if len(books[book]) != wanted:
            yield f"{len(books[book])} {book} instead of {wanted}"
        for order, count in Counter(entry.get("order", entry["number"]) for entry in books[book]).items():
            if count > 1:
                yield f"{count} {book} of {order}"
    charged = {entry["order"]: entry["amount"] for entry in books["charges"]}
    given = {entry["order"]: entry["amount"] for entry in books["refunds"]}
    for order in {entry["order"] for entry in books["postings"]} | set(given):
        if order not in charged:
            yield f"{order} served or refunded, and never charged"
        elif given.get(order, charged[order]) != charged[order]:
            yield f"{order} refunded another amount"
    for order in books["orders"]:
        if order["standing"] == "waiting":
            yield f"{order['number']} can still be paid"


def of_papers(books: Books, papers: list[str]) -> Iterable[str]:
    """Each posting, submission and refund has one sheet: its printer counts, so nobody is ever unsure of one."""
    numbers = [entry["number"] for book in ("postings", "submissions") for entry in books[book]]
    numbers += [entry["order"] for entry in books["refunds"]]
    for number in numbers:
        sheets = sum(number in paper for paper in papers)
        if sheets != 1:
            yield f"{sheets} sheets with {number} instead of 1"


def of_store(state: Path, books: Books) -> Iterable[str]:
    with guest_store(state) as store:
        orders = {row["number"]: row["state"] for row in store.read("SELECT number, state FROM orders")}
        waiting = store.read("SELECT state FROM effects WHERE kind = 'submit' AND state <> 'done'")
        whole, said = verdict(store)
    for number, standing in orders.items():
        if standing not in ("closed", "done", "refunded"):
            yield f"{number} is {standing}"
    for entry in books["charges"]:
        if orders.get(entry["order"]) not in ("done", "refunded"):
            yield f"{entry['order']} was charged, and the terminal has it as {orders.get(entry['order'])}"
    if waiting:
        yield f"submissions {[row['state'] for row in waiting]}"
    if not whole:
        yield said
