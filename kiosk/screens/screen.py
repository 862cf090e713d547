"""The base of every page: filled with content, it says what the citizen did. It knows no walk, device or service."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.core.job import Progress
from kiosk.screens.content import Page

__all__ = ["Screen"]


class Screen(QWidget):
    """A page ``screen.<kind>``. It is made once, kept, and refilled for each citizen.

    ``answered`` carries the step's answer (a value or a ``Route``), ``revised`` the name of the step to be asked
    anew, ``pressed`` one of "back", "home", "retry", "stay" or "tile:<item id>".
    """

    kind: ClassVar[str]
    answered = Signal(object)
    revised = Signal(str)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(f"screen.{self.kind}")

    def fill(self, page: Page) -> None:
        """Shows the content; nothing of the content before it remains."""
        raise NotImplementedError

    def progress(self, event: Progress) -> None:
        """Takes what the work reports while the page stands. A page without work ignores it."""

    def forget(self) -> None:
        """Wipes every text and picture that came from a citizen."""
        raise NotImplementedError

    def spoken(self) -> str:
        """What the voice says on arrival: the words of the page, without name, number or amount."""
        raise NotImplementedError
