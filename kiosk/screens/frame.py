"""What stands around the page in the window: the header, the strip, and the band of the assisted mode."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from kiosk.screens.focus_order import order_focus
from kiosk.screens.screen import Screen
from kiosk.widgets.assist_band import AssistBand, Band
from kiosk.widgets.header import Header
from kiosk.widgets.strip import Strip
from kiosk.widgets.text import restyle_all
from kiosk.widgets.theme import Theme

__all__ = ["Frame"]


class Frame:
    """Header or band over the page, the strip below both or, on a wide panel, left of them. A page for staff stands
    ``alone``, without strip and band."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        self._window = window
        self.header, self.strip = Header(theme), Strip(theme)
        for part in (self.header, self.strip):
            part.setParent(window)
        self.band = AssistBand(theme, window)
        self.strip.show_state(lowered=False)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        return self.header, self.band, self.strip

    def say(self, title: str) -> None:
        """Which errand it is."""
        self.header.say(title)
        self.band.say(title)

    def show_band(self, band: Band | None) -> bool:
        """Whether the page has another room now."""
        before = self._room()
        self.band.show_band(band)
        return self._room() != before

    def restyle(self, *, lowered: bool) -> None:
        self.strip.show_state(lowered=lowered)
        restyle_all(self.strip)
        self.strip.update()  # it is opaque: what the window paints anew leaves it out
        self.header.restyle()
        restyle_all(self.band)
        self.band.update()

    def order_focus(self, page: Screen) -> None:
        order_focus(page, self.strip, self.band)

    def place(self, *, portrait: bool, lowered: bool, alone: bool) -> QRect:
        """Puts everything in its place, and says what is left for the page. Lowered, the band stands below the page:
        it has a control."""
        window = self._window
        self.strip.setVisible(not alone)
        self.strip.arrange(portrait=portrait)
        if portrait:
            strip = self.strip.sizeHint().height()
            self.strip.setGeometry(0, window.height() - strip, window.width(), strip)
        else:
            self.strip.setGeometry(0, 0, self.strip.column_width(), window.height())
        area = self.area(portrait=portrait, alone=alone)
        banded, low = self.band.on and not alone, lowered and portrait
        header = self.header.sizeHint().height() if self.header.text() and not banded else 0
        self.header.setVisible(bool(header))
        self.header.setGeometry(area.x(), 0, area.width(), header)
        self.band.setVisible(banded)
        self.band.arrange(portrait=portrait)
        band = self.band.sizeHint().height() if banded else 0
        self.band.setGeometry(area.x(), area.bottom() + 1 - band if low else 0, area.width(), band)
        return area.adjusted(0, header, 0, -band) if low else area.adjusted(0, header + band, 0, 0)

    def area(self, *, portrait: bool, alone: bool) -> QRect:
        """What the strip leaves."""
        rect, strip = self._window.rect(), self.strip.geometry()
        if alone:
            return rect
        return rect.adjusted(0, 0, 0, -strip.height()) if portrait else rect.adjusted(strip.width(), 0, 0, 0)

    def _room(self) -> int:
        return self.band.sizeHint().height() if self.band.on else 0
