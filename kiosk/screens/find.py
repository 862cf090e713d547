"""The page where the name of an item is typed or written, and what it finds stands there with every letter."""

from PySide6.QtGui import QKeyEvent

from kiosk.core.job import Progress
from kiosk.core.words import CHINESE, joined
from kiosk.core.writing import Candidates, Handwritten
from kiosk.screens.content import Find, Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.hand_entry import HandEntry
from kiosk.widgets.keypad import NumberField
from kiosk.widgets.letter_keys import LetterKeys, key_of
from kiosk.widgets.notice import Notice
from kiosk.widgets.pager import Pager
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import TextSize, Theme
from kiosk.widgets.tile_grid import TileGrid, TileWords

__all__ = ["FindScreen"]

PER_PAGE = {TextSize.STANDARD: 6, TextSize.LARGE: 4, TextSize.HUGE: 4}
PER_PAGE_WORDY = {TextSize.STANDARD: 4, TextSize.LARGE: 4, TextSize.HUGE: 2}  # in a language of longer words
PER_PAGE_LOWERED = 2  # the best two, and no pager: one more letter finds more exactly than turning does
ROOM = 20  # digits wide: no name that is typed to its end has more that matters
LETTER, CHARACTER = 1.4, 2  # of it
HOW = ("一个字按一个字母就行", "养老金，就按 Y L J")
BY_HAND = ("一次写一个字，写大一点", "写好了，点一下您写的字")
NOTHING = ("没找到", "少按几个字母，或换个说法")


