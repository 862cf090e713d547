"""The end of a visit: the ID card is to be taken away, and what else this person is entitled to is told."""

from contextlib import suppress

from kiosk.core.advice import AskEntitlements, Entitlement
from kiosk.core.errors import DeviceError, GatewayError
from kiosk.core.job import Advised, CardLying, CardTaken, Job
from kiosk.core.step import Done, Tone
from kiosk.core.timing import CARD_POLL, CARD_READ

__all__ = ["part"]


def part(step: Done, job: Job) -> None:
    """Says that the card still lies there, and when it is gone. A reader that cannot tell keeps nobody waiting."""
    lying = _card_lies(job)
    if lying:
        job.report(CardLying())
    _advise(step, job)
    while lying:
        job.cancel.wait(CARD_POLL)
        lying = _card_lies(job)
    job.report(CardTaken())


def _card_lies(job: Job) -> bool:
    reader = job.kit.id_card
    if reader is None:
        return False
    try:
        return reader.run(lambda driver: driver.present(), cancel=job.cancel, deadline=CARD_READ)
    except DeviceError:
        return False  # the reader's own fault is shown by its status; here only the card counts


def _advise(step: Done, job: Job) -> None:
    """First what the script knows to come next, which they came for; then what the rules say of this person."""
    entitled = (*(Entitlement(item, "") for item in step.related), *_entitlements(step, job))
    if entitled:
        job.report(Advised(entitled))


def _entitlements(step: Done, job: Job) -> tuple[Entitlement, ...]:
    """Nobody is advised whose errand went wrong, or who has not proved who they are; nor is anybody kept waiting."""
    person, kit = job.person, job.kit
    if step.tone is Tone.ATTENTION or person is None or person.typed or not kit.link.status.usable:
        return ()
    with suppress(GatewayError):  # an offer that nobody asked for: without it nothing is missing
        return kit.gateway.call(AskEntitlements(person.id_number), cancel=job.cancel).entitled
    return ()
