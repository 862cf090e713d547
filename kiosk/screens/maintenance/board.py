"""The one screen of all maintenance boards."""

from kiosk.core.board import Rows
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import BoardPage
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["BoardScreen"]


class BoardScreen(Screen):
    kind = "maintenance"
    alone = True
    always_upright = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Heading(theme)
        self._lines = Text(theme, Role.BODY)
        self.first.addWidget(self._heading)
        self.second.addWidget(self._lines)
        close = Button(theme, "maintenance.close", "退出维护", icon="mdi6.logout")
        close.tapped.connect(lambda: self.pressed.emit("staff:close"))
        self._row.addWidget(close)

    def fill(self, page: Page) -> None:
        content = page.of(BoardPage)
        self.setObjectName(f"screen.maintenance.{content.page}")
        self._heading.say(content.board.heading)
        rows = [row for part in content.board.parts if isinstance(part, Rows) for row in part.rows]
        self._lines.say("\n".join(f"{row.title} {row.value} {row.detail}" for row in rows))

    def spoken(self) -> str:
        return ""
