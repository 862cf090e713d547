"""How it ended: the one sentence, what follows from it, the number to keep, and the card not to forget."""

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.core.job import CardLying, CardTaken, Progress
from kiosk.core.step import Done, Tone
from kiosk.core.words import joined
from kiosk.screens.content import Page, Tile
from kiosk.screens.screen import BETWEEN_COLUMNS, Screen
from kiosk.widgets.emblem import Emblem
from kiosk.widgets.ground import Card
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme
from kiosk.widgets.tile import ErrandTile, Shape

__all__ = ["DoneScreen"]

OFFERS = 1
SLIP = 24  # left and right of the number
LOOKS = {
    Tone.GOOD: ("mdi6.check-bold", "good"),
    Tone.INFO: ("mdi6.information-variant", "info"),
    Tone.ATTENTION: ("mdi6.exclamation-thick", "warning"),
}


class DoneScreen(Screen):
    kind = "done"
    upright = (3, 2)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        px, centre = theme.px, Qt.AlignmentFlag.AlignHCenter
        self._portrait = True
        self._icon = Emblem(theme, 280)
        self._message = Heading(theme, align=centre)
        self._message.setObjectName("done.message")
        self._details = [Text(theme, Role.BODY, name=f"done.detail.{i}", align=centre) for i in range(4)]
        self.first.addWidget(self._icon, 0, centre)
        self.first.addSpacing(px(16))
        self.first.addWidget(self._message)
        for detail in self._details:
            self.first.addWidget(detail)
        self._slip = Card(theme)
        column = QVBoxLayout(self._slip)
        column.setContentsMargins(px(SLIP), px(32), px(SLIP), px(32))
        column.setSpacing(0)
        self._label = Text(theme, Role.CAPTION, name="done.reference.label", colour="secondary", align=centre)
        self._reference = Text(theme, Role.FIGURE, name="done.reference", bold=True, align=centre)
        column.addWidget(self._label)
        column.addWidget(self._reference)
        self._card = Notice(theme, "done.card")
        self._offers = [ErrandTile(theme) for _ in range(OFFERS)]
        self._also = Text(theme, Role.BODY, name="done.also", bold=True, align=centre)
        self.second.addWidget(self._slip)
        self.second.addWidget(self._card)
        self.second.addWidget(self._also)
        for tile in self._offers:
            tile.tapped.connect(lambda at=tile: self.pressed.emit(at.objectName().replace("tile.", "tile:", 1)))
            self.second.addWidget(tile)
            tile.hide()
        self.centre()
        self._home = self.add_primary("nav.next", "办完了，回首页", "mdi6.home")
        self._home.tapped.connect(lambda: self.pressed.emit("home"))

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        for place in self._offers:
            place.shape = Shape.ROW if portrait else Shape.CELL
        self._fit_reference()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_reference()

    def _fit_reference(self) -> None:
        """As large as the largest text size leaves it on one line: a number that wraps is copied wrongly."""
        margins = 2 * self.theme.px(Theme.MARGIN + SLIP)
        room = (self.width() if self._portrait else (self.width() - self.theme.px(BETWEEN_COLUMNS)) // 2) - margins
        font = QFont(self.theme.font(Role.FIGURE, bold=True))
        for role in (Role.FIGURE, Role.TITLE, Role.BUTTON):
            self._reference.set_role(role)
            font.setPixelSize(self.theme.px(role.sizes[-1]))
            if QFontMetrics(font).horizontalAdvance(self._reference.text()) <= room:
                return

    def fill(self, page: Page) -> None:
        outcome = page.of(Done)
        icon, self._tone = LOOKS[outcome.tone]
        self._icon.show_icon(icon, self._tone)
        self._message.set_colour(f"on_{self._tone}")
        self._message.say(outcome.message)
        for index, detail in enumerate(self._details):
            detail.say(outcome.details[index] if index < len(outcome.details) else "")
        self._slip.setVisible(bool(outcome.reference))
        self._label.say("办件号，记下来以后好查" if outcome.reference else "")
        self._reference.say(outcome.reference)
        self._fit_reference()
        self._card.say("warning", "取走身份证")
        self._card.hide()
        self.offer(())

    def progress(self, event: Progress) -> None:
        if isinstance(event, CardLying | CardTaken):
            self._card.setVisible(isinstance(event, CardLying))

    def offer(self, tiles: Sequence[Tile]) -> None:
        """As many as have room beside what must stay."""
        for tile, place in zip_longest(tiles[:OFFERS], self._offers):
            place.setVisible(tile is not None)
            if tile is not None:
                place.fill(tile.item, tile.title, tile.official, tile.icon, "")
        self._also.say("您还能办" if tiles else "")

    def forget(self) -> None:
        super().forget()
        for place in self._offers:
            place.fill("", "", "", "", "")

    def spoken(self) -> str:
        return joined("。", (self._message.said, *(detail.said for detail in self._details)))
