"""Sizes, fonts and colours, derived from millimetres: the one object that is handed to every widget."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.core.words import CHINESE, Tongue
from kiosk.widgets.colours import HIGH_CONTRAST, LIGHT, Colours
from kiosk.widgets.glyphs import Glyphs
from kiosk.widgets.taps import Taps

__all__ = ["FAMILY", "Role", "TextSize", "Theme"]

FAMILY = "Noto Sans CJK SC"
DESIGN_PITCH = 0.248  # mm a pixel of the panel that the tokens were drawn for


class TextSize(Enum):
    STANDARD = "标准"
    LARGE = "大字"
    HUGE = "特大"

    __hash__ = object.__hash__  # they are part of every key; Enum's own is written in Python

    @property
    def next(self) -> "TextSize":
        sizes = list(TextSize)
        return sizes[(sizes.index(self) + 1) % len(sizes)]


class Role(Enum):
    """Pixel em of the design panel for 标准, 大字, 特大. FIGURE is for numbers that are read from afar or copied."""

    CAPTION = (28, 34, 41)
    BODY = (32, 40, 48)
    BUTTON = (36, 44, 52)
    TITLE = (56, 64, 72)
    FIGURE = (80, 88, 96)

    __hash__ = object.__hash__

    def __init__(self, *sizes: int) -> None:
        self.sizes = sizes


class Theme(QObject):
    """``pitch`` is the panel's millimetres a pixel. ``taps`` is the guard against trembling fingers (norm 11).

    ``changed`` is for the window alone: it restyles the page that is seen, and the others when they come. ``version``
    tells a page whether it has been restyled since.
    """

    LEADING = 1.5
    GAP = 16  # between two things to touch (norm 9)
    SPACE = 24
    WIDE = 32
    MARGIN = 48  # around a page
    RADIUS = 20
    TARGET = 72  # smallest thing to touch (norm 8)
    KEY = 96
    ACTION = 112
    TILE = 200

    changed = Signal()

    def __init__(self, taps: Taps, *, pitch: float = DESIGN_PITCH) -> None:
        super().__init__()
        self.pitch = pitch
        self.taps = taps
        self._scale = DESIGN_PITCH / pitch
        self.size = TextSize.STANDARD
        self._at = 0  # of the size among the three
        self.high_contrast = False
        self.tongue = CHINESE
        self.version = 0
        self._told: WeakKeyDictionary[QWidget, str] = WeakKeyDictionary()
        self._glyphs = Glyphs()
        self._fonts: dict[tuple[Role, TextSize, bool], QFont] = {}

    @property
    def colours(self) -> Colours:
        return HIGH_CONTRAST if self.high_contrast else LIGHT

    def set(
        self, *, size: TextSize | None = None, high_contrast: bool | None = None, tongue: Tongue | None = None
    ) -> None:
        before = (self.size, self.high_contrast, self.tongue)
        self.size = self.size if size is None else size
        self.high_contrast = self.high_contrast if high_contrast is None else high_contrast
        self.tongue = self.tongue if tongue is None else tongue
        if before != (self.size, self.high_contrast, self.tongue):
            self._at = list(TextSize).index(self.size)
            self.version += 1
            if before[2] is not self.tongue:
                for widget, text in self._told.items():
                    widget.setAccessibleName(self.words(text))
            self.changed.emit()

    @contextmanager
    def as_if(self, *, size: TextSize, high_contrast: bool, tongue: Tongue) -> Iterator[None]:
        """Within the block it is as if these were set; nobody is told, and nothing may be shown to anybody."""
        before = (self.size, self._at, self.high_contrast, self.tongue)
        self.size, self._at, self.high_contrast, self.tongue = size, list(TextSize).index(size), high_contrast, tongue
        try:
            yield
        finally:
            self.size, self._at, self.high_contrast, self.tongue = before

    def tell(self, widget: QWidget, text: str) -> None:
        """The name that a screen reader has for what shows no words, in the citizen's language from now on."""
        self._told[widget] = text
        if (words := self.words(text)) != widget.accessibleName():
            widget.setAccessibleName(words)

    def words(self, text: str) -> str:
        """The text in the citizen's language. Whatever shows words asks each time: the language may be another one."""
        return self.tongue.words(text)

    def px(self, tokens: float) -> int:
        """Pixels of this panel for a size in the design's pixels of 0.248 mm."""
        return round(tokens * self._scale)

    def em(self, role: Role) -> int:
        return round(role.sizes[self._at] * self._scale)

    def line(self, role: Role) -> int:
        """From one line of text to the next."""
        return round(self.em(role) * self.LEADING)

    def font(self, role: Role, *, bold: bool = False) -> QFont:
        key = (role, self.size, bold)
        if key not in self._fonts:
            font = QFont(FAMILY)
            font.setPixelSize(self.em(role))
            font.setBold(bold)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self._fonts[key] = font
        return self._fonts[key]

    def icon(self, name: str, px: int, colour: QColor) -> QPixmap:
        """A square picture of an ``mdi6.`` icon, kept after the first time."""
        return self._glyphs.pixmap(name, px, colour)
