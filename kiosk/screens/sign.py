"""The citizen's name by hand, with a stroke to take back and a clean sheet always in reach."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.core.signature import PEN, Point, Signature, Stroke, area, problem
from kiosk.core.step import Sign
from kiosk.core.words import joined
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.notice import Notice
from kiosk.widgets.signature_pad import SignaturePad
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["SignScreen"]

ASKING = "用手指写，写大一点"
WRITTEN = "写好了就点下一步"


class SignScreen(Screen):
    kind = "sign"
    controls_in_second = True
    columns = (2, 3)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._step: Sign | None = None  # whose strokes stand on the pad
        self._heading = Heading(theme)
        self._what = Text(theme, Role.BODY, name="sign.what", colour="secondary")
        self._hint = Notice(theme)
        self._pad = SignaturePad(theme, "sign.pad", pen=PEN, prompt="在这里写名字")
        self._pad.changed.connect(self._show_hint)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._what)
        self.first.addWidget(self._hint)
        self.first.addStretch(1)
        self.second.addWidget(self._pad, 1)
        tools = QHBoxLayout()
        tools.setSpacing(theme.px(Theme.SPACE))
        for name, words, icon, act in (
            ("sign.undo", "退回一笔", "mdi6.undo", self._pad.undo),
            ("sign.clear", "全部重写", "mdi6.eraser", self._pad.clear),
        ):
            button = Button(theme, name, words, icon=icon)
            button.tapped.connect(act)
            tools.addWidget(button)
        self.second.addLayout(tools)
        self.add_back()
        self._next = self.add_primary("nav.next", "写好了，下一步", "mdi6.arrow-right")
        self._next.tapped.connect(self._done)

    def fill(self, page: Page) -> None:
        """What was written stays when the same step comes back: after the help, or a question who is still there."""
        step = page.of(Sign)
        if step is not self._step:
            self._step = step
            self._pad.clear()
        self._heading.say("签上您的名字")
        self._what.say(step.what)
        self._show_hint()
        self.show_alternatives(step.alternatives)
        self.show_back(page)

    def forget(self) -> None:
        super().forget()
        self._step = None
        self._pad.clear()

    def spoken(self) -> str:
        return joined("。", (self._heading.said, self._what.said, ASKING))

    def _show_hint(self) -> None:
        signed = problem(self._strokes()) is None
        self._hint.say(*(("good", WRITTEN) if signed else ("info", ASKING)))

    def _strokes(self) -> tuple[Stroke, ...]:
        return tuple(tuple(Point(*dot) for dot in stroke) for stroke in self._pad.strokes)

    def _done(self) -> None:
        """Before there is a signature the button says what is missing; it never stands there dead."""
        strokes = self._strokes()
        missing = problem(strokes)
        if missing is None:
            self.answered.emit(Signature(strokes, self._pad.png(*area(strokes))))
        else:
            self._hint.say("error", missing)
