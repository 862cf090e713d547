"""Go on in another language? Asked once, when a card tells that its owner may read no Chinese."""

from PySide6.QtCore import Qt

from kiosk.core.words import LANGUAGES
from kiosk.screens.content import Page, Proposal
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["ASKING", "LanguageScreen"]

ASKING = {"en": "Continue in English?"}


class LanguageScreen(Screen):
    """The question stands in the language that it is about: whoever does not read it goes on in Chinese."""

    kind = "language"
    said_to_all = True
    upright = (1, 1)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._language = ""
        centre = Qt.AlignmentFlag.AlignHCenter
        self._heading = Heading(theme, align=centre)
        self._words = Text(theme, Role.BODY, name="language.words", align=centre)
        self.first.addStretch(1)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._words)
        self.first.addStretch(1)
        stay = Button(theme, "language.stay", "接着用中文", icon="mdi6.arrow-right")
        stay.tapped.connect(lambda: self.pressed.emit("back"))
        self.ways.insertWidget(0, stay)
        self._change = self.add_primary("language.change", icon="mdi6.translate")
        self._change.tapped.connect(lambda: self.pressed.emit(f"language:{self._language}"))

    def fill(self, page: Page) -> None:
        self._language = page.of(Proposal).language
        self._heading.say(ASKING[self._language])
        self._words.say("要换成英文吗")
        self._change.say(LANGUAGES[self._language])

    def forget(self) -> None:
        """Nothing here tells who was asked."""

    def spoken(self) -> str:
        return "要换成英文吗。不换，就点接着用中文"
