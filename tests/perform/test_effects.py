"""The performers of effects hand on the key, the person and the walk."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    Consent,
    Defer,
    Done,
    FindPaper,
    HadReceipt,
    PrintReceipt,
    Step,
    Submit,
    Unfinished,
    Withdraw,
)
from kiosk.flows.pension_certification import CertifyPension
from kiosk.perform import has_work, perform
from tests.people import ZHANG
from tests.perform.kits import Played, job

RECEIPT = Receipt("NB-1", "养老金认证", ReceiptState.DONE, datetime(2026, 11, 22, tzinfo=UTC))
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
