"""The base of every page: filled with content, it says what the citizen did. It knows no walk, device or service."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.core.route import Alternative, Route
from kiosk.screens.content import Page, Tile
from kiosk.widgets.buttons import Button, PrimaryButton
from kiosk.widgets.ground import Ground
from kiosk.widgets.text import Text, restyle_all
from kiosk.widgets.theme import Theme

if TYPE_CHECKING:
    from kiosk.core.job import Progress  # the pages that take it know it; home, which a start waits for, does not

__all__ = ["Screen"]

TOP, BOTTOM = 40, 32  # above and below what stands on a page
BETWEEN_COLUMNS = 72


class Screen(Ground):
    """A page ``screen.<kind>``. It is made once, kept, and refilled for each citizen.

    ``answered`` carries the step's answer (a value or a ``Route``), ``revised`` the name of the step to be asked
    anew, ``pressed`` one of "back", "home", "retry", "stay", "exit", "voice", "voice:<louder…>", "tile:<item id>" or
    "browse:<where>" (see ``Browse.go``) or "language:<code>". ``held`` says on which of these a finger has come down,
    where it changes the look of every page. ``asked`` carries a ``core.writing.Question``, or None when nobody writes
    any more; ``regrouped`` comes when other controls stand there than before.

    A page has three parts: ``first`` (what it is about), ``second`` (what to look at or to do), ``ways`` (the ways on,
    always lowest). Upright they stand under each other, sharing what is free by ``upright``; on a wide panel ``first``
    is left and ``second`` right, as wide as ``columns`` says, and the ways are
    under ``second``, or under ``first`` where ``ways_left`` says so.
    """

    kind: ClassVar[str]
    upright: ClassVar[tuple[int, int]] = (0, 1)
    ways_left: ClassVar[bool] = False
    columns: ClassVar[tuple[int, int]] = (1, 1)
    always_upright: ClassVar[bool] = False
    speaks_changes: ClassVar[bool] = False  # the voice says what the work has changed on the page
    said_to_all: ClassVar[bool] = False  # what it speaks is the same whoever stands there: the sound of it may be kept
    alone: ClassVar[bool] = False  # a page for staff: the strip, which is the citizen's, does not stand beside it
    controls_in_second: ClassVar[bool] = False  # so 画面下移 lowers the second part too
    answered = Signal(object)
    revised = Signal(str)
    pressed = Signal(str)
    asked = Signal(object)
    regrouped = Signal()
    held = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName(f"screen.{self.kind}")
        self.styled = theme.version
        self._arranged: object = None
        self.lowered = False
        self._parts = QGridLayout(self)
        self.first, self.second, self.ways = (self._part() for _ in range(3))
        self._alternatives: list[Button] = []
        self._routes: list[str] = []
        self._spacers: list[tuple[QVBoxLayout, int]] = []
        self._back: Button | None = None
        self._other_ways, self._row = QVBoxLayout(), QHBoxLayout()
        for layout in (self._other_ways, self._row):
            layout.setSpacing(theme.px(Theme.SPACE))
            self.ways.addLayout(layout)

    # --- what a page does ---

    def fill(self, page: Page) -> None:
        """Shows the content; nothing of the content before it remains."""
        raise NotImplementedError

    def refill(self, page: Page) -> bool:
        """Shows a page that differs from the one shown in words that move nothing, and says True; else does nothing.

        For what changes every minute while nobody is there: all else is laid out as before.
        """
        return False

    def progress(self, event: "Progress") -> None:
        """Takes what the work reports while the page stands. A page without work ignores it."""

    def offer(self, tiles: Sequence[Tile]) -> None:
        """Shows what else the person may want, the reason in each tile's ``official``. Most pages have no room."""

    def forget(self) -> None:
        """Wipes every text and picture that came from a citizen."""
        for text in self.findChildren(Text):
            text.say("")

    def blank(self) -> bool:
        """Whether it shows nothing of any citizen now, so that a picture of it may be kept."""
        return False

    def pictured(self, page: Page) -> Page:
        """What has to be the same for its kept picture to stand for it, a blink long, until it is painted itself."""
        return page

    def spoken(self) -> str:
        """What the voice says on arrival: the words of the page, without name, number or amount."""
        raise NotImplementedError

    # --- how it is laid out ---

    def arrange(self, *, portrait: bool, controls_from: int) -> None:
        """Upright or wide; with ``controls_from`` pixels from its top nothing to touch stands higher (norm 24)."""
        if (portrait, controls_from) == self._arranged:
            return
        self._arranged = (portrait, controls_from)
        self.lowered = controls_from > 0
        px, grid = self.theme.px, self._parts
        first, second, ways = (part.parentWidget() for part in (self.first, self.second, self.ways))
        for part in (first, second, ways):
            grid.removeWidget(part)
        grid.setContentsMargins(px(Theme.MARGIN), px(TOP), px(Theme.MARGIN), px(BOTTOM))
        grid.setVerticalSpacing(px(Theme.WIDE))
        grid.setHorizontalSpacing(px(BETWEEN_COLUMNS))
        first.setMinimumHeight(max(0, controls_from - px(TOP + Theme.WIDE)) if self.controls_in_second else 0)
        if portrait or self.always_upright:
            places = ((0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 1))
            rows, columns = (*self.upright, 0), (1, 0)
        elif self.ways_left:
            places = ((0, 0, 2, 1), (0, 1, 3, 1), (2, 0, 1, 1))
            rows, columns = (0, 1, 0), self.columns
        else:
            places = ((0, 0, 3, 1), (0, 1, 2, 1), (2, 1, 1, 1))
            rows, columns = (0, 1, 0), self.columns
        for part, place in zip((first, second, ways), places, strict=True):
            grid.addWidget(part, *place)
        for row, stretch in enumerate(rows):
            grid.setRowStretch(row, stretch)
        for column, stretch in enumerate(columns):
            grid.setColumnStretch(column, stretch)
            grid.setColumnMinimumWidth(column, 1 if stretch else 0)
        for spacer_of, index in self._spacers:
            spacer_of.setStretch(index, 1 if columns[1] else 0)
        self.rearranged(portrait=portrait)

    def centre(self) -> None:
        """Both parts in the middle of their column; upright, close to each other. Called when the parts are filled."""
        self.first.insertStretch(0, 1)
        self.first.addStretch(0)
        self.second.insertStretch(0, 0)
        self.second.addStretch(1)
        self._spacers = [(self.first, self.first.count() - 1), (self.second, 0)]

    def share(self, first: int, second: int) -> None:
        """How an upright page's free height is shared from now on."""
        if self._arranged is not None and self._parts.columnStretch(1) == 0:
            self._parts.setRowStretch(0, first)
            self._parts.setRowStretch(1, second)

    def rearranged(self, *, portrait: bool) -> None:
        """For a page whose parts themselves differ between upright and wide."""

    def settle(self) -> None:
        """Lays out anew, now: Qt keeps the sizes of what was filled while it was hidden."""
        boxes = [(widget, layout) for widget in self.findChildren(QWidget) if (layout := widget.layout()) is not None]
        for widget, layout in reversed(boxes):  # sizes are asked for from the innermost outwards
            layout.invalidate()
            widget.updateGeometry()
        self._parts.invalidate()
        self._parts.activate()
        for _, layout in boxes:  # and given from the outermost inwards
            layout.activate()
        # What is lower in another width moves once more; left to the event loop, its shadow would be a picture late.
        self.moving = True
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.moving = False
        self.reshade()

    def restyle(self) -> None:
        """Fonts and measures anew, if the theme has changed since."""
        if self.styled != self.theme.version:
            self.styled = self.theme.version
            restyle_all(self)
            self.update()

    def _part(self) -> QVBoxLayout:
        box = QVBoxLayout(QWidget(self))
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.px(Theme.SPACE))
        return box

    # --- the ways on ---

    def add_back(self) -> Button:
        """上一步, left of the primary action."""
        self._back = Button(self.theme, "nav.back", "上一步", icon="mdi6.arrow-left")
        self._back.least_height = Theme.ACTION
        policy = self._back.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Minimum)
        self._back.setSizePolicy(policy)
        self._back.tapped.connect(lambda: self.pressed.emit("back"))
        self._row.addWidget(self._back)
        self._row.addStretch(1)
        return self._back

    def add_primary(self, name: str, words: str = "", icon: str = "") -> PrimaryButton:
        """The one action of the page, as wide as it can be."""
        button = PrimaryButton(self.theme, name, words, icon=icon)
        self._row.addWidget(button, 1000)
        return button

    def show_back(self, page: Page) -> None:
        if self._back is not None:
            self._back.setVisible(page.can_go_back)

    def show_alternatives(self, alternatives: Sequence[Alternative]) -> None:
        """One button for each other way on, above the primary action."""
        while len(self._alternatives) < len(alternatives):
            self._add_alternative(len(self._alternatives))
        for index, button in enumerate(self._alternatives):
            shown = index < len(alternatives)
            button.setVisible(shown)
            if shown:
                button.setObjectName(f"alternative.{alternatives[index].route}")
                button.say(alternatives[index].label)
                button.set_icon(alternatives[index].icon)
        self._routes = [alternative.route for alternative in alternatives]

    def _add_alternative(self, index: int) -> None:
        button = Button(self.theme, "alternative.")
        button.tapped.connect(lambda: self.answered.emit(Route(self._routes[index])))
        self._alternatives.append(button)
        self._other_ways.addWidget(button)
