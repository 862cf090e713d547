"""Handing in, keeping for later, taking back, printing: each through the effects table of the encrypted store."""

from kiosk.core.job import Job
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.step import (
    Defer,
    FindPaper,
    HadReceipt,
    KeptReceipts,
    PrintReceipt,
    Submit,
    Unfinished,
    Withdraw,
)

__all__ = ["defer", "find_paper", "had_receipt", "kept_receipts", "print_receipt", "submit", "unfinished", "withdraw"]


def unfinished(step: Unfinished, job: Job) -> tuple[Receipt, ...]:
    """What was handed in, then what was paid."""
    paid = job.kit.ledger.unfinished(step.person, cancel=job.cancel)
    receipts = tuple(order.receipt for order in paid if order.receipt is not None)
    return (*job.kit.effects.unfinished(step.person, cancel=job.cancel), *receipts)


def find_paper(step: FindPaper, job: Job) -> Paper:
    return job.kit.effects.paper(step.receipt)


def had_receipt(step: HadReceipt, job: Job) -> None:
    job.kit.effects.had(step.receipt)


def kept_receipts(step: KeptReceipts, job: Job) -> tuple[Receipt, ...]:
    return job.kit.receipts.of(step.person)


def submit(step: Submit, job: Job) -> Receipt:
    key = job.key_for(step.call.fingerprint())
    return job.kit.effects.submit(step.call, key=key, person=step.person, walk=job.walk, cancel=job.cancel)


def defer(step: Defer, job: Job) -> Receipt:
    key = job.key_for(step.call.fingerprint())
    return job.kit.effects.defer(step.call, key=key, person=step.person, walk=job.walk, title=step.title)


def withdraw(step: Withdraw, job: Job) -> None:
    job.kit.effects.withdraw(job.key_for(step.call.fingerprint()))


def print_receipt(step: PrintReceipt, job: Job) -> Paper:
    """A site without a receipt printer goes without: the number stands on the screen."""
    printer = job.kit.receipt_printer
    if printer is None:
        return Paper.SKIPPED
    job.kit.effects.print_receipt(step.receipt, printer, walk=job.walk, copy=step.copy, cancel=job.cancel)
    return Paper.OUT
