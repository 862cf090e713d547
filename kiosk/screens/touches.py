"""Hears every touch of screen and keyboard at the window itself, before anything acts on it."""

from PySide6.QtCore import QEvent, QObject, Signal

__all__ = ["Touches"]

KINDS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.KeyPress,
    QEvent.Type.TouchBegin,
)


class Touches(QObject):
    """An event filter for the window's handle, where every touch comes by: one for all events costs half a millisecond.

    ``by_keyboard`` says of the last one that it was a key: a focus ring is for who cannot point.
    """

    touched = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.by_keyboard = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in KINDS and watched.isWindowType():
            self.by_keyboard = kind == QEvent.Type.KeyPress
            self.touched.emit()
        return False
