"""Finding out who is there, and what this terminal still holds for them."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kiosk.core.certificate import Certificate
from kiosk.core.person import Person
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.route import Alternative, Route
from kiosk.core.slot import Slot
from kiosk.core.step.base import Step
from kiosk.core.step.effect import PrintDocument, PrintReceipt

__all__ = [
    "BY_CODE",
    "EnterIdNumber",
    "FindPaper",
    "HadReceipt",
    "Identify",
    "LayCard",
    "OfferCopy",
    "OfferReceipt",
    "ShowCode",
    "Unfinished",
]

BY_NUMBER = Alternative("keypad", "没带身份证，输号码", "mdi6.dialpad")
LATER = Alternative("later", "先不打，接着办", "mdi6.skip-next")
HAD = Alternative("had", "拿到了，不用再打", "mdi6.check")
BY_CODE = Alternative("code", "用手机上的社保码", "mdi6.qrcode-scan")  # where the reader is out of order


@dataclass(frozen=True)
class Identify(Step[Person]):
    """Who is there? The ID card on the reader, a code on the phone where there is a scanner, or the number typed in.

    A person who was recognised by card or code is first offered what was done for them and never printed.
    """

    screen: ClassVar[str] = "identify"
    asks: ClassVar[bool] = True
    light: ClassVar[Slot | None] = Slot.ID_CARD
    alternatives: ClassVar[tuple[Alternative, ...]] = (BY_NUMBER,)

    def __await__(self) -> Generator[Step[Any], Any, Person]:
        person: Person | Route = yield self
        if person == Route(BY_CODE.route):
            person = yield ShowCode()
        if isinstance(person, Route):
            typed: Person = yield EnterIdNumber()
            return typed
        for receipt in (yield Unfinished(person)):
            if (yield from _wants_paper(receipt)):
                yield from _on_paper(receipt, person).__await__()
        return person


def _on_paper(made: Receipt | Certificate, person: Person) -> Step[Paper]:
    return PrintReceipt(made, copy=True) if isinstance(made, Receipt) else PrintDocument(made, person)


def _wants_paper(receipt: Receipt | Certificate) -> Generator[Step[Any], Any, bool]:
    """Nobody is offered what the printer knows to be out; where nobody knows, the citizen is asked."""
    known: Paper = yield FindPaper(receipt)
    if known is Paper.OUT:
        return False
    answer = yield (OfferCopy(receipt) if known is Paper.UNSURE else OfferReceipt(receipt))
    if answer == Route(HAD.route):
        yield HadReceipt(receipt)
    return not isinstance(answer, Route)


@dataclass(frozen=True)
class LayCard(Identify):
    """The card of somebody in particular, whom ``whose`` names in a word; nothing else will do, and nothing is offered
    that was done for them. ``other`` is the ID number of who has laid theirs before.
    """

    whose: str = ""
    name: str = ""
    other: str = field(default="", repr=False)
    alternatives: ClassVar[tuple[Alternative, ...]] = ()

    def __await__(self) -> Generator[Step[Any], Any, Person]:
        person: Person = yield self
        return person


@dataclass(frozen=True)
class ShowCode(Step[Person]):
    """The code on the phone alone, as long as no card can be read."""

    screen: ClassVar[str] = "identify"
    asks: ClassVar[bool] = True
    light: ClassVar[Slot | None] = Slot.SCANNER
    alternatives: ClassVar[tuple[Alternative, ...]] = (BY_NUMBER,)


@dataclass(frozen=True)
class EnterIdNumber(Step[Person]):
    """The 18 characters by keypad; the person has no name yet and ``typed`` is set."""

    screen: ClassVar[str] = "keypad"
    asks: ClassVar[bool] = True


@dataclass(frozen=True)
class Unfinished(Step[tuple[Receipt | Certificate, ...]]):
    """What this terminal did for the person and never handed over on paper."""

    person: Person
    words: ClassVar[str] = "正在认您的证件"


@dataclass(frozen=True)
class OfferReceipt(Step[bool]):
    """上次办好了，回执（或者证明）还没拿：print it now?"""

    receipt: Receipt | Certificate
    screen: ClassVar[str] = "offer"
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (LATER,)


@dataclass(frozen=True)
class OfferCopy(OfferReceipt):
    """上次的回执可能打出来了：it broke off, and nobody knows whether the sheet came out. Another one is marked 补打."""

    alternatives: ClassVar[tuple[Alternative, ...]] = (HAD, LATER)


@dataclass(frozen=True)
class FindPaper(Step[Paper]):
    """Whether a sheet with this receipt is out: OUT, UNSURE, or SKIPPED for none."""

    receipt: Receipt | Certificate
    words: ClassVar[str] = "正在认您的证件"


@dataclass(frozen=True)
class HadReceipt(Step[None]):
    """The citizen says that they have the sheet of which nobody was sure."""

    receipt: Receipt | Certificate
    words: ClassVar[str] = "正在记下来"
