"""A sheet of paper that the citizen brought: laid under the document camera, taken by itself, looked at, kept."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kiosk.core.picture import DocumentForm
from kiosk.core.route import Alternative, Route
from kiosk.core.slot import Slot
from kiosk.core.step.base import Step

__all__ = ["KeepSheet", "ScanDocument", "Sheet"]

AGAIN = Alternative("again", "重新拍一张", "mdi6.camera-retake")
_STAFF = Alternative("staff", "拍不了，请工作人员帮忙", "mdi6.account-tie")
_NONE = Alternative("skip", "没有，不拍", "mdi6.skip-next")


@dataclass(frozen=True)
class Sheet:
    """One side of a sheet alone, straightened, as JPEG or PNG. ``repr`` shows nothing of it."""

    picture: bytes = field(repr=False)


@dataclass(frozen=True)
class ScanDocument(Step["Sheet | Route"]):
    """``what`` names the sheet in everyday words: 「诊断证明」. Taken by itself once it lies well; then the citizen
    looks at it, and keeps it or takes another. Answered with a ``Route`` where the citizen has none: "skip" where it
    is ``optional``, "staff" otherwise.
    """

    what: str
    form: DocumentForm = DocumentForm.COLOUR_JPEG
    name: str = ""
    optional: bool = False
    screen: ClassVar[str] = "attach"
    light: ClassVar[Slot | None] = Slot.DOCUMENT
    asks: ClassVar[bool] = True

    @property
    def alternatives(self) -> tuple[Alternative, ...]:  # type: ignore[override]  # whoever need not have one may say so
        return (_NONE if self.optional else _STAFF,)

    def __await__(self) -> Generator[Step[Any], Any, Sheet | Route]:
        while True:
            sheet: Sheet | Route = yield self
            if isinstance(sheet, Route) or (yield from KeepSheet(self.what, sheet).__await__()):
                return sheet


@dataclass(frozen=True)
class KeepSheet(Step[bool]):
    """看一看清不清楚: False takes another one."""

    what: str
    sheet: Sheet
    heading: ClassVar[str] = "看一看，字清不清楚"
    spoken: ClassVar[str] = "清楚就点就用这张，不清楚就重新拍"
    screen: ClassVar[str] = "attached"
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (AGAIN,)

    def __await__(self) -> Generator[Step[Any], Any, bool]:
        answer = yield self
        return not isinstance(answer, Route)
