"""QtAwesome's Material Design Icons as outlines, without importing QtAwesome.

Its import brings QtOpenGL and its first icon loads twelve fonts: 0.3 s, twice the start of a bare window. Its files
``materialdesignicons6-*`` are opened here instead: 5 ms. Any name of ``mdi6.`` works (browser: ``qta-browser``).
"""

import importlib.util
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap, QRawFont, QTransform

__all__ = ["Glyphs"]

PREFIX = "mdi6."
FONT_KEPT = 2000  # ms; it is 1.5 MB, outlines stay, and a name that is new later reads it again
OUTLINE = 512.0  # the size at which outlines are taken: the font's units per em
ABOVE_BASELINE = 0.875  # of the em: where the top of the icons' square is


class Glyphs:
    """Kept for the life of the theme. Raises KeyError for a name that the font does not have."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[str, int, int], QPixmap] = {}
        self._outlines: dict[str, QPainterPath] = {}
        self._font: QRawFont | None = None
        self._codes = ""

    def outline(self, name: str) -> QPainterPath:
        """The glyph in a square of 1 × 1, y downwards."""
        if name not in self._outlines:
            self._outlines[name] = self._outline(name.removeprefix(PREFIX))
        return self._outlines[name]

    def pixmap(self, name: str, px: int, colour: QColor) -> QPixmap:
        key = (name, px, colour.rgba())
        if key not in self._pixmaps:
            pixmap = QPixmap(px, px)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(px, px)
            painter.fillPath(self.outline(name), colour)
            painter.end()
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]

    def _outline(self, name: str) -> QPainterPath:
        font = self._font or self._load()
        entry = f'"{name}": "0x'
        at = self._codes.find(entry)  # to read all 7,000 of them, or a pattern for each, takes longer than the font
        if at < 0:
            raise KeyError(f"the icon font has no {PREFIX}{name}")
        start = at + len(entry)
        code = self._codes[start : self._codes.index('"', start)]
        glyph = font.glyphIndexesForString(chr(int(code, 16)))[0]
        path = font.pathForGlyph(glyph)
        path.setFillRule(Qt.FillRule.WindingFill)
        return QTransform.fromScale(1 / OUTLINE, 1 / OUTLINE).map(path.translated(0, OUTLINE * ABOVE_BASELINE))

    def _load(self) -> QRawFont:
        spec = importlib.util.find_spec("qtawesome")
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError("QtAwesome is not installed")
        fonts = Path(spec.submodule_search_locations[0]) / "fonts"
        self._codes = next(fonts.glob("materialdesignicons6-webfont-charmap-*.json")).read_text(encoding="ascii")
        self._font = QRawFont(str(next(fonts.glob("materialdesignicons6-webfont-*.ttf"))), OUTLINE)
        QTimer.singleShot(FONT_KEPT, self._let_go)
        return self._font

    def _let_go(self) -> None:
        self._font, self._codes = None, ""
