"""The one screen of all maintenance boards."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.core.board import Mood
from kiosk.screens.content import Page
from kiosk.screens.maintenance.foot import Foot
from kiosk.screens.maintenance.office import BoardPage
from kiosk.screens.maintenance.staff_screen import SIDE, StaffScreen
from kiosk.screens.maintenance.view import BoardView
from kiosk.widgets.board.menu import Menu
from kiosk.widgets.board.remark import Remark
from kiosk.widgets.busy import Busy
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["BoardScreen"]

TONES = {Mood.PLAIN: "info", Mood.GOOD: "good", Mood.WARN: "warning", Mood.BAD: "error"}
WORKING = "正在办，稍等"
SOON = 300  # ms: what is done sooner says so itself, and the page does not jump twice


class BoardScreen(StaffScreen):
    """The menu at the left; heading, what was said, the board and what can be done right of it."""

    kind = "maintenance"
    columns = (0, 1)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._content: BoardPage | None = None
        self._menu = Menu(theme)
        self._menu.setParent(self)
        self._menu.pressed.connect(lambda page: self.pressed.emit(f"staff:go:{page}"))
        self._heading = Heading(theme)
        self._heading.set_role(Role.BUTTON)  # who works here needs the room more than a large word
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px(Theme.SPACE))
        self._head.addWidget(self._heading, 1)
        self.first.addLayout(self._head)
        self._note = Text(theme, Role.BODY, colour="secondary", name="maintenance.note")
        self._warning = Remark(theme, "maintenance.warning")
        self._said = Remark(theme, "maintenance.said")
        self._working = self._busy_line()
        for part in (self._note, self._warning, self._said, self._working):
            self.first.addWidget(part)
        self._view = BoardView(theme)
        self._view.pressed.connect(self.pressed)
        self._view.turned.connect(self.regrouped)
        self.second.addWidget(self._view, 1)
        self._foot = Foot(theme)
        self._foot.pressed.connect(self.pressed)
        self.ways.addWidget(self._foot)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._show_working)

    def _busy_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(Theme.SPACE))
        words = Text(self.theme, Role.BODY, bold=True, name="maintenance.working")
        row.addWidget(Busy(self.theme))
        row.addWidget(words, 1)
        words.say(WORKING)
        return line

    def arrange(self, *, portrait: bool, controls_from: int) -> None:
        super().arrange(portrait=portrait, controls_from=controls_from)
        self._parts.addWidget(self._menu, 1, 0, 3, 1)

    def rearranged(self, *, portrait: bool) -> None:
        """A wide panel is low: there the way to the other pages stands beside the heading."""
        self._head.removeWidget(self._view.pager)
        self._view.hold_pager(portrait)
        if not portrait:
            self._head.addWidget(self._view.pager)

    def fill(self, page: Page) -> None:
        content = self._content = page.of(BoardPage)
        board = content.board
        self.setObjectName(f"screen.maintenance.{content.page}")
        self.show_who(content.staff)
        self._heading.say(board.heading)
        plain, low = board.mood is Mood.PLAIN, bool(content.said) and self.width() > self.height()
        self._note.say(board.note if plain and not low else "")
        self._warning.say(TONES[board.mood], "" if plain or low else board.note)
        self._said.say(TONES[content.mood], content.said)
        self._await(content.working)
        menu = [(entry.name, entry.title, entry.icon) for entry in content.menu]
        self._menu.fill(menu, content.page, enabled=not content.working)
        self._foot.fill(content.page, board.actions, back=content.can_go_back, working=content.working)
        self._view.show_board(board, content.page, content.place, enabled=not content.working)

    def _await(self, working: bool) -> None:
        if not working:
            self._soon.stop()
            self._working.hide()
        elif not self._soon.isActive() and self._working.isHidden():
            self._soon.start()

    def _show_working(self) -> None:
        self._working.show()
        self.settle()

    def settle(self) -> None:
        """From the outside inwards: what the menu and the buttons leave is the board's."""
        super().settle()
        self._menu.fit(self.height() - self.band.sizeHint().height())
        self._foot.fit(self.width() - self._menu.width() - 2 * self.theme.px(SIDE))
        for _ in range(2):  # the way to other pages may stand beside the heading, and takes height where there are some
            super().settle()
            self._view.settle()

    def forget(self) -> None:
        """No page of the menu stays in memory after it was left."""
        self._content = None
        self._await(False)
        self._view.forget()
        for text in (self._heading, self._note):
            text.say("")
        for remark in (self._warning, self._said):
            remark.say("info", "")
        self.show_nobody()
