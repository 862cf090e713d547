"""The sheet or photo that was taken: is everything on it as it should be? Keep it, or take another."""

from kiosk.core.step import KeepSheet
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.pictures import WholePicture
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["AttachedScreen"]


class AttachedScreen(Screen):
    kind = "attached"
    said_to_all = True
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._spoken = ""
        self._heading = Heading(theme)
        self._what = Text(theme, Role.BODY, name="attached.what", colour="secondary")
        self._picture = WholePicture(theme, "attached.picture")
        self.first.addWidget(self._heading)
        self.first.addWidget(self._what)
        self.first.addStretch(1)
        self.second.addWidget(self._picture, 1)
        self.add_back()
        self._keep = self.add_primary("nav.next", "就用这张", "mdi6.check")
        self._keep.tapped.connect(lambda: self.answered.emit(True))

    def fill(self, page: Page) -> None:
        step = page.of(KeepSheet)
        self._heading.say(step.heading)
        self._spoken = step.spoken
        self._what.say(said("这是{what}", what=step.what))
        self._picture.show_bytes(step.sheet.picture)
        self.theme.tell(self._picture, said("拍下来的{what}", what=step.what))
        self.show_alternatives(step.alternatives)
        self.show_back(page)

    def forget(self) -> None:
        super().forget()
        self._picture.show_bytes(b"")

    def spoken(self) -> str:
        return joined("。", (self._heading.said, self._spoken))
