"""Reading the number off a receipt that is held before the scanner, or before the camera where no scanner works."""

from typing import Final

from kiosk.core.errors import CodeError, DeviceError
from kiosk.core.job import Hint, Job
from kiosk.core.slip import number_on
from kiosk.core.step import ScanSlip
from kiosk.core.timing import CARD_POLL
from kiosk.perform.codes import CodePlace, code_places

__all__ = ["scan_slip"]

NO_SLIP: Final = Hint("这不是回执上的码", "扫回执最下面的方块码")


def scan_slip(_step: ScanSlip, job: Job) -> str:
    """Looks until a code is one of a receipt; of any other it is said. Raises DeviceError when nothing can read one."""
    places = code_places(job, show=True)
    if not places:
        raise DeviceError("this terminal has no scanner", sentence="这台机器扫不了码", remedy="打字也能找")
    while True:
        number = _look(places, job)
        if number is not None:
            return number
        job.cancel.wait(CARD_POLL)


def _look(places: list[CodePlace], job: Job) -> str | None:
    """Where the first place is gone, the next one will do."""
    gone: DeviceError | None = None
    for place in places:
        try:
            code = place.look()
        except CodeError as bad:
            job.report(Hint(bad.sentence, bad.remedy))
            return None
        except DeviceError as error:
            gone = gone or error
            continue
        number = number_on(code.text) if code is not None else None
        if code is not None and number is None:
            job.report(NO_SLIP)
        return number
    if gone is not None:
        raise gone
    return None
