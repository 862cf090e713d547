"""Lines of a list that is read: what it is and what it says; and in a review, with 修改."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from kiosk.core.words import said
from kiosk.widgets.buttons import Button
from kiosk.widgets.ground import Card
from kiosk.widgets.pictures import Picture
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["FactLine", "ReviewLine"]


class FactLine(Card):
    """The label in small over the value in bold."""

    radius = 24

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.label = Text(theme, Role.CAPTION, colour="secondary")
        self.value = Text(theme, Role.BUTTON, bold=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.row = QHBoxLayout(self)
        px = theme.px
        self.row.setContentsMargins(px(32), px(16), px(24), px(16))
        self.row.setSpacing(px(Theme.SPACE))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.label)
        words.addWidget(self.value)
        words.addStretch(1)
        self.row.addLayout(words, 1)

    def say(self, label: str, value: str) -> None:
        self.label.say(label)
        self.value.say(value)


class ReviewLine(FactLine):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.picture = Picture(theme, 168, "review.picture")
        self.edit = Button(theme, "review.edit.", "修改", icon="mdi6.pencil-outline")
        self.edit.take_room(self.edit.sizePolicy().Policy.Fixed, self.edit.sizePolicy().Policy.Fixed)
        self.row.addWidget(self.picture)
        self.row.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignVCenter)

    def fill(self, name: str, label: str, value: str, picture: bytes) -> None:
        """``value`` is the text; ``picture`` stands beside the label instead where there are bytes."""
        self.value.setObjectName(f"review.value.{name}")
        self.edit.setObjectName(f"review.edit.{name}")
        self.edit.say("修改", said("修改{what}", what=label))
        self.say(label, value)
        self.picture.show_bytes(picture)
        self.theme.tell(self.picture, label)
        self.picture.setVisible(bool(picture))
