"""Something does not work: what happened, what to do, and every way on. Never a dead end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.core.words import joined, said
from kiosk.screens.content import Page, Trouble
from kiosk.screens.screen import Screen
from kiosk.widgets.busy import Busy
from kiosk.widgets.buttons import Button
from kiosk.widgets.emblem import Emblem
from kiosk.widgets.ground import Card
from kiosk.widgets.notice import Icon
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["TroubleScreen"]

CROWDED = 3  # other ways on, with which the words need all the room


class TroubleScreen(Screen):
    kind = "trouble"
    upright = (1, 0)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        px = theme.px
        self._retry = ""
        centre = Qt.AlignmentFlag.AlignHCenter
        self._message = Heading(theme, align=centre)
        self._message.setObjectName("trouble.message")
        self._remedy = Text(theme, Role.BUTTON, name="trouble.remedy", align=centre)
        self.first.addStretch(1)
        self._emblem = Emblem(theme, 240, "mdi6.exclamation-thick", "warning")
        self.first.addWidget(self._emblem, 0, centre)
        self.first.addSpacing(px(16))
        self.first.addWidget(self._message)
        self.first.addWidget(self._remedy)
        self._elsewhere = Text(theme, Role.BODY, name="trouble.elsewhere", align=centre)
        self._waiting = QWidget()
        row = QHBoxLayout(self._waiting)
        row.setContentsMargins(0, px(16), 0, 0)
        row.setSpacing(px(Theme.SPACE))
        self._waiting_words = Text(theme, Role.BODY, name="trouble.waiting", colour="secondary")
        self._waiting_words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        row.addStretch(1)
        row.addWidget(Busy(theme), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._waiting_words)
        row.addStretch(1)
        self.first.addWidget(self._waiting)
        self.first.addWidget(self._elsewhere)
        self.first.addStretch(1)
        self.second.addStretch(1)
        self.second.addWidget(self._make_telephone())
        self._steps = Button(theme, "trouble.steps", "工作人员看这里", icon="mdi6.image-multiple-outline")
        self._steps.tapped.connect(lambda: self.pressed.emit("steps"))
        self._other_ways.addWidget(self._steps)
        self.add_back()
        self._action = self.add_primary("trouble.action")
        self._action.tapped.connect(lambda: self.pressed.emit("retry" if self._retry else "home"))

    def _make_telephone(self) -> Card:
        """Whom to call, and small under it what the technician wants to know."""
        theme, px = self.theme, self.theme.px
        self._telephone = Text(theme, Role.BUTTON, name="trouble.telephone", bold=True)
        self._code = Text(theme, Role.CAPTION, name="trouble.code", colour="secondary")
        card = Card(theme)
        row = QHBoxLayout(card)
        row.setContentsMargins(px(40), px(20), px(40), px(20))
        row.setSpacing(px(Theme.WIDE))
        row.addWidget(Icon(theme, 64, "mdi6.phone", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._telephone)
        words.addWidget(self._code)
        row.addLayout(words, 1)
        return card

    def fill(self, page: Page) -> None:
        trouble = page.of(Trouble)
        self._retry = trouble.retry
        self._message.say(trouble.sentence)
        self._remedy.say(trouble.remedy)
        self._waiting_words.say("好了会自动接着办")
        self._waiting.setVisible(trouble.waiting)
        self._elsewhere.say(trouble.elsewhere)
        self._steps.setVisible(trouble.steps)
        crowded = len(trouble.alternatives) + trouble.steps >= CROWDED
        self._emblem.setVisible(not crowded)
        self._telephone.set_role(Role.CAPTION if crowded else Role.BUTTON)
        self._telephone.say(said("有事打电话 {telephone}", telephone=trouble.telephone))
        self._code.say(said("给维修人员看：{code}", code=trouble.code))
        self._action.say(trouble.retry or "回首页")
        self._action.set_icon("mdi6.refresh" if trouble.retry else "mdi6.home")
        self.show_alternatives(trouble.alternatives)
        self.show_back(page)

    def spoken(self) -> str:
        return joined("。", (self._message.said, self._remedy.said))
