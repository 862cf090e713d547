"""Whom to ask: the telephone, the desk, the hours."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.screens.content import Help, Page
from kiosk.screens.screen import Screen
from kiosk.widgets.ground import Card
from kiosk.widgets.notice import Icon
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["HelpScreen"]


class HelpScreen(Screen):
    kind = "help"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        px = theme.px
        self._heading = Heading(theme)
        self.first.addSpacing(px(24))
        self.first.addWidget(Icon(theme, 160, "mdi6.face-agent", "accent"))
        self.first.addWidget(self._heading)
        self.first.addStretch()
        self._telephone = self._fact("mdi6.phone", "打电话", Role.FIGURE, "help.telephone")
        self._desk = self._fact("mdi6.map-marker", "当面问", Role.BUTTON, "help.desk")
        self._hours = self._fact("mdi6.clock-outline", "有人的时间", Role.BUTTON, "help.hours")
        self.second.addStretch()
        self.add_back()

    def _fact(self, icon: str, label: str, role: Role, name: str) -> Text:
        theme, px = self.theme, self.theme.px
        card = Card(theme)
        row = QHBoxLayout(card)
        row.setContentsMargins(px(40), px(24), px(40), px(24))
        row.setSpacing(px(Theme.WIDE))
        words = QVBoxLayout()
        words.setSpacing(0)
        caption = Text(theme, Role.CAPTION, colour="secondary")
        caption.say(label)
        value = Text(theme, role, name=name, bold=True)
        words.addWidget(caption)
        words.addWidget(value)
        row.addWidget(Icon(theme, 64, icon, "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.second.addWidget(card)
        return value

    def fill(self, page: Page) -> None:
        content = page.of(Help)
        self._heading.say("有人帮您")
        self._telephone.say(content.telephone)
        self._desk.say(content.desk)
        self._hours.say(content.hours)
        self.show_back(page)

    def forget(self) -> None:
        """Nothing here comes from a citizen."""

    def spoken(self) -> str:
        return f"有人帮您。当面问：{self._desk.text()}。{self._hours.text()}有人。电话号码在屏幕上"
