"""A receipt is held before the scanner."""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.core.slot import Slot
from kiosk.core.step.base import Step

__all__ = ["ScanSlip"]


@dataclass(frozen=True)
class ScanSlip(Step[str]):
    """The number on a receipt or certificate that was printed before, read off its code."""

    screen: ClassVar[str] = "slip"
    asks: ClassVar[bool] = True
    light: ClassVar[Slot | None] = Slot.SCANNER
