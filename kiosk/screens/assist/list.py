"""The helper's list: every item of the site, densely, and the letters to find one by."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from kiosk.core.words import CHINESE, joined
from kiosk.screens.assist.office import HelperList
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import StripButton
from kiosk.widgets.item_row import ItemRow
from kiosk.widgets.keypad import NumberField
from kiosk.widgets.letter_keys import LetterKeys, key_of
from kiosk.widgets.notice import Notice
from kiosk.widgets.pager import Pager
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import TextSize, Theme

__all__ = ["HelperListScreen"]

# Rows and columns of a page.
UPRIGHT = {TextSize.STANDARD: (7, 2), TextSize.LARGE: (7, 2), TextSize.HUGE: (5, 1)}
WIDE = {TextSize.STANDARD: (7, 2), TextSize.LARGE: (6, 1), TextSize.HUGE: (5, 1)}
LOWERED = {TextSize.STANDARD: (2, 2), TextSize.LARGE: (1, 2), TextSize.HUGE: (1, 1)}
ROOM = 14  # letters: more than any name has initials that matter


class HelperListScreen(Screen):
    """``pressed`` says "tile:<item>", "assist:typed:…" with all that has been typed, or "assist:proxy"."""

    kind = "assist"
    said_to_all = True
    controls_in_second = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._list = HelperList(())
        self._portrait = True
        self._heading = Heading(theme)
        self._for_others = StripButton(theme, "assist.proxy", icon="mdi6.account-switch")
        self._for_others.tapped.connect(lambda: self.pressed.emit("assist:proxy"))
        self._field = NumberField(theme)
        self._field.setObjectName("field.find")
        self._note = Notice(theme)
        self._keys = LetterKeys(theme)
        self._keys.pressed.connect(self._press)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(Theme.GAP))
        self._rows: list[ItemRow] = []
        self._laid: object = None  # in so many columns, these
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn)
        self._top, self._low = QHBoxLayout(), QHBoxLayout()
        for row in (self._top, self._low):
            row.setSpacing(theme.px(Theme.GAP))
        self._top.addWidget(self._heading, 1)
        for moving in (self._for_others, self._note, self._keys):
            moving.setParent(self)  # shown before it has its place, each would be a window of its own
        self.first.addLayout(self._top)
        self.first.addWidget(self._field)
        self.second.setSpacing(theme.px(Theme.GAP))
        self.second.addLayout(self._grid)
        self.second.addStretch(1)
        self._pager.brief = True
        self._low.addWidget(self._pager, 1)
        self.second.addLayout(self._low)

    def rearranged(self, *, portrait: bool) -> None:
        """Upright the letters are low, where hands are; on a wide panel beside what they find."""
        self._portrait = portrait
        for part in (self.first, self.second):
            part.removeWidget(self._keys)
            part.removeWidget(self._note)
        if portrait:
            self.first.addWidget(self._note)
        else:
            self.second.insertWidget(0, self._note)
        (self.second if portrait else self.first).addWidget(self._keys)
        for row in (self._top, self._low):
            row.removeWidget(self._for_others)
        (self._low if portrait else self._top).addWidget(self._for_others)
        for moved in (self._keys, self._for_others):
            moved.show()  # who changes parents is hidden until the next turn of the loop
        self._show_note()
        self._turn(0)

    def restyle(self) -> None:
        before = self.styled
        super().restyle()
        if before != self.styled:
            self._turn(0)

    def fill(self, page: Page) -> None:
        content = page.of(HelperList)
        at = self._pager.page if content.typed == self._list.typed else 0
        self._list = content
        self._heading.say("点要代办的事" if content.for_others else "点要办的事")
        self._for_others.say("不代办" if content.for_others else "代办")
        self._field.setAccessibleName("打的字")
        self._field.show_number(content.typed.upper(), (), wrong=False)
        self._field.setVisible(not content.note)  # nobody can be served until then
        self._show_note()
        self._turn(at)

    def _show_note(self) -> None:
        told = self._list.note or self._list.refused
        self._for_others.setVisible(not self._list.note)
        self._note.setVisible(bool(told) or not self._list.tiles)
        self._note.say("warning", told or "没找到，少按几个字母")

    def spoken(self) -> str:
        return joined("。", (self._heading.said, self._list.refused or "按字母也能找"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A keyboard, where the site has one."""
        if key := key_of(event):
            self._press(key)
        else:
            super().keyPressEvent(event)

    def _press(self, key: str) -> None:
        typed = self._list.typed
        after = {"clear": "", "delete": typed[:-1]}.get(key, typed + key)
        if after != typed and len(after) <= ROOM:
            self.pressed.emit(f"assist:typed:{after}")

    def _open(self, at: int) -> None:
        rows, columns = self._room()
        self.pressed.emit(f"tile:{self._list.tiles[self._pager.page * rows * columns + at].item}")

    def _room(self) -> tuple[int, int]:
        table = LOWERED if self.lowered else UPRIGHT if self._portrait else WIDE
        rows, columns = table[self.theme.size]
        rows = max(1, rows - (2 if self._list.refused else 1 if self._list.note else 0))
        return (rows, columns) if self.theme.tongue is CHINESE else (max(1, rows - 1), 1)

    def _turn(self, page: int) -> None:
        rows, columns = self._room()
        tiles = self._list.tiles
        pages = -(-len(tiles) // (rows * columns)) or 1
        page = min(page, pages - 1)
        shown = tiles[page * rows * columns : (page + 1) * rows * columns]
        self._pager.show_page(page, pages)
        if (columns, shown) == self._laid:
            return
        self._laid = (columns, shown)
        while len(self._rows) < len(shown):
            self._add_row()
        for at, row in enumerate(self._rows):
            self._grid.removeWidget(row)
            row.setVisible(at < len(shown))
            if at < len(shown):
                tile = shown[at]
                row.fill(tile.item, tile.title, tile.icon, tile.note)
                self._grid.addWidget(row, at // columns, at % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.regrouped.emit()

    def _add_row(self) -> None:
        row, at = ItemRow(self.theme), len(self._rows)
        row.setParent(self._grid.parentWidget())
        row.tapped.connect(lambda: self._open(at))
        self._rows.append(row)
