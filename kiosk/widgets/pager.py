"""上一页, which page of how many, 下一页: long lists are paged, never scrolled (norm 12)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.core.words import said
from kiosk.widgets.buttons import Button
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["Pager"]


SMALL = 14  # pixels around the words


class Pager(QWidget):
    """``brief`` says 1/3 for 第 1 页，共 3 页, where it stands in half a page."""

    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.brief = False
        self.page = 0
        self._pages = 1
        self._before = Button(theme, "nav.page_before", "上一页", icon="mdi6.chevron-left")
        self._after = Button(theme, "nav.page_after", "下一页", icon="mdi6.chevron-right")
        for button in (self._before, self._after):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            policy.setHorizontalPolicy(policy.Policy.Minimum)
            button.setSizePolicy(policy)
        self._where = Text(theme, Role.BODY, colour="secondary", align=Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(Theme.SPACE))
        row.addWidget(self._before)
        row.addWidget(self._where, 1)
        row.addWidget(self._after)
        self._before.tapped.connect(lambda: self._turn(-1))
        self._after.tapped.connect(lambda: self._turn(1))

    def make_small(self) -> None:
        """For a column that is narrow in every text size."""
        self.brief = True
        for button in (self._before, self._after):
            button.role, button.padding, button.icon_gap = Role.BODY, SMALL, SMALL
            button.restyle()

    def show_page(self, page: int, pages: int) -> None:
        """A single page needs no pager; the first has nothing before it, the last nothing after."""
        self.page, self._pages = page, pages
        self.setVisible(pages > 1)
        self._before.setVisible(page > 0)
        self._after.setVisible(page + 1 < pages)
        words = f"{page + 1}/{pages}" if self.brief else said("第 {page} 页，共 {pages} 页", page=page + 1, pages=pages)
        self._where.say(words)

    def _turn(self, by: int) -> None:
        self.turned.emit(self.page + by)
