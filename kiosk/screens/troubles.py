"""What the trouble page says of an error, and which ways on it offers."""

from typing import Any

from kiosk.core.errors import DeviceError, KioskError, PaperError, Unreachable
from kiosk.core.item import Item, Offline
from kiosk.core.step import BY_CODE, Alternative, Identify, Step
from kiosk.core.words import joined, said
from kiosk.screens.content import Trouble
from kiosk.screens.house import House

__all__ = ["LATER", "trouble"]

LATER = Alternative("later", "先存着，网络好了自动交", "mdi6.lock-clock")


def trouble(error: KioskError, step: Step[Any] | None, item: Item | None, house: House) -> Trouble:
    """``step`` is the one that could not be done, None where the item did not even begin."""
    unknown_paper = isinstance(error, PaperError) and error.out is None
    later = isinstance(error, Unreachable) and item is not None and item.offline is Offline.DEFERRED
    by_code = isinstance(error, DeviceError) and isinstance(step, Identify) and house.code_slot() is not None
    other_ways = (*((LATER,) if later and step is not None else ()), *((BY_CODE,) if by_code else ()))
    return Trouble(
        sentence=error.sentence,
        remedy=error.remedy,
        code=error.code,
        telephone=house.help().telephone,
        retry="没出来，再打一张" if unknown_paper else "再试一次" if error.waits else "",
        waiting=error.waits and not unknown_paper,
        alternatives=(*other_ways, *(step.alternatives if step else ())),
        elsewhere=_elsewhere(item, house) if error.waits else "",
        steps=bool(house.steps(error)),
    )


def _elsewhere(item: Item | None, house: House) -> str:
    """What works here all the same, or where else it is done."""
    still = house.still(item)
    if still:
        return said("别的还能办：{items}", items=joined("、", still))
    return said("急着办，到{desk}", desk=house.help().desk)
