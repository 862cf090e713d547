"""Whom to ask: the telephone, the desk, the hours; and somebody who comes when they are called."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.core.helper_call import Calling, CallState
from kiosk.core.plan import HERE, PLACES
from kiosk.core.words import joined, said
from kiosk.screens.content import Help, Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button, StripButton
from kiosk.widgets.emblem import Emblem
from kiosk.widgets.ground import Card
from kiosk.widgets.notice import Icon
from kiosk.widgets.site_plan import Place, SitePlan
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, TextSize, Theme

__all__ = ["HelpScreen"]

LOOKS = {  # of the emblem
    CallState.COMING: ("mdi6.account-check", "good"),
    CallState.UNANSWERED: ("mdi6.phone", "warning"),
    CallState.FAILED: ("mdi6.phone", "warning"),
}
ORDINARY = ("mdi6.face-agent", "info")


class HelpScreen(Screen):
    """Presses "help:call" and "help:cancel" besides what every page does, and "staff_sign_in" for helpers."""

    kind = "help"
    said_to_all = True
    upright = (1, 1)
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._portrait = True
        self._content = Help("", "", "")
        self._waited = 0
        centre = Qt.AlignmentFlag.AlignHCenter
        self._heading = Heading(theme, align=centre)
        self._emblem = Emblem(theme, 160, *ORDINARY)
        self._plan = SitePlan(theme)
        self._note = Text(theme, Role.BODY, name="help.note", align=centre)
        self._waiting = Text(theme, Role.BUTTON, name="help.waiting", align=centre, bold=True)
        self.first.addWidget(self._emblem, 0, centre)
        self.first.addSpacing(theme.px(16))
        for words in (self._heading, self._waiting, self._note, self._plan):
            self.first.addWidget(words)
        self.first.addSpacing(theme.px(16))
        self._telephone, _ = self._fact("mdi6.phone", "打电话", Role.FIGURE, "help.telephone")
        self._desk, _ = self._fact("mdi6.map-marker", "当面问", Role.BUTTON, "help.desk")
        self._hours, self._when = self._fact("mdi6.clock-outline", "有人的时间", Role.BUTTON, "help.hours")
        self.centre()
        self._add_ways()
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.tick)

    def _add_ways(self) -> None:
        self._voice = self._way("help.voice", "声音小？来调一调", "mdi6.volume-high", "voice")
        self._cancel = self._way("help.cancel", "不用了", "mdi6.close", "help:cancel")
        self._sign_in = self._way("assist.sign_in", "帮办员登录", "mdi6.badge-account-outline", "staff_sign_in")
        beside = QHBoxLayout()
        beside.setSpacing(self.theme.px(Theme.SPACE))
        for button in (self._voice, self._cancel, self._sign_in):
            beside.addWidget(button, 1)
        self._other_ways.addLayout(beside)
        self.add_back()
        self._call = self.add_primary("help.call", "叫人过来", icon="mdi6.bell-ring")
        self._call.tapped.connect(lambda: self.pressed.emit("help:call"))

    def _way(self, name: str, words: str, icon: str, press: str) -> Button:
        button = StripButton(self.theme, name, words, icon=icon)
        button.tapped.connect(lambda: self.pressed.emit(press))
        return button

    def _fact(self, icon: str, label: str, role: Role, name: str) -> tuple[Text, Card]:
        theme, px = self.theme, self.theme.px
        card = Card(theme)
        row = QHBoxLayout(card)
        row.setContentsMargins(px(40), px(24), px(40), px(24))
        row.setSpacing(px(Theme.WIDE))
        words = QVBoxLayout()
        words.setSpacing(0)
        caption = Text(theme, Role.CAPTION, colour="secondary")
        value = Text(theme, role, name=name, bold=True)
        words.addWidget(caption)
        words.addWidget(value)
        row.addWidget(Icon(theme, 64, icon, "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        caption.say(label)
        self.second.addWidget(card)
        return value, card

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._draw()

    def restyle(self) -> None:
        super().restyle()
        self._draw()

    def fill(self, page: Page) -> None:
        content = self._content = page.of(Help)
        state = content.calling.state
        self._heading.say(_heading(content))
        self._note.say(_note(content))
        self._note.setVisible(bool(self._note.said))
        self._telephone.say(content.telephone)
        self._desk.say(content.desk)
        self._hours.say(content.hours)
        self._emblem.show_icon(*LOOKS.get(state, ORDINARY))
        self._when.setVisible(state is CallState.NONE)
        self._draw()
        self._show_ways(content)
        self._count(content.calling)
        self.show_back(page)

    def _show_ways(self, content: Help) -> None:
        state = content.calling.state
        self._call.say("叫人过来" if state is CallState.NONE else "再叫一次")
        self._call.setVisible(content.can_call and not state.rings)
        self._cancel.setVisible(state.rings or state is CallState.UNANSWERED)
        self._voice.setVisible(state is CallState.NONE)
        self._sign_in.setVisible(content.sign_in)

    # --- the time that passes ---

    def _count(self, calling: Calling) -> None:
        self._waited = calling.waited
        self._say_waiting()
        if calling.state.waits:
            self._second.start()
        else:
            self._second.stop()

    def tick(self) -> None:
        """Another second; what is filled anew says how many it were."""
        self._waited += 1
        self._say_waiting()

    def _say_waiting(self) -> None:
        calling = self._content.calling
        number = said("您是{number}号", number=calling.number) if calling.number else ""
        waited = said("等了{time}", time=_time(self._waited)) if calling.state.waits else ""
        self._waiting.say(joined("，", (number, waited)) if number or waited else "")
        self._waiting.setVisible(bool(number or waited))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()

    def _draw(self) -> None:
        """The map while nobody is called (who is called comes here), an emblem otherwise; words before either.

        A telephone number must not wrap in the half of a wide panel, and leaves the map its room.
        """
        content, size = self._content, self.theme.size
        calm = content.calling.state is CallState.NONE
        brief = not (content.note or content.can_call)
        plan = content.plan if calm and (brief or size is not TextSize.HUGE) else ()
        self._plan.setVisible(bool(plan))
        if plan:  # hidden it keeps its places: made anew it would be laid out a picture late
            self._plan.show_places(list(_places(plan)))
        roomy = self._portrait or size is TextSize.STANDARD or (calm and brief)
        self._emblem.setVisible(not plan and roomy)
        self._telephone.set_role(Role.FIGURE if self._portrait and not plan else Role.TITLE)

    def forget(self) -> None:
        """Nothing here comes from a citizen."""

    def spoken(self) -> str:
        parts = [self._heading.said, self._note.said]
        if not self._content.calling.state.rings:
            desk, hours = self._desk.said, self._hours.said
            parts.append(said("当面问：{desk}。{hours}有人。电话号码在屏幕上", desk=desk, hours=hours))
        return joined("。", parts)


def _heading(content: Help) -> str:
    helper = content.calling.helper
    match content.calling.state:
        case CallState.TRYING | CallState.RINGING:
            return "正在叫人过来"
        case CallState.BUSY:
            return said("{helper}在忙，忙完就来", helper=helper or "帮办员")
        case CallState.COMING:
            return said("{helper}正在过来", helper=helper or "帮办员")
        case CallState.UNANSWERED:
            return "还没有人应答"
        case CallState.FAILED:
            return "没叫到人"
        case _:
            return content.heading


def _note(content: Help) -> str:
    match content.calling.state:
        case CallState.TRYING | CallState.RINGING | CallState.BUSY | CallState.COMING:
            return "在这里等，办到一半的都留着"
        case CallState.UNANSWERED:
            return "打电话，或者当面问"
        case CallState.FAILED:
            return content.note or "再叫一次，或者打电话"
        case _:
            return content.note


def _time(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    if minutes:
        return said("{minutes}分{seconds}秒", minutes=minutes, seconds=seconds)
    return said("{seconds}秒", seconds=seconds)


def _places(plan: Sequence[str]) -> Iterator[Place]:
    for row, cells in enumerate(plan):
        for column, cell in enumerate(cells):
            if cell in PLACES:
                yield Place(row, column, *PLACES[cell], here=cell == HERE)
