"""The next look of a page, worked out while the finger is still on the glass.

A control acts when the finger is lifted, a twentieth of a second after it came down at the earliest. In that time words
are laid out and glyphs and icons are drawn as they will be wanted then, so that a look that is new to a page comes as
fast as one that it had before.
"""

from collections.abc import Iterable

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.widgets.theme import TextSize, Theme

__all__ = ["rehearse"]


def rehearse(parts: Iterable[QWidget], theme: Theme, *, size: TextSize, high_contrast: bool) -> None:
    """Lets all that is seen in ``parts`` paint itself in that look, where nobody sees it. Nothing on the page moves."""
    aside = QPixmap(1, 1)
    painter = QPainter(aside)
    with theme.as_if(size=size, high_contrast=high_contrast):
        for part in parts:
            for widget in (part, *part.findChildren(QWidget)):
                paint = getattr(widget, "paint", None)
                if paint is not None and widget.isVisible():
                    paint(painter, widget.rect())
    painter.end()
