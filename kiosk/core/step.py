"""What a script can ask for: one frozen dataclass for each kind of step, generic in its answer.

A script awaits a step and gets the answer; the walk (``core/walk.py``) drives it by hand. ``screen`` names the page
that shows the step. ``asks`` says that the citizen is asked something there, so that 上一步 can return to it.
``durable`` says that it has an effect outside: once answered it cannot be gone back over. ``light`` names the slot
that is meant while it stands: its guide light blinks.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, Generic, TypeVar

from kiosk.core.call import Call
from kiosk.core.person import Person
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.route import Alternative, Route
from kiosk.core.signature import Signature
from kiosk.core.slot import Slot

__all__ = [
    "BY_CODE",
    "Alternative",
    "CaptureFace",
    "Consent",
    "Defer",
    "Done",
    "EnterIdNumber",
    "Face",
    "Identify",
    "Line",
    "OfferReceipt",
    "PrintReceipt",
    "Query",
    "Review",
    "Route",
    "ShowCode",
    "Sign",
    "Step",
    "Submit",
    "Tone",
    "Unfinished",
    "Withdraw",
]

T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R")


@dataclass(frozen=True)
class Step(Generic[T_co]):
    screen: ClassVar[str] = "working"
    asks: ClassVar[bool] = False
    durable: ClassVar[bool] = False
    alternatives: ClassVar[tuple[Alternative, ...]] = ()
    light: ClassVar[Slot | None] = None

    def __await__(self) -> Generator["Step[Any]", Any, T_co]:
        answer: T_co = yield self
        return answer


BY_NUMBER = Alternative("keypad", "没带身份证，输号码", "mdi6.dialpad")
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
            if (yield from OfferReceipt(receipt).__await__()):
                yield from PrintReceipt(receipt, copy=True).__await__()
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
class Unfinished(Step[tuple[Receipt, ...]]):
    """What this terminal did for the person and never handed over on paper."""

    person: Person
    words: ClassVar[str] = "正在认您的证件"


@dataclass(frozen=True)
class OfferReceipt(Step[bool]):
    """上次办好了，回执还没拿：print it now?"""

    receipt: Receipt
    screen: ClassVar[str] = "offer"
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (Alternative("later", "先不打，接着办", "mdi6.skip-next"),)

    def __await__(self) -> Generator[Step[Any], Any, bool]:
        answer = yield self
        return not isinstance(answer, Route)


@dataclass(frozen=True)
class Consent(Step[bool]):
    """A question with its reasons, answered 同意 or not. ``id`` goes into the submission as evidence.

    ``heading`` is one sentence, ``points`` at most four, ``agree`` and ``decline`` are the words on the two buttons.
    """

    id: str
    heading: str
    points: tuple[str, ...]
    agree: str
    decline: str
    icon: str = "mdi6.shield-account"
    screen: ClassVar[str] = "consent"
    asks: ClassVar[bool] = True

    @property
    def alternatives(self) -> tuple[Alternative, ...]:  # type: ignore[override]  # here its words are the script's
        return (Alternative("decline", self.decline),)

    def __await__(self) -> Generator[Step[Any], Any, bool]:
        answer = yield self
        return not isinstance(answer, Route)


@dataclass(frozen=True)
class Query(Step[R]):
    """Asks the gateway something that changes nothing, so it may be asked again."""

    call: Call[R]
    words: str = "正在查询"


@dataclass(frozen=True)
class Face:
    """The best frame as JPEG, at most 640 pixels wide. ``repr`` shows its size only."""

    jpeg: bytes = field(repr=False)


@dataclass(frozen=True)
class CaptureFace(Step["Face | Route"]):
    """A picture of the face, taken by itself when it is good. ``hint`` says what was wrong with the last one."""

    hint: str = ""
    screen: ClassVar[str] = "face"
    light: ClassVar[Slot | None] = Slot.CAMERA
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (
        Alternative("staff", "不拍了，请工作人员核对", "mdi6.account-tie"),
    )


@dataclass(frozen=True)
class Line:
    """One line of a review. 修改 revises the last answered step named ``edits`` (its class's name).

    ``value`` is text, or a picture to show.
    """

    name: str
    label: str
    value: "str | Face" = field(repr=False)
    edits: str


@dataclass(frozen=True)
class Review(Step[None]):
    """看一看对不对: everything that is about to be handed in, each line with 修改."""

    heading: str
    lines: tuple[Line, ...]
    confirm: str
    screen: ClassVar[str] = "review"
    asks: ClassVar[bool] = True


@dataclass(frozen=True)
class Sign(Step[Signature | Route]):
    """The citizen's name, written on the screen. ``what`` says in one sentence, spoken too, what is signed."""

    what: str
    screen: ClassVar[str] = "sign"
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (
        Alternative("staff", "写不了字，请工作人员帮忙", "mdi6.account-tie"),
    )


@dataclass(frozen=True)
class Submit(Step[Receipt]):
    """Hands in once, however often it is tried. Raises Unreachable into the script when no reply came in time."""

    call: Call[Receipt]
    person: Person
    words: str = "正在交上去"
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


class Tone(Enum):
    GOOD = "good"
    INFO = "info"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Done:
    """How a script ends. ``details`` are whole sentences; ``reference`` is a number to keep.

    ``light`` names the slot whose guide light blinks while something that is to be taken still lies there.
    """

    message: str
    details: tuple[str, ...] = ()
    reference: str = ""
    tone: Tone = Tone.GOOD
    related: tuple[str, ...] = ()
    light: ClassVar[Slot | None] = Slot.ID_CARD
