"""The performers of effects hand on the key, the person and the walk."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.core.certificate import Certificate
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.status import Health, Status
from kiosk.core.step import (
    Consent,
    Defer,
    Done,
    FindPaper,
    HadReceipt,
    Issue,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    Step,
    StopPrinting,
    Submit,
    Unfinished,
    Withdraw,
)
from kiosk.flows.certificates import IssueCertificate
from kiosk.flows.pension_certification import CertifyPension
from kiosk.perform import has_work, perform
from tests.people import ZHANG
from tests.perform.kits import Played, job

RECEIPT = Receipt("NB-1", "养老金认证", ReceiptState.DONE, datetime(2026, 11, 22, tzinfo=UTC))
MADE = Certificate("CB-1", "参保证明", "社保中心", RECEIPT.issued_at, date(2027, 2, 20), 1, 9, "0" * 64, "JB:1")
CALL = CertifyPension(ZHANG.id_number, 2026, b"jpeg", ("face",))


class Recorded:
    """An effects table that writes down how it was called."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **named: self.calls.append((name, arguments, named))


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (Submit(CALL, ZHANG), "submit"),
        (Defer(CALL, ZHANG, "办养老金认证"), "defer"),
        (Withdraw(CALL), "withdraw"),
    ],
)
def test_one_call_has_one_key_whatever_is_done_with_it(step: Step[Any], name: str) -> None:
    effects = Recorded()
    work, _ = job(effects=effects)
    perform(step, work)
    [(called, arguments, named)] = effects.calls
    assert called == name
    assert (named.get("key") or arguments[0]) == work.key_for(CALL.fingerprint())


def test_a_certificate_is_made_out_under_the_calls_key() -> None:
    effects, call = Recorded(), IssueCertificate("insured", ZHANG.id_number)
    work, _ = job(effects=effects)
    perform(Issue(call, ZHANG), work)
    [(called, arguments, named)] = effects.calls
    assert (called, arguments) == ("issue", (call,))
    assert (named["key"], named["person"], named["walk"]) == (work.key_for(call.fingerprint()), ZHANG, "walk-1")


def test_a_document_goes_to_the_a4_printer_and_is_stopped_there() -> None:
    documents, printer = Recorded(), Played("print_pdf")
    work, _ = job(documents=documents, a4_printer=printer)
    assert perform(PrintDocument(MADE, ZHANG, 3), work) is Paper.OUT
    perform(PreviewDocument(MADE, ZHANG), work)
    perform(StopPrinting(MADE), work)
    assert [(name, arguments) for name, arguments, _ in documents.calls] == [
        ("print", (MADE, ZHANG, printer)),
        ("pages", (MADE, ZHANG)),
        ("stop", (MADE, printer)),
    ]
    assert documents.calls[0][2]["copies"] == 3


@pytest.mark.parametrize("step", [PrintDocument(MADE, ZHANG), StopPrinting(MADE)])
def test_without_an_a4_printer_the_document_waits(step: Step[Paper]) -> None:
    documents = Recorded()
    work, _ = job(documents=documents)
    assert perform(step, work) is Paper.SKIPPED
    assert documents.calls == []


@pytest.mark.parametrize(("health", "offered"), [(Health.ONLINE, (RECEIPT, MADE)), (Health.OFFLINE, (RECEIPT,))])
def test_certificates_are_offered_where_they_can_be_printed(health: Health, offered: tuple[object, ...]) -> None:
    kept = SimpleNamespace(unfinished=lambda person, cancel: (), unprinted=lambda person, cancel: (MADE,))
    effects = SimpleNamespace(unfinished=lambda person, cancel: (RECEIPT,))
    printer = Played("print_pdf")
    printer.status = Status(health)
    work, _ = job(effects=effects, ledger=kept, documents=kept, a4_printer=printer)
    assert perform(Unfinished(ZHANG), work) == offered


def test_the_documents_are_asked_and_told_of_theirs() -> None:
    documents = Recorded()
    work, _ = job(documents=documents)
    perform(FindPaper(MADE), work)
    perform(HadReceipt(MADE), work)
    assert documents.calls == [("paper", (MADE,), {}), ("had", (MADE,), {})]


def test_the_paper_is_out_when_the_printer_says_so() -> None:
    effects, printer = Recorded(), Played("print_receipt")
    work, _ = job(effects=effects, receipt_printer=printer)
    assert perform(PrintReceipt(RECEIPT), work) is Paper.OUT
    assert effects.calls[0][1] == (RECEIPT, printer)


def test_the_effects_are_asked_and_told_of_the_paper() -> None:
    effects = Recorded()
    work, _ = job(effects=effects)
    perform(FindPaper(RECEIPT), work)
    perform(HadReceipt(RECEIPT), work)
    assert effects.calls == [("paper", (RECEIPT,), {}), ("had", (RECEIPT,), {})]


def test_without_a_printer_the_receipt_waits() -> None:
    effects = Recorded()
    work, _ = job(effects=effects)
    assert perform(PrintReceipt(RECEIPT), work) is Paper.SKIPPED
    assert effects.calls == []


def test_what_is_only_asked_has_no_work() -> None:
    assert has_work(Unfinished(ZHANG))
    assert has_work(Done("办好了"))
    assert not has_work(Consent("face", "", (), "", ""))
