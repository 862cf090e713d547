"""What is known of the paper in one printer, and what its sensors and its counter change about that. Pure functions."""

from dataclasses import dataclass, replace
from typing import Final

from kiosk.core.status import Media

__all__ = ["MOST_BESIDES", "Stock", "StockRow", "Tray", "counter_says", "sensed", "used"]

MOST_BESIDES: Final = 100  # sheets that a counter may be ahead of ours; more, and it is another printer


@dataclass(frozen=True)
class Tray:
    """What a printer holds when it is full: sheets or, of a roll, millimetres. ``near_end`` is about what is left when
    its sensor tells that little is."""

    device: str
    full: int
    near_end: int
    roll: bool

    def words(self, amount: int) -> str:
        return f"{round(amount / 1000)} 米" if self.roll else f"{amount} 张"


@dataclass(frozen=True)
class StockRow:
    """``amount`` is None until somebody has put in or counted. ``cuts`` is what the printer's own counter said last,
    ``since_cuts`` how many sheets were counted after that. ``senses``: it has told that its paper ends, so it can.
    ``told``: somebody was told of this end already."""

    amount: int | None = None
    cuts: int | None = None
    since_cuts: int = 0
    senses: bool = False
    told: bool = False


@dataclass(frozen=True)
class Stock:
    """``left`` as ``Tray.full``, None until somebody has put in or counted; ``sheets`` the same in sheets as they are
    printed here. ``days`` is None while nothing can be foretold. ``media`` is what the printer itself says,
    ``toner_low`` of its toner. ``low``: it is time to put some in.
    """

    tray: Tray
    left: int | None
    sheets: int | None
    days: float | None
    media: Media | None
    toner_low: bool = False
    low: bool = False

    @property
    def part(self) -> float:
        """Of a full one, 0 to 1; 0 for an unknown amount."""
        return min(1.0, (self.left or 0) / self.tray.full)


def used(row: StockRow, amount: int, sheets: int) -> StockRow:
    left = None if row.amount is None else max(0, row.amount - amount)
    return replace(row, amount=left, since_cuts=row.since_cuts + sheets)


def counter_says(row: StockRow, count: int) -> tuple[StockRow, int]:
    """Also how many sheets it has cut besides those that were counted: tests, torn ones."""
    besides = count - row.cuts - row.since_cuts if row.cuts is not None else 0
    return replace(row, cuts=count, since_cuts=0), besides if 0 < besides <= MOST_BESIDES else 0


def sensed(row: StockRow, tray: Tray, media: Media, *, opened: bool) -> tuple[StockRow, int | None]:
    """Also the amount that is there by the sensor, where that is not what was counted.

    ``opened``: the printer has been without paper, or open, since it last was well. Of one that has never told an end
    "well" says nothing: it may have no sensor.
    """
    if media in (Media.LOW, Media.OUT):
        most = tray.near_end if media is Media.LOW else 0
        row = replace(row, senses=True)
        return row, most if row.amount is None or row.amount > most else None
    if media is not Media.OK or not row.senses or row.amount is None or row.amount > tray.near_end:
        return row, None
    return row, tray.full if opened or row.amount == 0 else tray.near_end + 1
