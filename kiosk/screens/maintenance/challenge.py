"""The challenge that is read out to the head office, and keys for its response."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.screens.content import Page
from kiosk.screens.maintenance.gate import ChallengePage
from kiosk.screens.maintenance.secret_keys import SecretKeys
from kiosk.widgets.buttons import Button
from kiosk.widgets.qr import QrCode
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["ChallengeScreen"]

RESPONSE_DIGITS = 10


class ChallengeScreen(SecretKeys):
    """``entered`` carries the response. Presses "sign_in:cancel" and "sign_in:challenge" (another one)."""

    kind = "maintenance_challenge"
    entered = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "field.response", "送出")
        self.setObjectName("screen.challenge")
        self._content: ChallengePage | None = None
        self._digits = Text(theme, Role.TITLE, name="challenge.digits", bold=True)
        self._left = Text(theme, Role.BODY, name="challenge.left", colour="secondary")
        self._code = QrCode(theme, "challenge.code", 400)
        self._renew = Button(theme, "challenge.renew", "换新码", icon="mdi6.refresh")
        self._renew.tapped.connect(lambda: self.pressed.emit("sign_in:challenge"))
        self.first.addWidget(self.heading)
        self.first.addWidget(self._digits)
        beside = QHBoxLayout()
        beside.addWidget(self._left, 1)
        beside.addWidget(self._code)
        self.first.addLayout(beside)
        self.first.addStretch(1)
        self.second.insertWidget(0, self.field)
        self.second.insertWidget(1, self.notice)
        self._renew.least_height = Theme.ACTION
        self._renew.setSizePolicy(self._cancel.sizePolicy())
        self._row.insertWidget(1, self._renew)

    def rearranged(self, *, portrait: bool) -> None:
        """Beside the code there is no room for a large one."""

    @property
    def longest(self) -> int:
        return RESPONSE_DIGITS

    def fill(self, page: Page) -> None:
        content = self._content = page.of(ChallengePage)
        digits = content.shown.digits
        self.heading.say("把这个码念给总部")
        self._digits.say(" ".join(digits[at : at + 4] for at in range(0, len(digits), 4)))
        self._code.show_text(content.shown.code)
        self.begin(content.turn)
        self.closed = content.working or content.left <= 0
        self.show_typed()

    def forget(self) -> None:
        super().forget()
        self._code.show_text("")

    def show_typed(self) -> None:
        content = self._content
        self.field.show_number(self.typed, (5, 5), wrong=False)
        self.theme.tell(self.field, "应答码")
        if content is None:
            return
        minutes, seconds = divmod(content.left, 60)
        self._left.say(f"还有 {minutes} 分 {seconds:02} 秒有效" if content.left > 0 else "过期了，换新码")
        if content.working:
            self.notice.say("info", "正在核对")
        elif content.said and not self.typed:
            self.notice.say("error", content.said)
        else:
            self.notice.say("info", f"输入总部念的 {RESPONSE_DIGITS} 位应答码")

    def go_on(self) -> None:
        if not self.closed and len(self.typed) == RESPONSE_DIGITS:
            given = self.typed
            self.clear()
            self.entered.emit(given)
