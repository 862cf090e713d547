"""What lies over the ground and throws a shadow on it: whoever comes, goes or moves has the ground look at it anew."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # beside a class of Qt's

__all__ = ["Raised", "Shaded"]


class Shaded:
    """What shadows fall on."""

    def reshade_soon(self) -> None:
        raise NotImplementedError


class Raised(_Widget):
    """Beside QWidget or one of its kinds. ``raised`` is the height over the ground (``surfaces.SHADOWS``)."""

    raised = 0

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._moved()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._moved()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._moved()

    def _moved(self) -> None:
        if not self.raised:
            return
        under = self.parentWidget()
        while under is not None:
            if isinstance(under, Shaded):
                under.reshade_soon()
                return
            under = under.parentWidget()
