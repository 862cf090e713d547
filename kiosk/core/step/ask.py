"""What a citizen is asked, shown and asked to show."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kiosk.core.route import Alternative, Route
from kiosk.core.signature import Signature
from kiosk.core.slot import Slot
from kiosk.core.step.base import Step

__all__ = ["CaptureFace", "Choice", "Choose", "Consent", "Face", "Line", "Review", "Sign"]


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
    own: ClassVar[bool] = True
    asks: ClassVar[bool] = True

    @property
    def alternatives(self) -> tuple[Alternative, ...]:  # type: ignore[override]  # here its words are the script's
        return (Alternative("decline", self.decline),)

    def __await__(self) -> Generator[Step[Any], Any, bool]:
        answer = yield self
        return not isinstance(answer, Route)


@dataclass(frozen=True)
class Choice:
    """``amount`` is in fen, None where it is not about money. ``closed`` says in words why it cannot be chosen: it is
    shown all the same, since nobody must wonder where it is.
    """

    value: str
    label: str = field(repr=False)
    detail: str = ""
    amount: int | None = None
    closed: str = ""


@dataclass(frozen=True)
class Choose(Step[tuple[str, ...]]):
    """One or several of these, by their values in the order of the list. With ``many`` False one touch answers."""

    heading: str
    choices: tuple[Choice, ...]
    many: bool = True
    name: str = ""
    screen: ClassVar[str] = "choose"
    asks: ClassVar[bool] = True


@dataclass(frozen=True)
class Face:
    """The best frame as JPEG, at most 640 pixels wide. ``repr`` shows its size only."""

    jpeg: bytes = field(repr=False)


@dataclass(frozen=True)
class CaptureFace(Step["Face | Route"]):
    """A picture of the face, taken by itself when it is good. ``hint`` says what was wrong with the last one."""

    hint: str = ""
    screen: ClassVar[str] = "face"
    own: ClassVar[bool] = True
    light: ClassVar[Slot | None] = Slot.CAMERA
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (
        Alternative("staff", "不拍了，请工作人员核对", "mdi6.account-tie"),
    )


@dataclass(frozen=True)
class Line:
    """One line of a review. 修改 revises the last answered step that is ``called`` what ``edits`` says.

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
    own: ClassVar[bool] = True
    asks: ClassVar[bool] = True


@dataclass(frozen=True)
class Sign(Step[Signature | Route]):
    """The citizen's name, written on the screen. ``what`` says in one sentence, spoken too, what is signed."""

    what: str
    screen: ClassVar[str] = "sign"
    own: ClassVar[bool] = True
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (
        Alternative("staff", "写不了字，请工作人员帮忙", "mdi6.account-tie"),
    )
