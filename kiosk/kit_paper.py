"""The count of paper, made for the printers that config.toml names."""

from collections.abc import Callable, Iterator
from typing import Final

from kiosk.config import Config
from kiosk.core.clock import Clock
from kiosk.core.receipt import Receipt
from kiosk.devices import registry
from kiosk.devices.escpos_encoding import length
from kiosk.devices.receipt_layout import lay_out
from kiosk.services.paper import A4, ROLL, PaperStock
from kiosk.services.paper_state import Tray
from kiosk.services.store import Store

__all__ = ["open_paper"]

NEAR_END_ROLL: Final = 5_000  # millimetres under the usual mark of a near-end sensor
NEAR_END_TRAY: Final = 0.1  # of a tray
COUNTED_BY: Final[dict[str, tuple[str, Callable[[int], Tray]]]] = {  # the option that says how much each holds
    ROLL: ("roll_metres", lambda metres: Tray(ROLL, metres * 1000, NEAR_END_ROLL, roll=True)),
    A4: ("tray_sheets", lambda sheets: Tray(A4, sheets, max(1, round(sheets * NEAR_END_TRAY)), roll=False)),
}


def open_paper(settings: Config, store: Store, clock: Clock) -> PaperStock:
    """Raises StoreError."""
    return PaperStock(
        store, clock, _trays(settings), length=_length, warn_days=float(settings.package.upkeep.paper_days)
    )


def _trays(settings: Config) -> Iterator[Tray]:
    for name, (option, tray) in COUNTED_BY.items():
        if name in settings.devices:
            device = settings.devices[name]
            options = registry.load(device.model).Options.model_validate(dict(device.options))
            if hasattr(options, option):
                yield tray(getattr(options, option))


def _length(receipt: Receipt) -> int:
    return length(lay_out(receipt, copy=0))