class FindScreen(Screen):
    """``pressed`` says "browse:typed:…" with all that has been typed and written.

    "browse:by_hand" and "browse:by_letters" say how the citizen wants to. ``asked`` says what is to be read, and the
    answer comes as ``Candidates``.
    """

    kind = "find"
    said_to_all = True  # it speaks of the page, never of what was typed
    controls_in_second = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._find = Find()
        self._portrait = True
        self._heading = Heading(theme)
        self._field = NumberField(theme)
        self._field.setObjectName("field.find")
        self._hint = Notice(theme, lines=2)
        self._keys = LetterKeys(theme)
        self._keys.pressed.connect(self._press)
        self._hand = HandEntry(theme)
        self._hand.pressed.connect(self._press)
        self._hand.written.connect(self._press)
        self._hand.changed.connect(self._ask)
        self._hand.regrouped.connect(self.regrouped)
        self._asking = False  # somebody has been asked, and may hold memory for it
        self._grid = TileGrid(theme)
        self._grid.tapped.connect(self._open)
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._field)
        self.second.setSpacing(theme.px(Theme.GAP))
        self.second.addWidget(self._hint)
        self.second.addWidget(self._grid, 1000)
        self.second.addWidget(self._pager)
        self.second.addStretch(1)
        self.second.addWidget(self._keys)
        self.second.addWidget(self._hand)
        self.add_back()
        self._way = Button(theme, "find.way", "手写")
        self._way.tapped.connect(lambda: self._change_way(by_hand=not self._find.by_hand))
        self._slip = Button(theme, "find.slip")
        self._slip.tapped.connect(lambda: self.pressed.emit(f"tile:{self._find.slip}"))
        for button in (self._way, self._slip):
            button.least_height = Theme.ACTION
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Preferred)
            button.setSizePolicy(policy)
            self._row.addWidget(button)

    def rearranged(self, *, portrait: bool) -> None:
        """Upright the keys are low, where hands are; on a wide panel beside what they find."""
        self._portrait = portrait
        self._pager.brief = not portrait
        roomy = portrait and not self.lowered
        self._slip.say("扫上次的回执" if roomy else "扫回执", "扫上次的回执")
        self._slip.set_icon("mdi6.qrcode-scan" if roomy else "")
        for part in (self.first, self.second):
            part.removeWidget(self._keys)
            part.removeWidget(self._hand)
        for entry in (self._keys, self._hand):
            (self.second if portrait else self.first).addWidget(entry)
        self._turn(0)

    def restyle(self) -> None:
        before = self.styled
        super().restyle()
        if before != self.styled:
            self._turn(0)

    def fill(self, page: Page) -> None:
        find = page.of(Find)
        at = self._pager.page if find.typed == self._find.typed else 0
        before, self._find = self._find, find
        self._heading.say("想办什么事，写下来找" if find.by_hand else "想办什么事，打字来找")
        self._field.setAccessibleName("打的字")
        self._field.show_number(find.typed.upper(), (), wrong=False)
        self._slip.setVisible(bool(find.slip))
        self._stand()
        if find.by_hand != before.by_hand:
            self._hand.clear()  # which asks whether anybody can read
        self._turn(at)
        self.show_back(page)

    def forget(self) -> None:
        super().forget()
        self._find = Find()
        self._field.show_number("", (), wrong=False)
        self._hand.clear()
        self._way.setEnabled(True)
        self._stand()
        self._turn(0)
        if self._asking:
            self._asking = False
            self.asked.emit(None)

    def spoken(self) -> str:
        return joined("。", (self._heading.said, self._how[0], "找到的，点一下就能办"))

    def progress(self, event: Progress) -> None:
        if not isinstance(event, Candidates) or not isinstance(event.question, Handwritten):
            return
        if event.phrases is not None and self._find.by_hand:
            self._hand.offer([phrase.text for phrase in event.phrases])
        elif event.phrases is None:  # nobody can read
            self._way.setEnabled(False)
            self._change_way(by_hand=False)

    # --- by letters or by hand ---

    @property
    def _how(self) -> tuple[str, str]:
        return BY_HAND if self._find.by_hand else HOW

    def _change_way(self, *, by_hand: bool) -> None:
        self.pressed.emit(f"browse:by_{'hand' if by_hand else 'letters'}")

    def _stand(self) -> None:
        by_hand = self._find.by_hand
        self._keys.setHidden(by_hand)
        self._hand.setVisible(by_hand)
        self._way.say("字母" if by_hand else "手写", "按字母" if by_hand else "用手写")
        self._way.setVisible(self._way.isEnabled())

    def _ask(self) -> None:
        if self._find.by_hand:
            self._asking = True
            self.asked.emit(Handwritten(self._hand.strokes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A keyboard, where the site has one."""
        if key := key_of(event):
            self._press(key)
        else:
            super().keyPressEvent(event)

    def _press(self, key: str) -> None:
        typed = self._find.typed
        after = {"clear": "", "delete": typed[:-1]}.get(key, typed + key)
        if after != typed and sum(LETTER if one.isascii() else CHARACTER for one in after) <= ROOM:
            self.pressed.emit(f"browse:typed:{after}")

    def _open(self, at: int) -> None:
        self.pressed.emit(f"tile:{self._find.tiles[self._pager.page * self._per_page() + at].item}")

    def _per_page(self) -> int:
        wordy = self.theme.tongue is not CHINESE
        if self.lowered:
            return 1 if wordy and self.theme.size is not TextSize.STANDARD else PER_PAGE_LOWERED
        return (PER_PAGE_WORDY if wordy else PER_PAGE)[self.theme.size]

    def _turn(self, page: int) -> None:
        tiles, per_page = self._find.tiles, self._per_page()
        pages = 1 if self.lowered else -(-len(tiles) // per_page) or 1
        page = min(page, pages - 1)
        short = self.theme.tongue is CHINESE and self.theme.size is TextSize.STANDARD
        full = short and pages == 1 and not self.lowered  # else the name must do
        self._pager.show_page(page, pages)
        seen = tiles[page * per_page : (page + 1) * per_page]
        huge = self.theme.tongue is not CHINESE and self.theme.size is TextSize.HUGE
        words = [
            TileWords(f"tile.{one.item}", one.title, one.official if full else "", one.icon, "" if huge else one.note)
            for one in seen  # where there is no room for a note, a tap tells it all the same
        ]
        alone = huge or (self.theme.tongue is not CHINESE and per_page == 1)
        self._grid.show_tiles(words, 1 if alone else 2)
        self._grid.setVisible(bool(tiles))
        self._hint.setVisible(not tiles)
        self._hint.say("warning" if self._find.typed else "info", *(NOTHING if self._find.typed else self._how))
