"""What every control shares: it acts on release inside itself, once for two fast taps, never repeats (norms 10, 11)."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from kiosk.core.words import joined
from kiosk.widgets.theme import Theme

__all__ = ["Control"]


class Control(QAbstractButton):
    """Connect to ``tapped``: ``clicked`` comes before the guard against a second tap.

    A subclass paints itself in ``paint`` and says its size in ``sizeHint``. Focus comes by keyboard alone; its ring is
    drawn by ``FocusRing`` over the window, since it lies outside the control.
    """

    tapped = Signal()
    radius = Theme.RADIUS
    raised = 0  # its height over the ground (``surfaces.SHADOWS``)
    same_again = False  # a client or keyboard may press it again at once: the keys of a keypad

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.said = ""
        self._accessible: tuple[str, ...] = ()
        self._by_finger = False
        self._on = False
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.take_room(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.clicked.connect(self._clicked)
        self.toggled.connect(self._toggled)

    def take_room(self, across: QSizePolicy.Policy, upright: QSizePolicy.Policy) -> None:
        """Its size policy, which says too whether it wraps: layouts ask that again and again."""
        policy = QSizePolicy(across, upright)
        policy.setHeightForWidth(self.wraps())
        self.setSizePolicy(policy)

    def wraps(self) -> bool:
        """Whether it is higher where it is narrower."""
        return True

    def restyle(self) -> None:
        self._tell()
        self.updateGeometry()

    def say(self, text: str, *accessible: str) -> None:
        """The words on it; they are its accessible name too unless others are given. ``said`` keeps them in Chinese."""
        self.said, self._accessible = text, accessible or (text,)
        if self._tell():
            self.updateGeometry()

    def torn(self) -> str:
        """A word of letters on it that the end of a line parts, "" for none."""
        return ""

    def words(self) -> str:
        """What stands on it, as the theme's language has it."""
        return self.theme.words(self.said)

    def _tell(self) -> bool:
        """Says it in the language that is spoken now. True where the words on it are others."""
        words = self.words()
        name = words if self._accessible == (self.said,) else self.theme.words(joined("，", self._accessible))
        if name != self.accessibleName():
            self.setAccessibleName(name)
        if words == self.text():
            return False
        self.setText(words)
        return True

    def nextCheckState(self) -> None:
        """A checkable control shows a state of the house, and changes when that does."""

    def show_on(self, on: bool) -> None:
        """The state that a checkable control stands for."""
        self._on = on
        self.setChecked(on)

    def _toggled(self, checked: bool) -> None:
        """A screen reader's client has toggled it, which Qt does without a click: it is a tap all the same."""
        if checked != self._on:
            self.setChecked(self._on)
            self._clicked()

    def _clicked(self) -> None:
        if not self.isVisible():
            return
        if (self.same_again and not self._by_finger) or self.theme.taps.acts(id(self), by_finger=self._by_finger):
            self.tapped.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._by_finger = True
        self.setUpdatesEnabled(False)  # Qt would paint the released control before it acts, and the page waits
        super().mouseReleaseEvent(event)
        self.setUpdatesEnabled(True)
        if not self.isVisible() and (page := self.parentWidget()) is not None:
            page.update(self.geometry())  # what is hidden meanwhile would go on standing there
        self._by_finger = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.paint(QPainter(self), self.rect())

    def paint(self, painter: QPainter, rect: QRect) -> None:
        raise NotImplementedError
