"""The next look of a page, worked out while the finger is still on the glass.

A control acts when the finger is lifted, a twentieth of a second after it came down at the earliest. In that time words
are laid out and glyphs and icons are drawn as they will be wanted then, so that a look that is new to a page comes as
fast as one that it had before.
"""

from collections.abc import Iterable

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.core.words import Tongue
from kiosk.screens.languages import Languages
from kiosk.widgets.theme import TextSize, Theme

__all__ = ["rehearse", "rehearse_next"]


def rehearse_next(what: str, parts: Iterable[QWidget], theme: Theme, languages: Languages) -> None:
    """The look that the control ``what`` brings when the finger is lifted: ``nav.text_size``, "language:en"."""
    size, high_contrast, tongue = theme.size, theme.high_contrast, theme.tongue
    if what == "nav.text_size":
        size = size.next
    elif what == "nav.contrast":
        high_contrast = not high_contrast
    elif what.startswith("language:"):
        tongue = languages.tongue(what.removeprefix("language:"))
    else:
        return
    rehearse(parts, theme, size=size, high_contrast=high_contrast, tongue=tongue)


def rehearse(parts: Iterable[QWidget], theme: Theme, *, size: TextSize, high_contrast: bool, tongue: Tongue) -> None:
    """Lets all that is seen in ``parts`` paint itself in that look, where nobody sees it. Nothing on the page moves."""
    aside = QPixmap(1, 1)
    painter = QPainter(aside)
    with theme.as_if(size=size, high_contrast=high_contrast, tongue=tongue):
        for part in parts:
            for widget in (part, *part.findChildren(QWidget)):
                paint = getattr(widget, "paint", None)
                if paint is not None and widget.isVisible():
                    paint(painter, widget.rect())
    painter.end()
