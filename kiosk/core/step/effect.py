"""What is asked of the gateway, and every effect outside."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from kiosk.core.call import Call
from kiosk.core.certificate import Certificate, Pages
from kiosk.core.person import Person
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.route import Alternative, Route
from kiosk.core.slot import Slot
from kiosk.core.step.base import Step

__all__ = [
    "Defer",
    "Issue",
    "KeptReceipts",
    "PreviewDocument",
    "PrintDocument",
    "PrintReceipt",
    "Query",
    "ShowDocument",
    "StopPrinting",
    "Submit",
    "Withdraw",
]

R = TypeVar("R")


@dataclass(frozen=True)
class Query(Step[R]):
    """Asks the gateway something that changes nothing, so it may be asked again."""

    call: Call[R]
    words: str = "正在查询"


@dataclass(frozen=True)
class Submit(Step[Receipt]):
    """Hands in once, however often it is tried. Raises Unreachable into the script when no reply came in time."""

    call: Call[Receipt]
    person: Person
    words: str = "正在交上去"
    durable: ClassVar[bool] = True


@dataclass(frozen=True)
class Issue(Step[Certificate]):
    """Has a certificate made out once, however often it is tried. Raises as ``Submit``."""

    call: Call[Certificate]
    person: Person
    words: str = "正在开证明"
    durable: ClassVar[bool] = True


@dataclass(frozen=True)
class Defer(Step[Receipt]):
    """Keeps the call encrypted and hands it in when the link is back; the same effect as ``Submit`` of this call."""

    call: Call[Receipt]
    person: Person
    title: str
    words: ClassVar[str] = "正在存好"
    durable: ClassVar[bool] = True


@dataclass(frozen=True)
class Withdraw(Step[None]):
    """Takes back a ``Submit`` whose outcome is unknown: its body is erased now, and the gateway told when it can be."""

    call: Call[Receipt]
    words: ClassVar[str] = "正在撤回"
    durable: ClassVar[bool] = True


@dataclass(frozen=True)
class KeptReceipts(Step[tuple[Receipt, ...]]):
    """What this terminal still keeps of the person's receipts, newest first."""

    person: Person
    words: ClassVar[str] = "正在找您的回执"


@dataclass(frozen=True)
class PrintReceipt(Step[Paper]):
    receipt: Receipt
    copy: bool = False
    words: ClassVar[str] = "正在打印"
    light: ClassVar[Slot | None] = Slot.RECEIPT
    durable: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (
        Alternative("without", "不打了，我记下号码", "mdi6.pencil-outline"),
    )

    def __await__(self) -> Generator[Step[Any], Any, Paper]:
        answer = yield self
        return Paper.SKIPPED if isinstance(answer, Route) else answer


WITHOUT = Alternative("without", "先不打，给我号码", "mdi6.pencil-outline")


@dataclass(frozen=True)
class PreviewDocument(Step[int]):
    """A certificate as it will come out, looked at in large. Answered with how many copies are wanted, 0 for none.

    Its work fetches and verifies it, and draws the pages; then the citizen looks at them.
    """

    certificate: Certificate
    person: Person
    words: ClassVar[str] = "正在取证明"
    alternatives: ClassVar[tuple[Alternative, ...]] = (WITHOUT,)

    def __await__(self) -> Generator[Step[Any], Any, int]:
        pages: Pages | Route = yield self
        return 0 if isinstance(pages, Route) else (yield from ShowDocument(self.certificate.title, pages).__await__())


@dataclass(frozen=True)
class ShowDocument(Step[int]):
    """看一看，要打几份: the copies, 0 for none."""

    title: str
    pages: Pages
    screen: ClassVar[str] = "preview"
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (WITHOUT,)

    def __await__(self) -> Generator[Step[Any], Any, int]:
        answer = yield self
        return 0 if isinstance(answer, Route) else answer


@dataclass(frozen=True)
class PrintDocument(Step[Paper]):
    """A certificate on A4, fetched and verified just now. It stays on offer as long as it is not known to be out."""

    certificate: Certificate
    person: Person
    copies: int = 1
    words: ClassVar[str] = "正在打印证明"
    light: ClassVar[Slot | None] = Slot.A4
    durable: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (WITHOUT,)

    def __await__(self) -> Generator[Step[Any], Any, Paper]:
        answer = yield self
        return (yield from StopPrinting(self.certificate).__await__()) if isinstance(answer, Route) else answer


@dataclass(frozen=True)
class StopPrinting(Step[Paper]):
    """Nobody waits for it any more: what is left in the printer is taken back. Says what may be out all the same."""

    certificate: Certificate
    words: ClassVar[str] = "正在停下来"
    durable: ClassVar[bool] = True
