"""How the work of a step is done: blocking, cancellable, in a worker thread; sees only core and the ports."""

from collections.abc import Callable
from typing import Any

from kiosk.core.job import Job
from kiosk.core.step import (
    CaptureFace,
    CaptureIdPhoto,
    Defer,
    Done,
    FindPaper,
    HadReceipt,
    Identify,
    Issue,
    KeptReceipts,
    LayCard,
    Pay,
    PaymentReady,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    Query,
    ScanDocument,
    ScanSlip,
    ShowCode,
    Step,
    StopPrinting,
    Submit,
    Unfinished,
    Withdraw,
)
from kiosk.perform.document import scan_document
from kiosk.perform.effects import (
    defer,
    find_paper,
    had_receipt,
    issue,
    kept_receipts,
    preview_document,
    print_document,
    print_receipt,
    stop_printing,
    submit,
    unfinished,
    withdraw,
)
from kiosk.perform.face import capture_face, capture_id_photo
from kiosk.perform.identification import identify, lay_card, show_code
from kiosk.perform.parting import part
from kiosk.perform.payment import pay, payment_ready
from kiosk.perform.query import query
from kiosk.perform.slip import scan_slip

__all__ = ["has_work", "perform"]

_PERFORMERS: dict[type[Any], Callable[[Any, Job], Any]] = {
    Identify: identify,
    LayCard: lay_card,
    ShowCode: show_code,
    Unfinished: unfinished,
    FindPaper: find_paper,
    HadReceipt: had_receipt,
    KeptReceipts: kept_receipts,
    Query: query,
    CaptureFace: capture_face,
    CaptureIdPhoto: capture_id_photo,
    ScanDocument: scan_document,
    ScanSlip: scan_slip,
    Submit: submit,
    Issue: issue,
    PreviewDocument: preview_document,
    PrintDocument: print_document,
    StopPrinting: stop_printing,
    Defer: defer,
    Withdraw: withdraw,
    PrintReceipt: print_receipt,
    PaymentReady: payment_ready,
    Pay: pay,
    Done: part,
}


def has_work(step: Step[Any] | Done) -> bool:
    """Whether anything is to be done for it besides asking."""
    return type(step) in _PERFORMERS


def perform(step: Step[Any] | Done, job: Job) -> Any:
    """Does the work and returns the step's answer. Raises KioskError, Cancelled among them."""
    return _PERFORMERS[type(step)](step, job)
