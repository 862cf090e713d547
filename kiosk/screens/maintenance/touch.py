"""The touch screen is wiped over, every place of it; or left alone, to see whether it fires by itself."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.core.timing import TOUCH_STILL, TOUCH_WIPED, TOUCH_WIPES
from kiosk.core.touch_grid import TouchGrid
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import BoardPage
from kiosk.screens.screen import Screen
from kiosk.widgets.board.wiping import WipingGrid
from kiosk.widgets.ground import Card
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["TouchScreen"]

WIPE = "用手指擦满整个屏幕", "边和角都要擦到。擦过的变绿，停手 {seconds} 秒就出结果"
STILL = "手别碰屏幕", "还有 {seconds} 秒"


class TouchScreen(Screen):
    """Fills the panel to its edges and has no control: it ends by itself, and says "staff:do:result=<grid>"."""

    kind = "maintenance_touch"
    alone = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._place = ""
        self._left = 0
        self._grid = WipingGrid(theme)
        self._grid.setParent(self)
        self._grid.wiped.connect(self._wiped)
        self._heading = Heading(theme, align=Qt.AlignmentFlag.AlignHCenter)
        self._hint = Text(theme, Role.BODY, name="maintenance.hint", align=Qt.AlignmentFlag.AlignHCenter)
        self._card = Card(theme)
        self._card.setParent(self._grid)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(*(theme.px(Theme.SPACE) for _ in range(4)))
        for text in (self._heading, self._hint):
            column.addWidget(text)
        for part in (self._card, self._heading, self._hint):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._second = QTimer(self, interval=1000)  # what is left, for the eye; in the still test also the end
        self._second.timeout.connect(self._tick)
        self._pause = QTimer(self, singleShot=True, interval=round(TOUCH_WIPED * 1000))
        self._most = QTimer(self, singleShot=True, interval=round(TOUCH_WIPES * 1000))
        for timer in (self._pause, self._most):
            timer.timeout.connect(self._end)

    @property
    def _still(self) -> bool:
        return self._place.endswith(":still")

    def fill(self, page: Page) -> None:
        content = page.of(BoardPage)
        if content.place == self._place:
            return
        self._place, self._left = content.place, round(TOUCH_STILL)
        self._grid.clear()
        self._card.show()
        self._say()
        if self._still:
            self._second.start()
        else:
            self._pause.start()
            self._most.start()

    def _say(self) -> None:
        heading, hint = STILL if self._still else WIPE
        self._heading.say(heading)
        self._hint.say(hint.format(seconds=self._left if self._still else round(TOUCH_WIPED)))

    def _wiped(self) -> None:
        if not self._place or self._still:
            return
        self._pause.start()
        self._card.hide()  # what is under it is to be wiped, too
        size = self._grid.size_in_cells
        if len(self._grid.touched) == size.width() * size.height():
            self._end()

    def _tick(self) -> None:
        self._left -= 1
        self._say()
        if self._left <= 0:
            self._end()

    def _end(self) -> None:
        if not self._place:
            return
        size = self._grid.size_in_cells
        grid = TouchGrid(size.width(), size.height(), frozenset(self._grid.touched))
        self._stop()
        self.pressed.emit(f"staff:do:result={grid.encode()}")

    def _stop(self) -> None:
        self._place = ""
        for timer in (self._second, self._pause, self._most):
            timer.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        self._stop()
        super().hideEvent(event)

    def forget(self) -> None:
        self._stop()
        self._grid.clear()

    def spoken(self) -> str:
        return ""

    # --- how it is laid out ---

    def arrange(self, *, portrait: bool, controls_from: int) -> None:
        """Everything is the grid's."""

    def settle(self) -> None:
        self._grid.setGeometry(self.rect())
        wide = min(self.width() - 2 * self.theme.px(Theme.MARGIN), self.theme.px(1100))
        layout = self._card.layout()
        if layout is not None:
            layout.invalidate()
            high = layout.heightForWidth(wide)
            self._card.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)
            layout.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()
