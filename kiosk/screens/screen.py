"""The base of every page: filled with content, it says what the citizen did. It knows no walk, device or service."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.core.job import Progress
from kiosk.core.step import Alternative, Route
from kiosk.screens.content import Page
from kiosk.widgets.buttons import Button, PrimaryButton
from kiosk.widgets.ground import Ground
from kiosk.widgets.text import Text, restyle_all
from kiosk.widgets.theme import Theme

__all__ = ["Screen"]


class Screen(Ground):
    """A page ``screen.<kind>``. It is made once, kept, and refilled for each citizen.

    ``answered`` carries the step's answer (a value or a ``Route``), ``revised`` the name of the step to be asked
    anew, ``pressed`` one of "back", "home", "retry", "stay", "exit" or "tile:<item id>".

    A page has three parts: ``first`` (what it is about), ``second`` (what to look at or to do), ``ways`` (the ways
    on, always lowest). Upright they stand under each other; on a wide panel ``first`` is left and ``second`` right,
    and the actions are under ``second``, or under ``first`` where ``actions_left`` says so.
    """

    kind: ClassVar[str]
    controls_in_second: ClassVar[bool] = False  # so 画面下移 lowers the second part too
    actions_left: ClassVar[bool] = False
    answered = Signal(object)
    revised = Signal(str)
    pressed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName(f"screen.{self.kind}")
        self.styled = theme.version
        self.first, self.second, self.ways = (self._part() for _ in range(3))
        self._parts = QGridLayout(self)
        self._alternatives: list[Button] = []
        self._routes: list[str] = []
        self._other_ways = QVBoxLayout()
        self._other_ways.setSpacing(theme.px(Theme.SPACE))
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px(Theme.SPACE))
        self.ways.addLayout(self._other_ways)
        self.ways.addLayout(self._row)
        self._back: Button | None = None
        self._arranged: object = None

    # --- what a page does ---

    def fill(self, page: Page) -> None:
        """Shows the content; nothing of the content before it remains."""
        raise NotImplementedError

    def progress(self, event: Progress) -> None:
        """Takes what the work reports while the page stands. A page without work ignores it."""

    def forget(self) -> None:
        """Wipes every text and picture that came from a citizen."""
        for text in self.findChildren(Text):
            text.say("")

    def spoken(self) -> str:
        """What the voice says on arrival: the words of the page, without name, number or amount."""
        raise NotImplementedError

    # --- how it is laid out ---

    def arrange(self, *, portrait: bool, controls_from: int) -> None:
        """Upright or wide; with ``controls_from`` pixels from its top nothing to touch stands higher (norm 24)."""
        if (portrait, controls_from) == self._arranged:
            return
        self._arranged = (portrait, controls_from)
        px, grid = self.theme.px, self._parts
        for part in (self.first, self.second, self.ways):
            grid.removeWidget(part.parentWidget())
        margin = px(Theme.MARGIN)
        grid.setContentsMargins(margin, px(40), margin, px(Theme.WIDE))
        grid.setVerticalSpacing(px(Theme.WIDE))
        grid.setHorizontalSpacing(px(72))
        first, second, ways = (part.parentWidget() for part in (self.first, self.second, self.ways))
        lowered = max(0, controls_from - px(40)) if self.controls_in_second else 0
        first.setMinimumHeight(lowered)
        if portrait:
            for row, box in enumerate((first, second, ways)):
                grid.addWidget(box, row, 0)
            grid.setColumnStretch(1, 0)
        elif self.actions_left:
            grid.addWidget(first, 0, 0, 2, 1)
            grid.addWidget(ways, 2, 0)
            grid.addWidget(second, 0, 1, 3, 1)
            grid.setColumnStretch(1, 1)
        else:
            grid.addWidget(first, 0, 0, 3, 1)
            grid.addWidget(second, 0, 1, 2, 1)
            grid.addWidget(ways, 2, 1)
            grid.setColumnStretch(1, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(1, 1)
        self.rearranged(portrait=portrait)

    def rearranged(self, *, portrait: bool) -> None:
        """For a page whose parts themselves differ between upright and wide."""

    def restyle(self) -> None:
        """Fonts and measures anew, if the theme has changed since."""
        if self.styled != self.theme.version:
            self.styled = self.theme.version
            restyle_all(self)
            self.update()

    # --- the ways on ---

    def add_back(self) -> Button:
        """上一步, left of the primary action."""
        self._back = Button(self.theme, "nav.back", "上一步", icon="mdi6.arrow-left")
        self._back.least_height = Theme.ACTION
        self._back.tapped.connect(lambda: self.pressed.emit("back"))
        self._row.insertWidget(0, self._back, 2)
        return self._back

    def add_primary(self, name: str, words: str = "", icon: str = "") -> PrimaryButton:
        button = PrimaryButton(self.theme, name, words, icon=icon)
        self._row.addWidget(button, 5)
        return button

    def show_back(self, page: Page) -> None:
        if self._back is not None:
            self._back.setVisible(page.can_go_back)

    def show_alternatives(self, alternatives: Sequence[Alternative]) -> None:
        """One button for each other way on, above the primary action."""
        while len(self._alternatives) < len(alternatives):
            button = Button(self.theme, "alternative.")
            index = len(self._alternatives)
            button.tapped.connect(lambda at=index: self._take(at))
            self._alternatives.append(button)
            self._other_ways.addWidget(button)
        for index, button in enumerate(self._alternatives):
            shown = index < len(alternatives)
            button.setVisible(shown)
            if shown:
                button.setObjectName(f"alternative.{alternatives[index].route}")
                button.say(alternatives[index].label)
                button.set_icon(alternatives[index].icon)
        self._routes = [alternative.route for alternative in alternatives]

    def _take(self, index: int) -> None:
        self.answered.emit(Route(self._routes[index]))

    def _part(self) -> QVBoxLayout:
        box = QVBoxLayout(QWidget(self))
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.px(Theme.SPACE))
        return box
