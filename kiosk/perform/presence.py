"""Whose card lies on the reader just now, while a citizen is assisted: it is the proof that they stand there."""

from contextlib import suppress

from kiosk.core.errors import DeviceError, GatewayError
from kiosk.core.job import CardLying, CardTaken, CodeShown, Job
from kiosk.core.person import Person
from kiosk.core.ports import Device, IdCardReader
from kiosk.core.timing import CARD_READ, CARD_WATCH
from kiosk.perform.codes import code_places
from kiosk.perform.identification import Recognition

__all__ = ["watch_cards"]


def watch_cards(job: Job, *, codes: bool) -> None:
    """Until it is cancelled: reports ``CardRead`` (or ``StaffCard``) for each card that is laid there, ``CardLying``
    once where the card that was read last lies there still, and ``CardTaken`` once where none does, or where the reader
    cannot tell.

    ``codes``: a phone counts too, which is reported as ``CodeShown``.
    """
    sight = Recognition(job, job.kit.id_card, code_places(job, show=False) if codes else [])
    lies: bool | None = None
    while True:
        before, lies = lies, _lies(job, sight, job.kit.id_card)
        if lies != before:
            job.report(CardLying() if lies else CardTaken())
        if codes and (person := _holder(sight)) is not None:
            job.report(CodeShown(person))
        job.cancel.wait(CARD_WATCH)


def _lies(job: Job, sight: Recognition, reader: Device[IdCardReader] | None) -> bool:
    if reader is None:
        return False
    try:
        sight.card()  # which tells of a new one
        return reader.run(lambda driver: driver.present(), cancel=job.cancel, deadline=CARD_READ)
    except DeviceError:
        return False


def _holder(sight: Recognition) -> Person | None:
    with suppress(DeviceError, GatewayError):
        return sight.code()
    return None
