"""Staff sign in: their number, then their PIN, on large keys; or their card."""

from PySide6.QtCore import Signal

from kiosk.core.staff import Door
from kiosk.screens.content import Page
from kiosk.screens.maintenance.gate import SignIn
from kiosk.screens.maintenance.secret_keys import SecretKeys
from kiosk.widgets.buttons import Button
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["SignInScreen"]

PIN_DIGITS = 6
LONGEST_NUMBER = 10
DOT = "•"
HEADINGS = {Door.MAINTENANCE: "工作人员登录", Door.ASSIST: "帮办员登录"}
CARD_WILL_DO = {Door.MAINTENANCE: "放工作卡，就不用输工号", Door.ASSIST: "放工作卡，或输工号"}


class SignInScreen(SecretKeys):
    """``entered`` carries number and PIN, and then both are gone from here. Presses "sign_in:cancel" and
    "sign_in:challenge"."""

    kind = "maintenance_sign_in"
    entered = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "field.staff_number", "下一步")
        self.setObjectName("screen.staff")
        self._number = ""
        self._content = SignIn(Door.MAINTENANCE, -1)
        self._asked = Text(theme, Role.BUTTON, name="sign_in.asked", bold=True)
        self._challenge = Button(theme, "sign_in.challenge", "没网络，或锁上了：用应答码", icon="mdi6.qrcode")
        self._challenge.tapped.connect(lambda: self.pressed.emit("sign_in:challenge"))
        for widget in (self.heading, self._asked, self.field, self.notice):
            self.first.addWidget(widget)
        self.first.addStretch(1)
        self._other_ways.addWidget(self._challenge)

    @property
    def longest(self) -> int:
        return PIN_DIGITS if self._number else LONGEST_NUMBER

    def fill(self, page: Page) -> None:
        content = self._content = page.of(SignIn)
        self.heading.say(HEADINGS[content.door])
        self._challenge.setVisible(content.door is Door.MAINTENANCE)
        if self.begin(content.turn):
            self._number = content.number
        self.closed = content.shut or content.working or content.waits > 0
        self.show_typed()

    def clear(self) -> None:
        self._number = ""
        super().clear()

    def show_typed(self) -> None:
        """Of the PIN only how many digits it has by now, for whoever looks and for a screen reader's client too."""
        content, pin = self._content, bool(self._number)
        self._asked.say(f"工号 {self._number}，输入密码" if pin else "输入工号")
        self.field.setObjectName("field.pin" if pin else "field.staff_number")
        self.theme.tell(self.field, "密码" if pin else "工号")
        dots = DOT * len(self.typed)
        self.field.show_number(dots if pin else self.typed, (PIN_DIGITS,) if pin else (), wrong=False)
        self.onward.say("登录" if pin else "下一步")
        if content.shut:
            self.notice.say("error", "试错次数太多，锁上了")
        elif content.waits:
            self.notice.say("error", f"{content.said or '试错次数太多'}。再等{_in_words(content.waits)}")
        elif content.working:
            self.notice.say("info", "正在核对")
        elif content.said and not self.typed and not pin:
            self.notice.say("error", content.said)
        else:
            self.notice.say("info", "一位一位地按，共 6 位" if pin else CARD_WILL_DO[content.door])

    def key(self, key: str) -> None:
        """清空, once more where nothing is left of the PIN, leads back to the number."""
        if key in ("clear", "delete") and not self.closed and self._number and not self.typed:
            self._number = ""
        super().key(key)

    def go_on(self) -> None:
        if self.closed or not self.typed:
            return
        if not self._number:
            self._number, self.typed = self.typed, ""
            self.show_typed()
        elif len(self.typed) == PIN_DIGITS:
            number, pin = self._number, self.typed
            self.clear()
            self.entered.emit(number, pin)


def _in_words(seconds: int) -> str:
    return f" {seconds} 秒" if seconds < 120 else f" {-(-seconds // 60)} 分钟"
