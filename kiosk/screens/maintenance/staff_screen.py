"""The base of the pages for staff: the band over them says that the terminal is out of service, and leads out."""

from kiosk.core.staff import Staff
from kiosk.screens.screen import Screen
from kiosk.widgets.board.band import Band
from kiosk.widgets.theme import Theme

__all__ = ["StaffScreen"]

SIDE, TOP, BETWEEN = 32, 24, 16


class StaffScreen(Screen):
    """Its three parts stand under the band; on a wide panel ``second`` is right of the others, unless ``stacked``."""

    alone = True
    stacked = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.band = Band(theme)
        self.band.close_button.tapped.connect(lambda: self.pressed.emit("staff:close"))
        side, top = theme.px(SIDE), theme.px(TOP)
        for part in (self.first, self.second, self.ways):
            part.setContentsMargins(side, top if part is self.first else theme.px(BETWEEN), side, 0)
            part.setSpacing(theme.px(BETWEEN))
        self.ways.setContentsMargins(side, theme.px(BETWEEN), side, top)

    def show_who(self, staff: Staff) -> None:
        self.band.show_who(f"{staff.name} · {staff.role.words}")

    def show_nobody(self) -> None:
        self.band.show_who("")

    def fills(self, *, portrait: bool) -> bool:
        """Whether ``second`` takes all the height that is left, or the ways on follow at once."""
        return True

    def arrange(self, *, portrait: bool, controls_from: int) -> None:
        """Nothing is lowered for staff: they stand, and the menu of a machine is as high as it is."""
        stacked, fills = portrait or self.stacked, self.fills(portrait=portrait)
        if self._arranged == (portrait, stacked, fills):
            return
        self._arranged = (portrait, stacked, fills)
        grid = self._parts
        first, second, ways = (part.parentWidget() for part in (self.first, self.second, self.ways))
        for part in (self.band, first, second, ways):
            grid.removeWidget(part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.band, 0, 0, 1, 3)
        if stacked:
            grid.addWidget(first, 1, 1, 1, 2)
            grid.addWidget(second, 2, 1, 1, 2)
            grid.addWidget(ways, 3, 1, 1, 2)
        else:
            grid.addWidget(first, 1, 1)
            grid.addWidget(ways, 3, 1)
            grid.addWidget(second, 1, 2, 3, 1)
        grid.setRowStretch(2, 1 if fills else 0)
        grid.setRowStretch(4, 0 if fills else 1)
        for column, stretch in enumerate(self.columns, 1):
            grid.setColumnStretch(column, stretch)
        self.band.arrange(portrait=portrait)
        self.rearranged(portrait=portrait)

    def spoken(self) -> str:
        return ""
