"""Paying by phone: the code, the amount, how much time is left, and what becomes of it in words."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.core.job import Paying, Progress
from kiosk.core.money import figures
from kiosk.core.order import OrderState
from kiosk.core.step import Pay
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.busy import Busy
from kiosk.widgets.emblem import Emblem
from kiosk.widgets.ground import Card
from kiosk.widgets.notice import Notice
from kiosk.widgets.qr import QrCode
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["PayScreen"]

SIDE = 720  # of the code, in the design's pixels
APPS = "微信、支付宝、云闪付都可以"
# What is said in each state: heading, tone, sentence, remedy.
Words = tuple[str, str, str, str]
PREPARING: Words = ("正在准备付款码", "info", "等一会儿，别走开", "")
WAITING: Words = ("用手机扫这个码付钱", "info", "等您付款", "付完别走，这里会告诉您")
UNHEARD: Words = ("现在问不到付款结果", "warning", "没付的先别付，等一会儿", "付过的别再付，钱不会丢")
STOPPING: Words = ("正在取消", "info", "先别再付，等一会儿", "要是刚付了，照样给您办")
PAID: Words = ("收到了", "good", "正在入账，等一会儿", "")
PAID_UNHEARD: Words = ("收到了", "warning", "钱收到了，还没入账", "别再付，等一会儿")
ENTERED: Words = ("收到了", "good", "入账了", "")
RETURNING: Words = ("没交成", "warning", "钱正在退给您", "")
CLOSED: Words = ("取消了", "info", "没付，什么也没扣", "")
BY_HAND: Words = ("这笔钱要人工核对", "warning", "别再付，等一会儿", "")
STOPPABLE = (PREPARING, WAITING, UNHEARD)
EMBLEMS = {"info": "mdi6.cellphone", "good": "mdi6.check-bold", "warning": "mdi6.exclamation-thick"}
AFTER_PAYING = {
    OrderState.PRINTING: ENTERED,
    OrderState.DONE: ENTERED,
    OrderState.REFUNDING: RETURNING,
    OrderState.REFUNDED: RETURNING,
    OrderState.CLOSED: CLOSED,
    OrderState.MANUAL: BY_HAND,
}


class PayScreen(Screen):
    kind = "pay"
    ways_left = True
    speaks_changes = True

    def __init__(self, theme: Theme, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(theme)
        self._monotonic = monotonic
        self._step: Pay | None = None
        self._until: float | None = None  # by ``monotonic``, while the code can be paid
        self._heading = Heading(theme)
        self._notice = Notice(theme, "pay.state", lines=2)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._amount = Text(theme, Role.FIGURE, name="pay.amount", bold=True)
        self._what = Text(theme, Role.BODY, name="pay.title", colour="secondary")
        for widget in (self._heading, self._notice, self._amount, self._what):
            self.first.addWidget(widget)
        self.first.addStretch(1)
        self._code = QrCode(theme, "pay.code", SIDE)
        theme.tell(self._code, "付款码，用手机扫")
        self._busy = Busy(theme)
        self._emblem = Emblem(theme)
        self._apps = Text(theme, Role.BODY, name="pay.apps", align=centre)
        self._left = Text(theme, Role.BODY, name="pay.left", bold=True, align=centre)
        card = Card(theme)
        column = QVBoxLayout(card)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._code, 1000)
        column.addWidget(self._emblem, 0, centre)
        column.addSpacing(theme.px(Theme.SPACE))
        column.addWidget(self._busy, 0, centre)
        column.addWidget(self._apps)
        column.addWidget(self._left)
        column.addStretch(1)
        self.second.addWidget(card, 1)
        self._second = QTimer(self, interval=500)
        self._second.timeout.connect(self._show_left)

    def fill(self, page: Page) -> None:
        """The same step once more, after a look at the help, keeps what is known of it."""
        step = page.of(Pay)
        if step is self._step:
            return
        self._step = step
        self._amount.say(figures(step.charge.amount))
        self._what.say(step.charge.title)
        self.show_alternatives(step.alternatives)
        self._show(PREPARING)

    def progress(self, event: Progress) -> None:
        if not isinstance(event, Paying):
            return
        order = event.order
        words = AFTER_PAYING.get(order.state)
        if order.state in (OrderState.PAID, OrderState.POSTING):
            words = PAID if event.linked else PAID_UNHEARD
        elif words is None:
            stopping = event.stopping or order.state is OrderState.CLOSING
            words = STOPPING if stopping else WAITING if event.linked else UNHEARD
        payable = words is WAITING and bool(order.qr)
        if payable:
            self._until = self._monotonic() + order.left.total_seconds()
        self._show(words, order.qr if payable else "")

    def forget(self) -> None:
        super().forget()
        self._step = None
        self._show(PREPARING)
        for text in (self._heading, self._amount, self._what, self._notice.sentence, self._notice.remedy):
            text.say("")

    def spoken(self) -> str:
        words = (self._heading, self._notice.sentence, self._notice.remedy)
        return joined("。", (word.said for word in words))

    def hideEvent(self, event: QHideEvent) -> None:
        self._second.stop()
        super().hideEvent(event)

    def _show(self, words: Words, code: str = "") -> None:
        heading, tone, sentence, remedy = words
        self._heading.say(heading)
        self._notice.say(tone, sentence, remedy)
        self._code.show_text(code)
        self._code.setVisible(bool(code))
        self._emblem.show_icon(EMBLEMS[tone], tone)
        for sign in (self._emblem, self._busy):
            sign.setVisible(not code)
        self._apps.say(APPS if code else "")
        self.ways.parentWidget().setVisible(words in STOPPABLE)
        if code:
            self._second.start()
            self._show_left()
        else:
            self._second.stop()
            self._until = None
            self._left.say("")

    def _show_left(self) -> None:
        if self._until is not None:
            minutes, seconds = divmod(max(round(self._until - self._monotonic()), 0), 60)
            self._left.say(said("还能付 {minutes} 分 {seconds} 秒", minutes=minutes, seconds=f"{seconds:02}"))
