"""What paper is left in each printer, how long it lasts, and for which items it was used.

Counted is what came out: every receipt and certificate is told as it does, and where the printer has a counter of its
own (GS g), what that knows besides (tests, torn sheets) is counted with it. The printer's sensors know better than any
count. ``tidy`` writes what was counted, once a minute, and tells before paper runs out: once for each end.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.errors import StoreError
from kiosk.core.receipt import Receipt
from kiosk.core.status import Media, Status
from kiosk.services.paper_forecast import WEEKS, by_weekday, days_left
from kiosk.services.paper_state import Stock, Tray, counter_says, sensed, used
from kiosk.services.paper_table import Filled, Filling, Key, PaperTable, Spent
from kiosk.services.store import Store
from kiosk.services.sweeper import Chore
from kiosk.services.usage import HOUR

__all__ = ["A4", "ROLL", "PaperStock"]

ROLL: Final = "receipt_printer"
A4: Final = "a4_printer"
_TONER: Final = "a4.toner"  # the code of its notice and of its fault (devices/ipp_reasons.py)
_SHEET: Final = 120  # millimetres of a receipt of which no more is known, until some were measured
_WALKS: Final = 32  # whose item is remembered: a late sheet is of the last ones
_OPEN: Final = (Media.OUT, Media.UNKNOWN, Media.JAMMED)  # somebody is at the paper, or must be
_WELL_AGAIN: Final = 2.0  # times the days of warning: what was low is so no more


class PaperStock(Chore):
    """For any thread, and for the sweeper. ``length`` tells how many millimetres a receipt takes.

    ``warn_days``: so long before its end somebody is told. ``trays`` are the printers' by the Kit's names.
    """

    def __init__(
        self, store: Store, clock: Clock, trays: Iterable[Tray], *, length: Callable[[Receipt], int], warn_days: float
    ) -> None:
        self._table = PaperTable(store)
        self._clock = clock
        self._length = length
        self._warn_days = warn_days
        self._tell: Callable[[Stock], None] = lambda _stock: None
        self.trays = {tray.device: tray for tray in trays}
        self._writing = threading.Lock()  # one writes at a time; taken before the next, never held by who must not wait
        self._kept = {device: self._table.stock(device) for device in self.trays}
        self._lock = threading.Lock()  # over all below
        self._rows = dict(self._kept)
        self._usual = {device: self._table.mean(device) for device in self.trays}
        self._spent: dict[Key, Spent] = {}
        self._filled: list[Filled] = []
        self._media: dict[str, Media] = {}
        self._opened: set[str] = set()
        self._toner = False
        self._items: OrderedDict[str, str] = OrderedDict()

    def on_low(self, tell: Callable[[Stock], None]) -> None:
        """``tell(stock)`` is called from the sweeper's thread before it runs out, once until it was filled."""
        self._tell = tell

    # --- what comes out ---

    def serving(self, walk: str, item: str) -> None:
        """What comes out for this walk is for this item."""
        with self._lock:
            self._items[walk] = item
            while len(self._items) > _WALKS:
                self._items.popitem(last=False)

    def receipt_out(self, walk: str, receipt: Receipt | None) -> None:
        """One sheet has come out. None: nobody knows any more what stands on it."""
        length = self._length(receipt) if receipt is not None else None
        with self._lock:
            self._use(ROLL, self._items.get(walk, ""), 1, length)

    def document_out(self, walk: str, sheets: int) -> None:
        with self._lock:
            self._use(A4, self._items.get(walk, ""), sheets, sheets)

    def test_out(self, device: str) -> None:
        """A test sheet: nobody else tells of it."""
        with self._lock:
            self._use(device, "", 1, None)

    def cut(self, count: int) -> None:
        """The printer's own counter, asked before a sheet."""
        with self._lock:
            if ROLL in self._rows:
                self._rows[ROLL], besides = counter_says(self._rows[ROLL], count)
                self._use(ROLL, "", besides, None)
                self._rows[ROLL] = replace(self._rows[ROLL], since_cuts=0)

    def _use(self, device: str, item: str, sheets: int, amount: int | None) -> None:
        """``amount`` None: as much as sheets take here usually."""
        if device not in self.trays or not sheets:
            return
        if amount is None:
            amount = round(sheets * self._sheet(device))
        key = device, item, int(self._clock.now().timestamp() // HOUR)
        self._spent[key] = self._spent.get(key, Spent()) + Spent(sheets, amount)
        self._rows[device] = used(self._rows[device], amount, sheets)

    def _sheet(self, device: str) -> float:
        """What one takes here usually."""
        return self._usual[device] or (_SHEET if self.trays[device].roll else 1)

    # --- what is put in ---

    def refilled(self, device: str, by: str, amount: int | None = None) -> None:
        """A new roll, or a tray filled up to ``amount`` (full without it). Raises StoreError, and counts it."""
        with self._lock:
            self._rows[device] = replace(self._rows[device], told=False)
            self._fill(device, Filling.REFILLED, self.trays[device].full if amount is None else amount, by)
        self.flush()

    def counted(self, device: str, by: str, amount: int) -> None:
        """Somebody has looked how much is there. Raises StoreError, and counts it."""
        with self._lock:
            self._fill(device, Filling.COUNTED, amount, by)
        self.flush()

    def note(self, device: str, status: Status) -> None:
        """How a printer stands, from its own thread. What its sensors say goes before what was counted."""
        if device == A4 and status.media is not None:
            told = (*status.notices, status.fault)
            self._toner = any(fault is not None and fault.code == _TONER for fault in told)
        tray, media = self.trays.get(device), status.media
        if tray is None or media is None or media is self._media.get(device):
            return
        with self._lock:
            self._media[device] = media
            self._rows[device], amount = sensed(self._rows[device], tray, media, opened=device in self._opened)
            if amount is not None:
                self._rows[device] = replace(
                    self._rows[device], told=self._rows[device].told and amount <= tray.near_end
                )
                self._fill(device, Filling.SENSED, amount, "")
            (self._opened.add if media in _OPEN else self._opened.discard)(device)

    def _fill(self, device: str, kind: Filling, amount: int, by: str) -> None:
        self._filled.append(Filled(device, self._clock.now(), kind, amount, by))
        self._rows[device] = replace(self._rows[device], amount=amount)

    # --- how it stands ---

    def stock(self, device: str) -> Stock:
        """Raises KeyError for what has no paper, StoreError."""
        self.flush()
        with self._lock:
            left, media = self._rows[device].amount, self._media.get(device)
            sheets = None if left is None else round(left / self._sheet(device))
        days = None if left is None else self._foretold(device, left)
        low = media in (Media.LOW, Media.OUT) or (days is not None and days < self._warn_days)
        return Stock(self.trays[device], left, sheets, days, media, self._toner and device == A4, low)

    def forecast(self, device: str) -> float | None:
        """Days; None while nothing can be foretold. Raises KeyError, StoreError."""
        return self.stock(device).days

    def history(self, device: str, most: int = 20) -> tuple[Filled, ...]:
        """Who put in or counted, the newest first. Raises StoreError."""
        self.flush()
        return self._table.filled(device, most)

    def used_by_day(self, device: str, days: int) -> dict[str, float]:
        """By the terminal's own days as YYYY-MM-DD, those without use left out. Raises StoreError."""
        self.flush()
        since = self._clock.now() - timedelta(days=days)
        return {day.isoformat(): amount for day, amount in self._table.used(device, since.timestamp()).items()}

    def _foretold(self, device: str, left: int) -> float | None:
        now = self._clock.now().astimezone()
        used_on = self._table.used(device, (now - timedelta(weeks=WEEKS, days=1)).timestamp())
        first = self._table.first_day(device)
        week = by_weekday(used_on, first, now.date()) if first is not None else None
        if week is None:
            return None
        return days_left(left, week, now.date(), used_on.get(now.date(), 0.0), _gone(now))

    # --- for the sweeper ---

    def tidy(self) -> int:
        """Raises StoreError."""
        for device in self.trays:
            self._warn(self.stock(device))
        self.flush()
        return self._table.purge(self._clock.now().timestamp())

    def _warn(self, stock: Stock) -> None:
        device = stock.tray.device
        told = self._rows[device].told
        if stock.low:
            if not told:
                self._tell(stock)
            told = True
        elif stock.days is not None and stock.days > self._warn_days * _WELL_AGAIN:
            told = False
        with self._lock:
            self._rows[device] = replace(self._rows[device], told=told)

    def flush(self) -> None:
        """Raises StoreError; then it stays counted."""
        with self._writing:
            with self._lock:
                rows, spent, filled = dict(self._rows), self._spent, self._filled
                if not spent and not filled and rows == self._kept:
                    return
                self._spent, self._filled = {}, []
            try:
                self._table.write(rows, spent, filled)
            except StoreError:
                with self._lock:
                    for key, more in spent.items():
                        self._spent[key] = self._spent.get(key, Spent()) + more
                    self._filled = [*filled, *self._filled]
                raise
            self._kept = rows
            self._usual = {device: self._table.mean(device) for device in self.trays}

    def close(self) -> None:
        with suppress(StoreError):  # told by the store
            self.flush()


def _gone(now: datetime) -> float:
    """How much of the day is over."""
    return (now.hour * 3600 + now.minute * 60 + now.second) / 86400
