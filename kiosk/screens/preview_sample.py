"""One page in one state, to be looked at."""

from dataclasses import dataclass

from kiosk.core.job import Progress
from kiosk.screens.content import Page, Tile
from kiosk.widgets.assist_band import Band

__all__ = ["Sample"]


@dataclass(frozen=True)
class Sample:
    """``keys`` are pressed after the page is shown, ``events`` are reported to it.

    ``written`` signs a name on it, and then the control ``pressed`` is pressed, and ``typed`` is typed on a keyboard.
    ``offers`` are made. ``band`` stands over it.
    """

    name: str
    kind: str
    page: Page
    events: tuple[Progress, ...] = ()
    keys: str | tuple[str, ...] = ""
    written: bool = False
    pressed: str = ""
    typed: str = ""
    offers: tuple[Tile, ...] = ()
    band: Band | None = None
