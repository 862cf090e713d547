"""The home page: whose terminal this is, what can be done here, and whom to call."""

from dataclasses import replace

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout

from kiosk.core.words import CHINESE, LANGUAGES, AsIs, joined, said
from kiosk.screens.content import Home, Page, Tile
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.notice import Icon
from kiosk.widgets.pager import Pager
from kiosk.widgets.scenery import Scenery
from kiosk.widgets.steps import HowTo
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, TextSize, Theme
from kiosk.widgets.tile import ErrandTile, Shape
from kiosk.widgets.tile_grid import HIGHEST

__all__ = ["HomeScreen"]

PER_PAGE = 6
PER_PAGE_HUGE = {True: 4, False: 3}  # upright or not, where more than ROWS_UP_TO would not keep their long names
PER_PAGE_LOWERED = 4  # all that a seated citizen reaches in the largest text
DEEPER = {True: (200, 160), False: (60, 20)}  # by so much is the band, upright or not, for one tile and for a few
FEW = 2  # tiles that leave room to show how a visit goes
ROWS_UP_TO = 4  # so few tiles stand one a row on an upright panel, and in two rows of two on a wide one
SHORE = 12  # where the picture in the band stands, below the upper edge of the first row
OVERLAP = 72  # how far the band reaches behind the first row of tiles


def _timeless(home: Home) -> Home:
    return replace(home, clock="", date="")


class LanguageButton(Button):
    """No higher than the line of text that it stands beside when everything is lowered."""

    role = Role.CAPTION
    least_height = Theme.TARGET

    def _height(self, lines: int) -> int:
        return max(self.theme.px(self.least_height), lines * self.theme.line(self.role) + self.theme.px(8))


