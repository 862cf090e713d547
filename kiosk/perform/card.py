"""Reading the ID card, with a word when nothing happens, and waiting until it is taken away."""

from kiosk.core.errors import CardError, DeviceError
from kiosk.core.job import CardLying, CardTaken, Hint, Job
from kiosk.core.person import Person
from kiosk.core.step import Done, Identify
from kiosk.core.timing import CARD_HINT, CARD_POLL, CARD_READ

__all__ = ["identify", "wait_for_card_to_leave"]

NOTHING_READ = Hint("没读到身份证", "换一面再放")


def identify(_step: Identify, job: Job) -> Person:
    """Reads until a good card lies there. A bad one is said in words, and the next one is waited for.

    Raises DeviceError when the reader is not there; the step has other routes.
    """
    reader, clock = job.kit.id_card, job.kit.clock
    if reader is None:
        raise DeviceError("this terminal has no card reader", sentence="这台机器读不了身份证", remedy="可以输号码办")
    started, hinted = clock.monotonic(), False
    while True:
        try:
            person = reader.run(lambda driver: driver.read(), cancel=job.cancel, deadline=CARD_READ)
        except CardError as bad_card:
            job.report(Hint(bad_card.sentence, bad_card.remedy))
            hinted, person = True, None
        if person is not None:
            return person
        if not hinted and clock.monotonic() - started >= CARD_HINT:
            job.report(NOTHING_READ)
            hinted = True
        job.cancel.wait(CARD_POLL)


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
