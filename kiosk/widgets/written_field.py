"""What has been written so far, with a mark where the next character goes."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.core.words import AsIs
from kiosk.widgets.ground import Card
from kiosk.widgets.pinyin_keys import CROWDED
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["WrittenField"]

CARET = "▏"
SHORT, MIDDLING = 10, 24  # characters that a title's, a button's size is for


class WrittenField(Card):
    """The text's label is ``field.<name>``."""

    raised = 0

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._most = SHORT
        self._text = Text(theme, Role.TITLE, bold=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(Theme.SPACE), theme.px(16), theme.px(Theme.SPACE), theme.px(16))
        column.addWidget(self._text)
        column.addStretch(1)
        self.show_text("", "")

    def be(self, name: str, accessible: str, most: int) -> None:
        """For another field, of ``most`` characters."""
        self._text.setObjectName(f"field.{name}")
        self.theme.tell(self._text, accessible)
        self._most = most
        self.restyle()

    def restyle(self) -> None:
        long = CROWDED[self.theme.size]
        self._text.set_role(Role.TITLE if self._most <= SHORT else Role.BUTTON if self._most <= MIDDLING else long)

    def show_text(self, text: str, pending: str) -> None:
        """``pending`` is typed and not yet turned into characters."""
        self._text.say(AsIs(f"{text}{pending}{CARET}"))
