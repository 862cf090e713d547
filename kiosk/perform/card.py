"""Waiting until the ID card is taken away."""

from kiosk.core.errors import DeviceError
from kiosk.core.job import CardLying, CardTaken, Job
from kiosk.core.step import Done
from kiosk.core.timing import CARD_POLL, CARD_READ

__all__ = ["wait_for_card_to_leave"]


def wait_for_card_to_leave(_step: Done, job: Job) -> None:
    """Says that the card still lies there, and when it is gone. A reader that cannot tell keeps nobody waiting."""
    reader = job.kit.id_card
    lying = False
    try:
        while reader is not None and reader.run(lambda driver: driver.present(), cancel=job.cancel, deadline=CARD_READ):
            if not lying:
                job.report(CardLying())
            lying = True
            job.cancel.wait(CARD_POLL)
    except DeviceError:
        pass  # the reader's own fault is shown by its status; here only the card counts
    job.report(CardTaken())
