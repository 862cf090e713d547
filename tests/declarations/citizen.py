"""Somebody who goes the whole way through a declared item, answering each step with the gateway behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import singledispatchmethod
from typing import Any

from kiosk.core.certificate import FetchDocument, Pages, verified
from kiosk.core.declared import Declaration
from kiosk.core.order import Order, OrderState
from kiosk.core.payment import CreateOrder, PostOrder
from kiosk.core.person import Person
from kiosk.core.receipt import Paper
from kiosk.core.signature import Point, Signature
from kiosk.core.step import (
    Choose,
    Consent,
    EnterAmount,
    EnterDate,
    EnterNumber,
    EnterOtherId,
    EnterPhone,
    EnterText,
    Identify,
    Issue,
    KeepSheet,
    Pay,
    PaymentReady,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    Query,
    Review,
    ScanDocument,
    Sheet,
    ShowDocument,
    Sign,
    Step,
    Submit,
    Unfinished,
)
from kiosk.core.walk import Walk
from tests.people import id_number
from tests.sandbox.town import PICTURE, TERMINAL, Town

__all__ = ["Citizen"]

WRITTEN = Signature(((Point(1, 1, 0), Point(20, 20, 9)),), b"png")


@dataclass
class Citizen:
    """``steps`` are all that was asked. Everything is answered with what the step itself takes for right."""

    place: Town
    person: Person
    declared: Declaration
    pays: bool = True
    choose: Callable[[Choose], str] = lambda step: step.choices[0].value
    steps: list[Step[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gateway = self.place.gateway()

    def go(self, walk: Walk) -> Walk:
        """Until the end, or until there is trouble."""
        while walk.step is not None:
            self.steps.append(walk.step)
            assert len(self.steps) < 120, f"no end of {walk.step}"
            walk.answer(self.answer(walk.step))
        return walk

    @singledispatchmethod
    def answer(self, step: Step[Any]) -> Any:
        raise TypeError(f"nobody answers {step}")

    @answer.register
    def _(self, step: Identify) -> Person:
        return self.person

    @answer.register
    def _(self, step: Unfinished) -> tuple[()]:
        return ()

    @answer.register(PaymentReady)
    @answer.register(Review)
    def _(self, step: Any) -> None:
        return None

    @answer.register(Consent)
    @answer.register(KeepSheet)
    def _(self, step: Any) -> bool:
        return True

    @answer.register
    def _(self, step: Query) -> Any:
        return self.gateway.call(step.call)

    @answer.register(Submit)
    @answer.register(Issue)
    def _(self, step: Any) -> Any:
        return self.gateway.call(step.call, key=step.call.fingerprint()[:32])

    @answer.register
    def _(self, step: Choose) -> tuple[str, ...]:
        done = [choice.value for choice in step.choices if choice.value == "done"]
        return (done[0] if done and step.name.endswith(".more") else self.choose(step),)

    @answer.register
    def _(self, step: EnterText) -> str:
        text = self._example(step.name) or "东湖镇幸福路18号，王家大院"[: step.most].ljust(step.least, "路")
        assert step.problem(text) == ""
        return text

    @answer.register
    def _(self, step: EnterNumber) -> str:
        return self._right(step, self._example(step.name) or "8" * step.least)

    @answer.register
    def _(self, step: EnterPhone) -> str:
        return self._right(step, "13800000000")

    @answer.register
    def _(self, step: EnterOtherId) -> str:
        return self._right(step, id_number(f"3302121980{len(self.steps) % 12 + 1:02}0198{len(self.steps) % 10}"))

    @answer.register
    def _(self, step: EnterAmount) -> int:
        fen = step.least
        assert step.problem(f"{fen // 100}.{fen % 100:02}", datetime.now(UTC).date()) == ""
        return fen

    @answer.register
    def _(self, step: EnterDate) -> date:
        today = datetime.now(UTC).date()
        earliest, latest = step.limits(today)
        day = min(max(today + timedelta(days=step.usual), earliest), latest)
        assert step.problem(day, today) == ""
        return day

    @answer.register
    def _(self, step: ScanDocument) -> Sheet:
        return Sheet(PICTURE)

    @answer.register
    def _(self, step: Sign) -> Signature:
        return WRITTEN

    @answer.register
    def _(self, step: PreviewDocument) -> Pages:
        document = self.gateway.call(FetchDocument(step.certificate.number, self.person.id_number))
        verified(document, step.certificate)
        return Pages((b"png",) * step.certificate.pages)

    @answer.register
    def _(self, step: ShowDocument) -> int:
        return 1

    @answer.register(PrintDocument)
    @answer.register(PrintReceipt)
    def _(self, step: Any) -> Paper:
        return Paper.OUT

    @answer.register
    def _(self, step: Pay) -> Order:
        gateway, charge, number = self.gateway, step.charge, f"{TERMINAL}-{len(self.steps):04}"
        number = f"{number}-{step.charge.bills[0]}"
        made = CreateOrder(number, charge.item, charge.bills, charge.amount)
        gateway.call(made, key=number)
        if not self.pays:
            return Order(number, charge, OrderState.CLOSED)
        self.place.order("/phone/pay", order=number)
        posting = gateway.call(PostOrder(number), key=f"{number}.post")
        return Order(number, charge, OrderState.PRINTING, receipt=posting.receipt)

    def _right(self, step: Any, text: str) -> Any:
        assert step.problem(text, datetime.now(UTC).date()) == "", step
        return step.value(text)

    def _example(self, name: str) -> str:
        return next((asked.example for asked in self.declared.ask if asked.name == name), "")
