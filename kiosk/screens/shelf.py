"""Pages of tiles to choose from, six at a time: the categories, and the items of one of them."""

from PySide6.QtWidgets import QBoxLayout

from kiosk.core.words import CHINESE, joined
from kiosk.screens.content import Page, Shelf
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.pager import Pager
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import TextSize, Theme
from kiosk.widgets.tile_grid import TileGrid, TileWords

__all__ = ["CategoriesScreen", "CategoryScreen"]

PER_PAGE = {TextSize.STANDARD: 6, TextSize.LARGE: 6, TextSize.HUGE: 4}
PER_PAGE_WIDE = {TextSize.STANDARD: 6, TextSize.LARGE: 6, TextSize.HUGE: 3}
PER_PAGE_LOWERED = {TextSize.STANDARD: 4, TextSize.LARGE: 2, TextSize.HUGE: 2}
# The same in a language of longer words.
WORDY = {TextSize.STANDARD: 6, TextSize.LARGE: 4, TextSize.HUGE: 2}
WORDY_WIDE = {TextSize.STANDARD: 6, TextSize.LARGE: 3, TextSize.HUGE: 3}
WORDY_LOWERED = {TextSize.STANDARD: 2, TextSize.LARGE: 2, TextSize.HUGE: 2}


class ShelfScreen(Screen):
    """Who does not find the place knows the name: one way on leads to where it is typed."""

    said_to_all = True
    always_upright = True
    controls_in_second = True
    pressing = "tile:"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._shelf = Shelf("", ())
        self._portrait = True
        self._heading = Heading(theme)
        self.first.addWidget(self._heading)
        self.first.addStretch(1)
        self._grid = TileGrid(theme)
        self._grid.tapped.connect(self._open)
        self.second.addWidget(self._grid, 1000)
        self.second.addStretch(1)
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn)
        self._search = Button(theme, "home.search", "打字来找", icon="mdi6.magnify")
        self._search.tapped.connect(lambda: self.pressed.emit("browse:find"))
        self._foot = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._foot.setSpacing(theme.px(Theme.SPACE))
        self._foot.addWidget(self._pager, 1)
        self._other_ways.addLayout(self._foot)
        self.add_back()
        self._row.addWidget(self._search, 1000)

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._turn(0)

    def restyle(self) -> None:
        before = self.styled
        super().restyle()
        if before != self.styled:
            self._turn(0)

    def fill(self, page: Page) -> None:
        shelf = page.of(Shelf)
        at = self._pager.page if shelf.heading == self._shelf.heading else 0
        self._shelf = shelf
        self._heading.say(shelf.heading)
        self._turn(at)
        self.show_back(page)

    def forget(self) -> None:
        """Nothing here comes from a citizen; the next one begins at the first page of tiles."""
        self._turn(0)

    def spoken(self) -> str:
        return joined("。", (self._shelf.heading, joined("，", [tile.title for tile in self._seen()])))

    def _per_page(self) -> int:
        short = self.theme.tongue is CHINESE
        upright, wide, lowered = (
            (PER_PAGE, PER_PAGE_WIDE, PER_PAGE_LOWERED) if short else (WORDY, WORDY_WIDE, WORDY_LOWERED)
        )
        return (lowered if self.lowered else upright if self._portrait else wide)[self.theme.size]

    def _seen(self) -> tuple[TileWords, ...]:
        at = self._pager.page * self._per_page()
        tiles = self._shelf.tiles[at : at + self._per_page()]
        return tuple(
            TileWords(self._name(tile.item), tile.title, tile.official, tile.icon, tile.note) for tile in tiles
        )

    @staticmethod
    def _name(item: str) -> str:
        return f"tile.{item}"

    def _open(self, at: int) -> None:
        index = self._pager.page * self._per_page() + at
        self.pressed.emit(self.pressing + self._shelf.tiles[index].item)

    def _turn(self, page: int) -> None:
        pages = -(-len(self._shelf.tiles) // self._per_page()) or 1
        self._pager.show_page(min(page, pages - 1), pages)
        self._grid.show_tiles(self._seen(), 2 if self._portrait else 3)


class CategoriesScreen(ShelfScreen):
    kind = "categories"
    pressing = "browse:"

    @staticmethod
    def _name(item: str) -> str:
        return item.replace(":", ".")


class CategoryScreen(ShelfScreen):
    kind = "category"
