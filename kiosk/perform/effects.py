"""Handing in, keeping for later, taking back, printing: each through the effects table of the encrypted store."""

from dataclasses import replace
from typing import Final

from kiosk.core.certificate import Certificate, Pages
from kiosk.core.job import Job
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    Defer,
    FindPaper,
    HadReceipt,
    Issue,
    KeptReceipts,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    StopPrinting,
    Submit,
    Unfinished,
    Withdraw,
)

__all__ = [
    "defer",
    "find_paper",
    "had_receipt",
    "issue",
    "kept_receipts",
    "preview_document",
    "print_document",
    "print_receipt",
    "stop_printing",
    "submit",
    "unfinished",
    "withdraw",
]


MADE_HERE: Final = (ReceiptState.ENQUIRY, ReceiptState.NOTICE)  # by a script, for whoever stands here


def unfinished(step: Unfinished, job: Job) -> tuple[Receipt | Certificate, ...]:
    """What was handed in, what was paid, and then what was made out, where it can be printed."""
    paid = job.kit.ledger.unfinished(step.person, cancel=job.cancel)
    receipts = tuple(order.receipt for order in paid if order.receipt is not None)
    handed_in = job.kit.effects.unfinished(step.person, cancel=job.cancel)
    printer = job.kit.a4_printer
    can_print = printer is not None and printer.status.usable
    made_out = job.kit.documents.unprinted(step.person, cancel=job.cancel) if can_print else ()
    return (*handed_in, *receipts, *made_out)


def find_paper(step: FindPaper, job: Job) -> Paper:
    made = step.receipt
    return job.kit.documents.paper(made) if isinstance(made, Certificate) else job.kit.effects.paper(made)


def had_receipt(step: HadReceipt, job: Job) -> None:
    made = step.receipt
    if isinstance(made, Certificate):
        job.kit.documents.had(made)
    else:
        job.kit.effects.had(made)


def kept_receipts(step: KeptReceipts, job: Job) -> tuple[Receipt, ...]:
    return job.kit.receipts.of(step.person)


def submit(step: Submit, job: Job) -> Receipt:
    key = job.key_for(step.call.fingerprint())
    return job.kit.effects.submit(step.call, key=key, person=step.person, walk=job.walk, cancel=job.cancel)


def issue(step: Issue, job: Job) -> Certificate:
    key = job.key_for(step.call.fingerprint())
    return job.kit.effects.issue(step.call, key=key, person=step.person, walk=job.walk, cancel=job.cancel)


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
    receipt = step.receipt
    if job.helper and receipt.state in MADE_HERE:
        receipt = replace(receipt, assisted=job.helper)
    job.kit.effects.print_receipt(receipt, printer, walk=job.walk, copy=step.copy, cancel=job.cancel)
    return Paper.OUT


def preview_document(step: PreviewDocument, job: Job) -> Pages:
    return job.kit.documents.pages(step.certificate, step.person, cancel=job.cancel)


def print_document(step: PrintDocument, job: Job) -> Paper:
    printer = job.kit.a4_printer
    if printer is None:
        return Paper.SKIPPED
    job.kit.documents.print(
        step.certificate, step.person, printer, walk=job.walk, cancel=job.cancel, copies=step.copies
    )
    return Paper.OUT


def stop_printing(step: StopPrinting, job: Job) -> Paper:
    printer = job.kit.a4_printer
    if printer is None:
        return Paper.SKIPPED
    return job.kit.documents.stop(step.certificate, printer, walk=job.walk, cancel=job.cancel)
