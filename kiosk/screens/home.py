"""The home page: whose terminal this is, what can be done here, and whom to call."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from kiosk.screens.content import Home, Page, Tile
from kiosk.screens.screen import Screen
from kiosk.widgets.notice import Icon
from kiosk.widgets.pager import Pager
from kiosk.widgets.steps import HowTo
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme
from kiosk.widgets.tile import ErrandTile

__all__ = ["HomeScreen"]

PER_PAGE = 6
WIDE_UP_TO = 3  # so few tiles stand one a row, large


class HomeScreen(Screen):
    kind = "home"
    controls_in_second = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._home = Home("", (), "", "", "")
        self._portrait = True
        self._shown: tuple[object, ...] | None = None
        self._make_band()
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(Theme.SPACE))
        self._tiles = [ErrandTile(theme) for _ in range(PER_PAGE)]
        for index, tile in enumerate(self._tiles):
            tile.tapped.connect(lambda at=index: self._open(at))
        self._how = HowTo(theme)
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn)
        self.second.addLayout(self._grid)
        self.second.addWidget(self._how)
        self.second.addStretch()
        self.second.addWidget(self._pager)
        self._make_telephone()

    def _make_band(self) -> None:
        """Site, clock and date, in the band at the top."""
        theme = self.theme
        self._site = Heading(theme)
        self._site.set_colour("on_band")
        self._greeting = Text(theme, Role.BODY, name="home.greeting", colour="on_band")
        self._announcement = Text(theme, Role.BODY, name="home.announcement", colour="on_band", bold=True)
        self._clock = Text(theme, Role.FIGURE, name="home.clock", bold=True, colour="on_band")
        self._date = Text(theme, Role.BODY, name="home.date", colour="on_band")
        self.first.setSpacing(0)
        for text in (self._clock, self._date):
            self.first.addWidget(text)
        self.first.addSpacing(theme.px(40))
        for text in (self._site, self._greeting, self._announcement):
            self.first.addWidget(text)
        self.first.addStretch()

    def _make_telephone(self) -> None:
        theme = self.theme
        self._telephone = Text(theme, Role.BODY, name="home.telephone", colour="text")
        row = QHBoxLayout()
        row.setSpacing(theme.px(Theme.GAP))
        row.addWidget(Icon(theme, 44, "mdi6.phone", "accent"))
        row.addWidget(self._telephone, 1)
        self.ways.addLayout(row)

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._lay_tiles()

    def fill(self, page: Page) -> None:
        home = page.of(Home)
        if home.tiles != self._home.tiles:
            self._pager.page = 0
        self._home = home
        self._site.say(home.site)
        self._greeting.say("想办哪件事，就点哪一件" if len(home.tiles) > 1 else "点下面这一件，就能开始办")
        self._announcement.say(home.announcement)
        self._clock.say(home.clock)
        self._date.say(home.date)
        self._telephone.say(f"有事打电话 {home.telephone}")
        self._lay_tiles()

    def forget(self) -> None:
        """Nothing here comes from a citizen; the next one begins at the first page of tiles."""
        self._turn(0)

    def spoken(self) -> str:
        return f"{self._greeting.text()}。{'，'.join(tile.title for tile in self._page_tiles())}"

    def _page_tiles(self) -> tuple[Tile, ...]:
        at = self._pager.page * PER_PAGE
        return self._home.tiles[at : at + PER_PAGE]

    def _open(self, index: int) -> None:
        self.pressed.emit(f"tile:{self._page_tiles()[index].item}")

    def _turn(self, page: int) -> None:
        self._pager.page = page
        self._lay_tiles()

    def _lay_tiles(self) -> None:
        tiles = self._page_tiles()
        pages = -(-len(self._home.tiles) // PER_PAGE) or 1
        shown = (tiles, pages, self._pager.page, self._portrait)
        if shown == self._shown:
            return
        self._shown = shown
        columns = 1 if len(self._home.tiles) <= WIDE_UP_TO else 2
        for index, tile in enumerate(self._tiles):
            self._grid.removeWidget(tile)
            tile.setVisible(index < len(tiles))
            if index < len(tiles):
                content = tiles[index]
                tile.wide = columns == 1
                tile.fill(content.item, content.title, content.official, content.icon, content.note)
                self._grid.addWidget(tile, index // columns, index % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._how.setVisible(len(self._home.tiles) == 1)
        self._pager.show_page(self._pager.page, pages)

    def paint_ground(self, painter: QPainter, rect: QRect) -> None:
        super().paint_ground(painter, rect)
        first = self.first.parentWidget().geometry()
        if self._portrait:
            band = QRect(0, 0, self.width(), first.bottom() + self.theme.px(72))
        else:
            band = QRect(0, 0, first.right() + self.theme.px(36), self.height())
        painter.fillRect(band.intersected(rect), self.theme.colours.band)
