"""A day, put right from the one that most people mean: year, month and day, each one more or one less."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy

from kiosk.core.step import EnterDate
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.keypad import Key
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["DateScreen"]

KEY_WIDE, KEY_HIGH = 108, 176  # at most: what is left is for the year in the largest words
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
NEAR = (("yesterday", "昨天", -1), ("today", "今天", 0), ("tomorrow", "明天", 1))
# name, words, accessible words, column, years, months, days
STEPS = (
    ("year.minus10", "−10", "早十年", 0, 0, -10, 0, 0),
    ("year.minus", "−", "早一年", 0, 1, -1, 0, 0),
    ("year.plus", "+", "晚一年", 0, 3, 1, 0, 0),
    ("year.plus10", "+10", "晚十年", 0, 4, 10, 0, 0),
    ("month.minus", "−", "早一个月", 1, 1, 0, -1, 0),
    ("month.plus", "+", "晚一个月", 1, 3, 0, 1, 0),
    ("day.minus10", "−10", "早十天", 2, 0, 0, 0, -10),
    ("day.minus", "−", "早一天", 2, 1, 0, 0, -1),
    ("day.plus", "+", "晚一天", 2, 3, 0, 0, 1),
    ("day.plus10", "+10", "晚十天", 2, 4, 0, 0, 10),
)


class DateScreen(Screen):
    """The day stays while the citizen looks at something else; another question begins with its usual one."""

    kind = "date"
    said_to_all = True
    controls_in_second = True
    ways_left = True

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__(theme)
        self._today = today
        self._step: EnterDate | None = None
        self._day = date.min
        self._heading = Heading(theme)
        self._notice = Notice(theme, lines=2)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._notice)
        self.first.addStretch(1)
        self._near = [self._near_button(*near) for near in NEAR]
        beside = QHBoxLayout()
        beside.setSpacing(theme.px(Theme.GAP))
        for button in self._near:
            beside.addWidget(button)
        self._values = [Text(theme, Role.TITLE, bold=True, align=Qt.AlignmentFlag.AlignHCenter) for _ in range(3)]
        grid = QGridLayout()
        grid.setSpacing(theme.px(Theme.GAP))
        for row, part in enumerate(self._values):
            grid.addWidget(part, row, 2, Qt.AlignmentFlag.AlignVCenter)
        for name, words, accessible, row, column, *by in STEPS:
            grid.addWidget(self._key(name, words, accessible, *by), row, column)
        grid.setColumnStretch(2, 1)
        self.second.addLayout(beside)
        self.second.addLayout(grid, 3)
        self.second.addStretch(1)
        self.add_back()
        self._next = self.add_primary("nav.next", "是这一天，下一步", "mdi6.arrow-right")
        self._next.tapped.connect(self._done)

    def fill(self, page: Page) -> None:
        step = page.of(EnterDate)
        if step != self._step:
            earliest, latest = step.limits(self._today())
            self._day = min(max(self._today() + timedelta(days=step.usual), earliest), latest)
        self._step = step
        self._heading.say(step.heading)
        self._notice.sentence.setObjectName(f"field.{step.name}")
        for button, (_, _, by) in zip(self._near, NEAR, strict=True):
            button.setVisible(not step.problem(self._today() + timedelta(days=by), self._today()))
        self.show_alternatives(step.alternatives)
        self.show_back(page)
        self._show(step.hint or "点加号减号，调到那一天")

    def forget(self) -> None:
        super().forget()
        self._step, self._day = None, date.min

    def spoken(self) -> str:
        hint = self._step.hint if self._step is not None else ""
        return joined("。", (self._heading.said, hint or "点加号减号，调到那一天"))

    def _near_button(self, name: str, words: str, by: int) -> Button:
        button = Button(self.theme, f"date.{name}", words)
        button.tapped.connect(lambda: self._put(self._today() + timedelta(days=by)))
        return button

    def _key(self, name: str, words: str, accessible: str, years: int, months: int, days: int) -> Key:
        key = Key(self.theme, f"date.{name}")
        key.padding = 0
        key.say(words, accessible)
        key.role = Role.TITLE if len(words) == 1 else Role.BUTTON
        key.setFixedWidth(self.theme.px(KEY_WIDE))
        key.setMaximumHeight(self.theme.px(KEY_HIGH))
        key.take_room(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        key.tapped.connect(lambda: self._put(moved(self._day, years, months, days)))
        return key

    def _put(self, day: date) -> None:
        """A day out of the limits becomes the nearest within them, with the reason."""
        if self._step is None:
            return
        problem = self._step.problem(day, self._today())
        earliest, latest = self._step.limits(self._today())
        self._day = min(max(day, earliest), latest)
        self._show(problem, "warning" if problem else "good")

    def _show(self, remark: str, tone: str = "good") -> None:
        day = self._day
        whole = said(
            "{year}年{month}月{day}日，{weekday}",
            year=day.year,
            month=day.month,
            day=day.day,
            weekday=WEEKDAYS[day.weekday()],
        )
        self._notice.say(tone, whole, remark)
        parts = said("{n}年", n=day.year), said("{n}月", n=day.month), said("{n}日", n=day.day)
        for part, words in zip(self._values, parts, strict=True):
            part.say(words)

    def _done(self) -> None:
        self.answered.emit(self._day)


def moved(day: date, years: int, months: int, days: int) -> date:
    """So much later; the 31st of a shorter month is its last day. Never out of what a date can hold."""
    month = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(min(max(month, 12), 9999 * 12 + 11), 12)
    last = calendar.monthrange(year, month + 1)[1]
    try:
        return date(year, month + 1, min(day.day, last)) + timedelta(days=days)
    except OverflowError:
        return day