class HomeScreen(Screen):
    kind = "home"
    said_to_all = True
    always_upright = True
    controls_in_second = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._home = Home("", (), "", "", "")
        self._portrait = True
        self._per_page = PER_PAGE
        self._shown: object = None
        self._below = 0  # where the band ended when it was looked at last
        self._scenery = Scenery(theme)
        self._make_band()
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(Theme.SPACE))
        self._tiles = [ErrandTile(theme) for _ in range(PER_PAGE)]
        for index, tile in enumerate(self._tiles):
            tile.tapped.connect(lambda at=index: self._open(at))
            tile.setParent(self.second.parentWidget())  # or it would be shown as a window of its own
            tile.hide()
        self._how = HowTo(theme)
        self.second.addLayout(self._grid, 1000)
        self.second.addWidget(self._how)
        self.second.addStretch(1)
        self._make_foot()

    def _make_band(self) -> None:
        """Clock and date, the site's name, and one line for the citizen."""
        theme = self.theme
        self._site = Heading(theme)
        self._site.set_colour("on_band")
        self._line = Text(theme, Role.BODY, name="home.line", colour="on_band")
        self._clock = Text(theme, Role.FIGURE, name="home.clock", bold=True, colour="on_band")
        self._date = Text(theme, Role.BODY, name="home.date", colour="on_band")
        when = QHBoxLayout()
        when.setSpacing(theme.px(Theme.SPACE))
        self._dated = QVBoxLayout()
        self._dated.addStretch(1)
        self._dated.addWidget(self._date)
        self._dated.addStretch(1)
        for text in (self._clock, self._date):
            text.setSizePolicy(text.sizePolicy().Policy.Minimum, text.sizePolicy().Policy.Preferred)
        self._clock.take_room_of("00:00")
        when.addWidget(self._clock)
        when.addLayout(self._dated)
        when.addStretch(1)
        self._when = when
        self._language = LanguageButton(theme, "nav.language")
        self._language.setParent(self)  # shown before it has its place, it would be a window of its own
        narrow = self._language.sizePolicy().Policy.Minimum
        self._language.take_room(narrow, narrow)
        self._language.tapped.connect(lambda: self.pressed.emit(f"language:{self._other}"))
        self._language.pressed.connect(lambda: self.held.emit(f"language:{self._other}"))
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._site)
        who.addWidget(self._line)
        self._band = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._band.addLayout(when)
        self._band.addLayout(who, 1)
        self.first.addLayout(self._band)
        self._below_band = self.first.count()
        self.first.addSpacing(0)
        self.first.addStretch(1)

    def _make_foot(self) -> None:
        """The pager, the way to what does not stand here, and whom to call; side by side where there is room."""
        theme = self.theme
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn)
        self._telephone = Text(theme, Role.BODY, name="home.telephone")
        call = self._call = QHBoxLayout()
        call.setSpacing(theme.px(Theme.GAP))
        call.addWidget(Icon(theme, 44, "mdi6.phone", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        call.addWidget(self._telephone, 1)
        self._find = Button(theme, "home.find", "找别的事", icon="mdi6.magnify")
        self._find.tapped.connect(lambda: self.pressed.emit("browse:categories"))
        self._foot, self._low = QBoxLayout(vertical := QBoxLayout.Direction.TopToBottom), QBoxLayout(vertical)
        for box in (self._foot, self._low):
            box.setSpacing(theme.px(Theme.SPACE))
        self._low.addWidget(self._find)
        self._low.addLayout(call)
        self._foot.addWidget(self._pager)
        self._foot.addLayout(self._low)
        self.ways.addLayout(self._foot)

    @property
    def _other(self) -> str:
        """The language that is not spoken now."""
        return self._home.language if self.theme.tongue is CHINESE else CHINESE.code

    def _say_language(self) -> None:
        self._language.setVisible(bool(self._home.language))
        self._language.say(AsIs(LANGUAGES.get(self._other, "")))

    def _place_language(self) -> None:
        """Beside the date or, on a wide panel, under it; and within reach when everything is lowered."""
        for box in (self._when, self._dated, self._call):
            box.removeWidget(self._language)
        if self.lowered:
            self._call.addWidget(self._language, 0, Qt.AlignmentFlag.AlignVCenter)
        elif self._portrait:
            self._when.addWidget(self._language, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            self._dated.insertWidget(2, self._language, 0, Qt.AlignmentFlag.AlignLeft)

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._place_language()
        vertical, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.RightToLeft
        self._band.setDirection(vertical if portrait else beside)
        self._low.setDirection(vertical if portrait else beside)
        self._lay_tiles()

    def restyle(self) -> None:
        self._say_language()
        super().restyle()
        self._lay_tiles()

    @property
    def _tight(self) -> bool:
        """The way on to more takes room that the largest text wants."""
        return self._home.more and self.theme.size is TextSize.HUGE

    def _arrange_foot(self) -> None:
        """In the largest text a wide panel has no room for everything side by side, nor for two rows of tiles then."""
        huge = self.theme.size is TextSize.HUGE and len(self._home.tiles) > ROWS_UP_TO
        crowded = huge and self._home.more and not self._portrait
        per_page = PER_PAGE_LOWERED if self.lowered else PER_PAGE_HUGE[self._portrait] if huge else PER_PAGE
        if per_page != self._per_page:
            self._per_page, self._pager.page = per_page, 0
        vertical, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.RightToLeft
        self._foot.setDirection(vertical if self._portrait or crowded else beside)

    def fill(self, page: Page) -> None:
        home = page.of(Home)
        if home.tiles != self._home.tiles:
            self._pager.page = 0
        self._home = home
        self._site.say(home.site)
        self._line.say(home.announcement or self._invitation())
        self._clock.say(home.clock)
        self._date.say(home.date)
        self._find.setVisible(home.more)
        self._telephone.say(said("有事打电话 {telephone}", telephone=home.telephone))
        self._say_language()
        self._lay_tiles()

    def refill(self, page: Page) -> bool:
        """Clock and date."""
        home = page.of(Home)
        if _timeless(home) != _timeless(self._home):
            return False
        self._home = home
        self._clock.say(home.clock)
        self._date.say(home.date)
        return True

    def forget(self) -> None:
        """Nothing here comes from a citizen; the next one begins at the first page of tiles."""
        self._turn(0)

    def blank(self) -> bool:
        return True

    def pictured(self, page: Page) -> Page:
        """A clock that is some minutes late for that long is read by nobody."""
        return replace(page, content=_timeless(page.of(Home)))

    def spoken(self) -> str:
        return joined("。", (self._invitation(), joined("，", [tile.title for tile in self._page_tiles()])))

    def _invitation(self) -> str:
        return "想办哪件事，就点哪一件" if len(self._home.tiles) > 1 else "点下面这一件，就能开始办"

    def _page_tiles(self) -> tuple[Tile, ...]:
        at = self._pager.page * self._per_page
        return self._home.tiles[at : at + self._per_page]

    def _open(self, index: int) -> None:
        self.pressed.emit(f"tile:{self._page_tiles()[index].item}")

    def _turn(self, page: int) -> None:
        self._pager.page = page
        self._lay_tiles()

    def _lay_tiles(self) -> None:
        self._arrange_foot()
        tiles = self._page_tiles()
        pages = -(-len(self._home.tiles) // self._per_page) or 1
        more = self._home.more
        shown = (tiles, pages, self._pager.page, self._portrait, self._per_page, self.theme.size, more)
        if shown == self._shown:
            return
        self._shown = shown
        few = len(self._home.tiles) <= (1 if self.lowered else FEW if self._portrait else 3)
        few = few and not self._tight
        rows, columns = self._places(len(self._home.tiles))
        for tile in self._tiles:
            self._grid.removeWidget(tile)
        for index, tile in enumerate(self._tiles):
            tile.setVisible(index < len(tiles))
            if index < len(tiles):
                content = tiles[index]
                tile.shape = Shape.ROW if rows else Shape.CELL
                tile.setMaximumHeight(self.theme.px(HIGHEST[self.theme.size]))
                tile.fill(content.item, content.title, content.official, content.icon, content.note)
                self._grid.addWidget(tile, index // columns, index % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._how.setVisible(few)
        self.first.setStretch(self._below_band, 0)
        deeper = DEEPER[self._portrait][min(len(tiles), FEW) - 1] if few and tiles else 0
        self.first.itemAt(self._below_band).spacerItem().changeSize(0, self.theme.px(deeper))
        self._pager.show_page(self._pager.page, pages)
        self.regrouped.emit()

    def _places(self, tiles: int) -> tuple[bool, int]:
        """Whether tiles stand as rows, the icon beside all words; and how many beside each other."""
        if self._portrait:
            rows = tiles <= ROWS_UP_TO - self.lowered * (1 + self._home.more) - self._tight
            return rows, 1 if rows else 2
        if tiles in (1, 2, ROWS_UP_TO):
            return True, min(tiles, 2)
        return False, 3

    def reshade(self) -> None:
        """The band ends elsewhere over other tiles."""
        if self._below != self.second.parentWidget().y():
            self._below = self.second.parentWidget().y()
            self.update()
        super().reshade()

    def paint_ground(self, painter: QPainter, rect: QRect) -> None:
        """Each pixel once: the whole page is painted anew with each text size."""
        colours, wide, below = self.theme.colours, self.width(), self.second.parentWidget().y()
        shore, bottom = below + self.theme.px(SHORE), below + self.theme.px(OVERLAP)
        sky = shore - self._scenery.paint(painter, 0, shore, wide)
        painter.fillRect(QRect(0, 0, wide, sky).intersected(rect), colours.band)
        painter.fillRect(QRect(0, shore, wide, bottom - shore).intersected(rect), colours.band_deep)
        super().paint_ground(painter, QRect(0, bottom, wide, self.height() - bottom).intersected(rect))
