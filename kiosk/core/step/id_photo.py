"""A photo for an identity card: taken by itself once it keeps the standard, looked at, kept or taken anew."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from kiosk.core.route import Alternative, Route
from kiosk.core.slot import Slot
from kiosk.core.step.ask import Face
from kiosk.core.step.base import Step
from kiosk.core.step.document import AGAIN, KeepSheet, Sheet

__all__ = ["CaptureIdPhoto", "KeepIdPhoto"]

TRIES: Final = 5  # whoever likes none of them is better served by a photographer
_BRING: Final = Alternative("bring", "不拍了，带照片去窗口", "mdi6.account-box")


@dataclass(frozen=True)
class CaptureIdPhoto(Step["Face | Route"]):
    """358 x 441 pixels by GA 461-2004. The citizen keeps it, or takes another, five in all; then, or when they want it,
    they bring a picture to a window instead (a ``Route``). ``hint`` says what was wrong with the last one.
    """

    hint: str = ""
    screen: ClassVar[str] = "id_photo"
    own: ClassVar[bool] = True
    light: ClassVar[Slot | None] = Slot.CAMERA
    asks: ClassVar[bool] = True
    alternatives: ClassVar[tuple[Alternative, ...]] = (_BRING,)

    def __await__(self) -> Generator[Step[Any], Any, Face | Route]:
        for left in reversed(range(TRIES)):
            photo: Face | Route = yield self
            if isinstance(photo, Route) or (yield from KeepIdPhoto("身份证照片", Sheet(photo.jpeg), left).__await__()):
                return photo
        return Route(_BRING.route)


@dataclass(frozen=True)
class KeepIdPhoto(KeepSheet):
    """看一看满不满意: False takes another one, of which so many are ``left``; after the last one a window."""

    left: int = 0
    heading: ClassVar[str] = "看一看，照片行不行"
    spoken: ClassVar[str] = "行就点就用这张，不行就重新拍"

    @property
    def alternatives(self) -> tuple[Alternative, ...]:  # type: ignore[override]  # after the last one there is no other
        return (AGAIN,) if self.left else (_BRING,)
