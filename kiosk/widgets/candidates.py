"""What may be meant, to be tapped: a row of up to eight, turned by 上一页 and 下一页."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.core.words import AsIs
from kiosk.widgets.buttons import Button
from kiosk.widgets.ground import reshade_under
from kiosk.widgets.keypad import Key
from kiosk.widgets.theme import Role, Theme

__all__ = ["CandidateBar", "ToolButton", "WritingKey"]

IN_A_ROW = 8


class WritingKey(Key):
    """Lower than a telephone's key where room is short, and close around its words."""

    least_height = Theme.TARGET
    padding = 4

    def _height(self, lines: int) -> int:
        return _close(self, lines)


class ToolButton(Button):
    """One of five in a row, of two or three characters."""

    role = Role.BODY
    least_height = Theme.TARGET
    padding = 4

    def _height(self, lines: int) -> int:
        return _close(self, lines)


def _close(button: Button, lines: int) -> int:
    """Where every text is huge there is room for no more around the words."""
    return max(button.theme.px(button.least_height), lines * button.theme.line(button.role) + button.theme.px(8))


class CandidateBar(QWidget):
    """``taken`` says which of the words was tapped, counting over all pages from 0; ``shown`` that
    other keys stand there.

    ``before`` and ``after`` turn the page; whoever has room for them lays them out. They keep their places while there
    is nothing to turn to. Words that are wider than the bar are left out.
    """

    taken = Signal(int)
    shown = Signal()

    def __init__(self, theme: Theme, role: Role) -> None:
        super().__init__()
        self.theme, self._role, self._gap = theme, role, theme.px(Theme.GAP)
        self._words: tuple[str, ...] = ()
        self._pages: list[list[tuple[int, int]]] = [[]]  # which word, and its width
        self._page = 0
        self._standing: tuple[int, bool, bool] | None = None  # how many keys, and which ways to turn
        self._keys = [self._key(at) for at in range(IN_A_ROW)]
        self.before = ToolButton(theme, "nav.page_before", "上一页")
        self.after = ToolButton(theme, "nav.page_after", "下一页")
        self.before.tapped.connect(lambda: self._turn(self._page - 1))
        self.after.tapped.connect(lambda: self._turn(self._page + 1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._keep_room(True)
        self._turn(0)  # nothing is shown yet: it would be as a window of its own

    def offer(self, words: Sequence[str]) -> None:
        """Shows these words from the first page on; none of those before it remains."""
        self._words = tuple(words)
        self._part(0)

    def stand(self, stands: bool) -> None:
        """Whether the bar and the room for its page keys are there at all."""
        self._keep_room(stands)
        self.setVisible(stands)
        self._part(self._page)

    def _keep_room(self, keep: bool) -> None:
        for button in (self.before, self.after):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(keep)
            button.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return self._keys[0].sizeHint()

    def restyle(self) -> None:
        self.updateGeometry()
        if not self.isHidden():
            self._part(self._page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._part(self._page)

    def _part(self, page: int) -> None:
        """Which words stand on which page; each is at least an eighth of the row wide."""
        width = self.width()
        eighth = (width - (IN_A_ROW - 1) * self._gap) // IN_A_ROW
        metrics = QFontMetrics(self.theme.font(self._role, bold=WritingKey.bold))
        around = 2 * self.theme.px(WritingKey.padding) + 2
        self._pages, left = [[]], width
        for index, word in enumerate(self._words):
            wide = max(eighth, metrics.horizontalAdvance(word) + around)
            if wide > width:
                continue
            if wide > left or len(self._pages[-1]) == IN_A_ROW:
                self._pages.append([])
                left = width
            self._pages[-1].append((index, wide))
            left -= wide + self._gap
        self._turn(page)

    def _turn(self, page: int) -> None:
        self._page = max(0, min(page, len(self._pages) - 1))
        words, x, height = self._pages[self._page], 0, self.sizeHint().height()
        for at, key in enumerate(self._keys):
            key.setVisible(at < len(words))
            if at < len(words):
                index, wide = words[at]
                key.say(AsIs(self._words[index]))
                key.setGeometry(x, 0, wide, height)
                x += wide + self._gap
            else:
                key.say("")
        reshade_under(self)
        stands = not self.isHidden()
        before, after = stands and self._page > 0, stands and self._page + 1 < len(self._pages)
        self.before.setVisible(before)
        self.after.setVisible(after)
        if (standing := (len(words), before, after)) != self._standing:
            self._standing = standing
            self.shown.emit()

    def _key(self, at: int) -> WritingKey:
        key = WritingKey(self.theme, f"candidate.{at + 1}")
        key.role = self._role
        key.setParent(self)
        key.tapped.connect(lambda: self.taken.emit(self._pages[self._page][at][0]))
        return key
