"""Is anybody still there? Half a minute to say so before everything is wiped (norm 13)."""

from PySide6.QtCore import Qt

from kiosk.core.words import joined
from kiosk.screens.content import Countdown, Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.dial import Dial
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["CountdownScreen"]


class CountdownScreen(Screen):
    kind = "idle"
    said_to_all = True
    upright = (1, 2)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._heading = Heading(theme, align=centre)
        self._words = Text(theme, Role.BODY, name="idle.words", align=centre)
        self._dial = Dial(theme)
        self.first.addStretch(1)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._words)
        self.first.addStretch(1)
        self.second.addWidget(self._dial, 1)
        leave = Button(theme, "idle.leave", "不办了，退出", icon="mdi6.logout")
        leave.tapped.connect(lambda: self.pressed.emit("exit"))
        self.ways.insertWidget(0, leave)
        self._stay = self.add_primary("idle.stay", "我还在办", "mdi6.hand-wave")
        self._stay.tapped.connect(lambda: self.pressed.emit("stay"))

    def fill(self, page: Page) -> None:
        content = page.of(Countdown)
        self._heading.say("您还在办吗")
        self._words.say("没人点，就清掉您的信息，回到首页")
        self._dial.show_seconds(content.seconds)

    def forget(self) -> None:
        """Nothing here comes from a citizen."""

    def spoken(self) -> str:
        return joined("。", (self._heading.said, "还在办，就点我还在办"))
