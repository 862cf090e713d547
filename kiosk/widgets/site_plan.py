"""A small map of the site: what is where, seen from above, each place an icon with its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.widgets.ground import Card
from kiosk.widgets.notice import Icon
from kiosk.widgets.text import Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["Place", "SitePlan"]

ICON = 44


@dataclass(frozen=True)
class Place:
    """``row`` and ``column`` from 0. ``here`` is where this terminal stands, marked by more than its colour."""

    row: int
    column: int
    name: str
    icon: str
    here: bool = False


class SitePlan(QWidget):
    """Made anew for another map, which comes with another package only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.places: tuple[Place, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(12))

    def show_places(self, places: Sequence[Place]) -> None:
        """Rows and columns without a place stay empty ground."""
        if tuple(places) == self.places:
            return
        self.places = tuple(places)
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().setParent(None)  # at once: what is deleted later would still be seen until then
        for place in self.places:
            self._grid.addWidget(_Spot(self.theme, place), place.row, place.column)
        for row in range(max(place.row for place in self.places) + 1 if self.places else 0):
            self._grid.setRowStretch(row, 1)
        for column in range(max(place.column for place in self.places) + 1 if self.places else 0):
            self._grid.setColumnStretch(column, 1)


class _Spot(Card):
    raised = 0
    radius = 16

    def __init__(self, theme: Theme, place: Place) -> None:
        super().__init__(theme, colour="primary" if place.here else "tint")
        ink = "on_primary" if place.here else "text"
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, theme.px(4))
        column.setSpacing(0)
        column.addWidget(Icon(theme, ICON, place.icon, ink), 0, centre)
        name = Text(theme, Role.CAPTION, colour=ink, bold=place.here, align=centre)
        column.addWidget(name)
        name.say(place.name)
