"""The buttons under a maintenance page: back, and what can be done, in as many rows as their words need."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.core.board import Action
from kiosk.widgets.buttons import Button, PrimaryButton
from kiosk.widgets.theme import Role, Theme

__all__ = ["Foot"]

GAP, SPARE = 16, 160
BACK, STOP = ("返回", "mdi6.arrow-left"), ("停下", "mdi6.stop-circle-outline")


class PlainButton(Button):
    """Lower than a citizen's: there are many, and the board needs the room."""

    role = Role.BODY
    least_height = 80


class Foot(QWidget):
    """``pressed`` says "staff:back" or "staff:do:<action>". The action that the page is for stands last."""

    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._back = PlainButton(theme, "nav.back", BACK[0], icon=BACK[1])
        self._back.tapped.connect(lambda: self.pressed.emit("staff:back"))
        self._primary = PrimaryButton(theme, "maintenance.")
        self._primary.tapped.connect(lambda: self._press(self._primary))
        self._plain: list[Button] = []
        self._actions: dict[int, str] = {}
        self._shown: list[Button] = []
        for button in (self._back, self._primary):
            button.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fill(self, page: str, actions: Sequence[Action], *, back: bool, working: bool) -> None:
        """While something is being done, back stops it and nothing else can be pressed."""
        primary = next((action for action in actions if action.primary), None)
        plain = [action for action in actions if action is not primary]
        while len(self._plain) < len(plain):
            self._add()
        self._back.say((STOP if working else BACK)[0])
        self._back.set_icon((STOP if working else BACK)[1])
        self._shown = [self._back] if back or working else []
        pairs = [*zip(self._plain, plain, strict=False), *([(self._primary, primary)] if primary is not None else [])]
        for button, action in pairs:
            button.setObjectName(f"maintenance.{page}.{action.name}")
            button.say(action.label)
            button.set_icon(action.icon)
            button.setEnabled(not working)
            self._actions[id(button)] = action.name
            self._shown.append(button)
        for button in (self._back, self._primary, *self._plain):
            button.setVisible(button in self._shown)

    def fit(self, width: int) -> None:
        """Places the buttons in this width: as many in a row as have their words on one line."""
        gap, y = self.theme.px(GAP), 0
        rows = self._rows(width)
        for row in rows:
            y = self._place_row(row, width, y, width if len(rows) > 1 else self.theme.px(SPARE)) + gap
        self.setFixedHeight(max(y - gap, 0))

    def _rows(self, width: int) -> list[list[Button]]:
        rows: list[list[Button]] = []
        left = 0
        for button in self._shown:
            wide = button.sizeHint().width() + self.theme.px(GAP)
            if not rows or wide > left:
                rows.append([])
                left = width + self.theme.px(GAP)
            rows[-1].append(button)
            left -= wide
        return rows

    def _place_row(self, buttons: Sequence[Button], width: int, y: int, most: int) -> int:
        """Each as wide as its words, with a share of what is left over, ``most`` at most. Returns the row's end."""
        gap = self.theme.px(GAP)
        room = width - (len(buttons) - 1) * gap
        words = [min(button.sizeHint().width(), room) for button in buttons]
        spare = min((room - sum(words)) // len(buttons), most)
        high, x = max(button.heightForWidth(wide + spare) for button, wide in zip(buttons, words, strict=True)), 0
        for button, wide in zip(buttons, words, strict=True):
            button.setGeometry(x, y, wide + spare, high)
            x += wide + spare + gap
        return y + high

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(Theme.TILE), self.height())

    def _add(self) -> None:
        button = PlainButton(self.theme, "maintenance.")
        button.setParent(self)
        button.tapped.connect(lambda: self._press(button))
        self._plain.append(button)

    def _press(self, button: Button) -> None:
        self.pressed.emit(f"staff:do:{self._actions[id(button)]}")
