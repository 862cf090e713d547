"""The way from home to an item that does not stand there: by its category, or by what it is called."""

from collections.abc import Sequence

from kiosk.core.item import Category, Item
from kiosk.core.words import said
from kiosk.screens.content import Find, Page, Shelf, Tile
from kiosk.screens.house import House

__all__ = ["Browse"]

SLIP = "receipt.find"  # the item that finds by the code on a receipt
# Everyday words, under which the department's own name stands small.
CATEGORIES = {
    Category.SOCIAL: ("社保和养老金", "mdi6.account-cash"),
    Category.MEDICAL: ("看病的医保", "mdi6.hospital-box"),
    Category.POLICE: ("身份证和户口", "mdi6.card-account-details"),
    Category.FUND: ("公积金", "mdi6.home-city"),
    Category.TRANSPORT: ("开车和驾照", "mdi6.car"),
    Category.MARKET: ("开店办企业", "mdi6.store"),
    Category.BILLS: ("交水电费", "mdi6.lightning-bolt"),
    Category.CARE: ("老人和残疾人", "mdi6.human-cane"),
    Category.HEALTH: ("挂号和体检", "mdi6.heart-pulse"),
    Category.HOUSING: ("房子和租房", "mdi6.home-account"),
    Category.EDUCATION: ("上学和读书", "mdi6.school"),
    Category.TRAVEL: ("出门买票", "mdi6.ticket-confirmation"),
    Category.COMMUNITY: ("社区和法律", "mdi6.scale-balance"),
}


class Browse:
    """At most two pages deep: the categories, and one of them or the page where one types.

    Of a citizen it keeps what was typed; it is made anew for each visit.
    """

    def __init__(self) -> None:
        self._way: list[str] = []
        self._typed = ""
        self._by_hand = False

    @property
    def open(self) -> bool:
        return bool(self._way)

    def go(self, what: str) -> None:
        """``what`` is "categories", "category:social", "find", and there "by_hand", "by_letters" or "typed:…" with all
        that has been typed."""
        kind, _, rest = what.partition(":")
        if kind == "typed":
            self._typed = rest
        elif kind in ("by_hand", "by_letters"):
            self._by_hand = kind == "by_hand"
        else:
            self._way = [what] if kind == "categories" else ["categories", what]

    def back(self) -> None:
        self._way.pop()
        self._typed = ""

    def page(self, house: House) -> tuple[str, Page]:
        kind, _, category = self._way[-1].partition(":")
        if kind == "find":
            return kind, Page(self._find(house), can_go_back=True)
        items = house.offered()
        if kind == "category":
            chosen = Category[category.upper()]
            tiles = tuple(house.tile(item) for item in items if item.category is chosen)
            return kind, Page(Shelf(CATEGORIES[chosen][0], tiles), can_go_back=True)
        return kind, Page(Shelf("想办的事，在哪一类", _categories(items)), can_go_back=True)

    def _find(self, house: House) -> Find:
        slip = next((item for item in house.offered() if item.id == SLIP and house.missing(item) is None), None)
        tiles = tuple(house.tile(item) for item in house.find(self._typed))
        return Find(self._typed, tiles, slip.id if slip is not None else "", self._by_hand)


def _categories(items: Sequence[Item]) -> tuple[Tile, ...]:
    """Those that have anything, each with how much."""
    many = {category: sum(item.category is category for item in items) for category in CATEGORIES}
    return tuple(
        Tile(
            f"category:{category.name.lower()}",
            title,
            said("{name}，{many} 件事", name=category.value, many=many[category]),
            icon,
        )
        for category, (title, icon) in CATEGORIES.items()
        if many[category]
    )
