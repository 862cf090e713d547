"""Whom to ask: the telephone, the desk, the hours."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.core.plan import HERE, PLACES
from kiosk.core.words import joined, said
from kiosk.screens.content import Help, Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.emblem import Emblem
from kiosk.widgets.ground import Card
from kiosk.widgets.notice import Icon
from kiosk.widgets.site_plan import Place, SitePlan
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["HelpScreen"]


class HelpScreen(Screen):
    kind = "help"
    said_to_all = True
    upright = (1, 1)
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._portrait = True
        centre = Qt.AlignmentFlag.AlignHCenter
        self._heading = Heading(theme, align=centre)
        self._emblem = Emblem(theme, 240, "mdi6.face-agent")
        self._plan = SitePlan(theme)
        self.first.addWidget(self._emblem, 0, centre)
        self.first.addSpacing(theme.px(16))
        self.first.addWidget(self._heading)
        self.first.addWidget(self._plan)
        self.first.addSpacing(theme.px(16))
        self._telephone = self._fact("mdi6.phone", "打电话", Role.FIGURE, "help.telephone")
        self._desk = self._fact("mdi6.map-marker", "当面问", Role.BUTTON, "help.desk")
        self._hours = self._fact("mdi6.clock-outline", "有人的时间", Role.BUTTON, "help.hours")
        self.centre()
        self._voice = Button(theme, "help.voice", "声音小？来调一调", icon="mdi6.volume-high")
        self._voice.tapped.connect(lambda: self.pressed.emit("voice"))
        self._other_ways.addWidget(self._voice)
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

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._size_telephone()

    def fill(self, page: Page) -> None:
        content = page.of(Help)
        self._heading.say(content.heading)
        self._telephone.say(content.telephone)
        self._desk.say(content.desk)
        self._hours.say(content.hours)
        self._emblem.setVisible(not content.plan)
        self._plan.setVisible(bool(content.plan))
        self._plan.show_places(list(_places(content.plan)))
        self._size_telephone()
        self.show_back(page)

    def _size_telephone(self) -> None:
        """A number must not wrap in the half of a wide panel, and leaves the map its room."""
        self._telephone.set_role(Role.FIGURE if self._portrait and not self._plan.places else Role.TITLE)

    def forget(self) -> None:
        """Nothing here comes from a citizen."""

    def spoken(self) -> str:
        desk, hours = self._desk.said, self._hours.said
        where = said("当面问：{desk}。{hours}有人。电话号码在屏幕上", desk=desk, hours=hours)
        return joined("。", (self._heading.said, where))


def _places(plan: Sequence[str]) -> Iterator[Place]:
    for row, cells in enumerate(plan):
        for column, cell in enumerate(cells):
            if cell in PLACES:
                yield Place(row, column, *PLACES[cell], here=cell == HERE)
