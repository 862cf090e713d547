"""A certificate as it will come out of the printer: each page whole or in large, and how many copies of it."""

from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.core.certificate import COPIES_AT_ONCE
from kiosk.core.step import ShowDocument
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.buttons import Button
from kiosk.widgets.page_picture import PagePicture
from kiosk.widgets.pager import Pager
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["PreviewScreen"]

LETTER = 29.2  # pixels: what 12 points on paper are in the picture, which has 175 dots to the inch


class PreviewScreen(Screen):
    """In large, what is 12 points on paper is as large as the smallest words of the terminal, or as there is room."""

    kind = "preview"
    said_to_all = True
    ways_left = True
    columns = (5, 4)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._pictures: tuple[bytes, ...] = ()
        self._sizes: list[QSize] = []
        self._title, self._portrait = "", True
        self._large, self._place, self._copies = False, 0, 1
        self._heading = Heading(theme)
        self._what = Text(theme, Role.BODY, name="preview.what", colour="secondary")
        self.first.addWidget(self._heading)
        self.first.addWidget(self._what)
        self.first.addStretch(1)
        self._picture = PagePicture(theme, "preview.page")
        self._picture.parts_changed.connect(self._turn_anew)
        self.second.addWidget(self._picture, 1)
        self._larger = Button(theme, "preview.larger", "放大看", icon="mdi6.magnify-plus-outline")
        self._larger.tapped.connect(lambda: self._show_in(large=True))
        self._whole = Button(theme, "preview.whole", "看整页", icon="mdi6.magnify-minus-outline")
        self._whole.tapped.connect(lambda: self._show_in(large=False))
        self._sizes_of_page = QWidget()
        one_place = QGridLayout(self._sizes_of_page)
        one_place.setContentsMargins(0, 0, 0, 0)
        for button in (self._larger, self._whole):
            _keep_place(button)
            one_place.addWidget(button, 0, 0)
        self._pager = Pager(theme)
        self._pager.turned.connect(self._turn)
        self._less = Button(theme, "copies.less", "少一份", icon="mdi6.minus")
        self._more = Button(theme, "copies.more", "多一份", icon="mdi6.plus")
        self._count = Text(theme, Role.BUTTON, name="copies.count", bold=True, align=Qt.AlignmentFlag.AlignHCenter)
        self._less.tapped.connect(lambda: self._copy(-1))
        self._more.tapped.connect(lambda: self._copy(1))
        self.ways.insertWidget(0, self._pager)
        self.ways.insertWidget(1, self._sizes_of_page)
        self.ways.insertLayout(2, self._copies_row())
        self.add_back()
        self._print = self.add_primary("nav.next", "打印证明", "mdi6.printer")
        self._print.tapped.connect(lambda: self.answered.emit(self._copies))

    def rearranged(self, *, portrait: bool) -> None:
        self._portrait = portrait
        self._turn_anew()

    def restyle(self) -> None:
        super().restyle()
        self._turn_anew()

    def fill(self, page: Page) -> None:
        """What was chosen stays when the same step comes back: after the help, or a question who is still there."""
        step = page.of(ShowDocument)
        if step.pages.pictures is not self._pictures:
            self._large, self._place, self._copies = False, 0, 1
            self._pictures, self._sizes = step.pages.pictures, [_size(each) for each in step.pages.pictures]
        self._heading.say("看一看，要打几份")
        self._title = step.title
        self._copy(0)
        self._turn(self._place)
        self.show_alternatives(step.alternatives)
        self.show_back(page)

    def forget(self) -> None:
        super().forget()
        self._pictures, self._sizes = (), []
        self._picture.show_page(b"")

    def spoken(self) -> str:
        return joined("。", (self._heading.said, said("字小就点放大看，看好了点{what}", what=self._print.said)))

    def _copies_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(Theme.SPACE))
        for button in (self._less, self._more):
            _keep_place(button, narrow=True)
        row.addWidget(self._less)
        row.addWidget(self._count, 1)
        row.addWidget(self._more)
        return row

    def _copy(self, more: int) -> None:
        self._copies = min(max(1, self._copies + more), COPIES_AT_ONCE)
        self._count.say(said("{copies} 份", copies=self._copies))
        self._less.setVisible(self._copies > 1)
        self._more.setVisible(self._copies < COPIES_AT_ONCE)
        self.regrouped.emit()

    def _show_in(self, *, large: bool) -> None:
        """The page stays the same one."""
        page = self._page()
        self._large = large
        self._turn(sum(self._parts_of(each) for each in range(page)))

    def _turn_anew(self) -> None:
        self._turn(self._place)

    def _turn(self, place: int) -> None:
        """``place`` counts the pages, or in large the parts of all of them."""
        if not self._pictures:
            return
        whole = sum(self._parts_of(each) for each in range(len(self._pictures)))
        self._place = min(place, whole - 1)
        page = self._page()
        part = self._place - sum(self._parts_of(each) for each in range(page))
        scale = self._scale(page) if self._large else 0.0
        self._picture.show_page(self._pictures[page], scale, part)
        self._picture.setAccessibleName(said("证明第{page}页", page=page + 1))
        self._larger.setVisible(not self._large)
        self._whole.setVisible(self._large)
        in_parts = said("第 {page} 页，分 {parts} 块看", page=page + 1, parts=self._parts_of(page))
        self._what.say(in_parts if self._large else self._title)
        self._pager.brief = self._large or not self._portrait
        self._pager.show_page(self._place, whole)
        self.regrouped.emit()

    def _page(self) -> int:
        """The page of the present place."""
        before = 0
        for page in range(len(self._pictures)):
            before += self._parts_of(page)
            if self._place < before:
                return page
        return 0

    def _parts_of(self, page: int) -> int:
        if not self._large:
            return 1
        columns, rows = self._picture.grid(self._sizes[page], self._scale(page))
        return columns * rows

    def _scale(self, page: int) -> float:
        """No line of writing falls into more than two parts."""
        return min(self.theme.em(Role.CAPTION) / LETTER, self._picture.two_across(self._sizes[page]))


def _keep_place(button: Button, *, narrow: bool = False) -> None:
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    if narrow:
        policy.setHorizontalPolicy(policy.Policy.Minimum)
    button.setSizePolicy(policy)


def _size(picture: bytes) -> QSize:
    buffer = QBuffer()
    buffer.setData(picture)
    return QImageReader(buffer).size()
