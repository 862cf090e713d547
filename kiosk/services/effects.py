"""Every outside effect: written down before it happens, and its result after.

A submission, or a certificate to be made out, is one row from the moment that the citizen presses 交上去: its key and
its body never change, however often it is sent, so the gateway does it once. The states and their meaning stand in
``effect_states``. The citizen's own thread and the sweeper (``sweeper.py``) work on the same rows, one at a time for
each key.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar

from kiosk.core import timing
from kiosk.core.assist import helper_in
from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.certificate import Certificate
from kiosk.core.clock import Clock
from kiosk.core.errors import BrokenReply, GatewayError, Refused, ServerFault, StoreError, Unreachable
from kiosk.core.masking import mask_id, mask_name
from kiosk.core.person import Person
from kiosk.core.ports import Device, ReceiptPrinter
from kiosk.core.proxy import authorisation_in
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.services.audit import Audit
from kiosk.services.claims import Claims
from kiosk.services.effect_states import Kind, State
from kiosk.services.effect_table import REPLIES, Conflict, EffectTable, Submission
from kiosk.services.logs import AnswerNotKept, EffectSettled, EffectWaits, log
from kiosk.services.owner import OwnerKey
from kiosk.services.sheets import Roll, Sheets
from kiosk.services.store import Store

__all__ = ["Effects", "Sender"]

R = TypeVar("R")


class Sender(Protocol):
    """The part of the gateway's client that effects need: what was encoded once is sent as it was stored."""

    def encode(self, call: Call[Any]) -> bytes: ...

    def send(self, path: str, body: bytes, reply_type: Any, *, key: str | None, cancel: Cancel) -> Any: ...

    def withdraw(self, key: str, reply_type: Any, *, cancel: Cancel) -> Any: ...


class Effects:
    """Implements ``core.ports.Effects``. One for each process: it settles what the last one left behind.

    ``terminal`` is the terminal's id, of which lookup numbers carry the last four digits.
    """

    def __init__(self, store: Store, gateway: Sender, clock: Clock, *, terminal: str, audit: Audit) -> None:
        self._store = store
        self._gateway = gateway
        self._clock = clock
        self._terminal = terminal
        self._claims = Claims()
        self._left_to_sweeper: Callable[[], None] = lambda: None
        self._printer: Device[ReceiptPrinter] | None = None
        self._table = EffectTable(store, clock, audit)
        self._sheets = Sheets(store, clock, audit)
        self._owner = OwnerKey(store).hash
        self._table.release()
        self._sheets.release()

    def submit(self, call: Call[Receipt], *, key: str, person: Person, walk: str, cancel: Cancel) -> Receipt:
        """Raises Unreachable when its outcome is unknown, Refused (again, for the same key), StoreError, Cancelled."""
        return self._hand_in(Kind.SUBMIT, call, key, person, walk, cancel)

    def issue(self, call: Call[Certificate], *, key: str, person: Person, walk: str, cancel: Cancel) -> Certificate:
        """Raises as ``submit``."""
        return self._hand_in(Kind.ISSUE, call, key, person, walk, cancel)

    def defer(self, call: Call[Receipt], *, key: str, person: Person, walk: str, title: str) -> Receipt:
        """The slip; or the gateway's receipt, should it have come meanwhile."""
        self._table.defer(
            key,
            lambda lookup: _assisted(self._slip(lookup, title, person, authorisation_in(key)), key),
            terminal=self._terminal,
            path=call.path,
            body=lambda: self._gateway.encode(call),
            owner=self._owner(person),
            walk=walk,
        )
        self._left_to_sweeper()
        slip: Receipt = _result(self._table.find(key))
        return slip

    def withdraw(self, key: str) -> None:
        self._table.withdraw(key)
        self._left_to_sweeper()

    def abandon(self, walk: str) -> None:
        self._table.abandon(walk)
        self._left_to_sweeper()

    def unfinished(self, person: Person, *, cancel: Cancel) -> tuple[Receipt, ...]:
        """Nothing for a person whose number was only typed in: anybody can type anybody's.

        What a crash left open is settled first: it may have been handed in, and then it is offered now. A gateway that
        does not answer is asked once, not for each.
        """
        if person.typed:
            return ()
        owner = self._owner(person)
        self.settle_paper(cancel=cancel)
        with suppress(GatewayError):
            for key in self._table.left_open(owner):
                with self._claims.wait(key, cancel):
                    self._try_once(key, cancel, hold=0.0)
        return self._table.unprinted(owner)

    def print_receipt(
        self, receipt: Receipt, printer: Device[ReceiptPrinter], *, walk: str, copy: bool, cancel: Cancel
    ) -> None:
        self._sheets.print(receipt, printer, walk=walk, copy=copy, cancel=cancel)

    def paper(self, receipt: Receipt) -> Paper:
        return self._sheets.paper(receipt.number)

    def settle_paper(self, *, cancel: Cancel) -> None:
        if self._printer is not None and self._sheet_due():
            self._sheets.settle(self._printer, cancel)

    def had(self, receipt: Receipt) -> None:
        self._sheets.had(receipt.number)

    # --- for the sweeper and for helpers ---

    def on_left_to_sweeper(self, wake: Callable[[], None]) -> None:
        """``wake`` is called, from any thread, whenever a citizen's thread has left something to be settled."""
        self._left_to_sweeper = wake

    def watch(self, printer: Device[ReceiptPrinter]) -> None:
        """``printer`` is asked what became of sheets whose outcome a crash or a lost connection left open."""
        self._printer = printer

    def paper_changed(self) -> None:
        """The printer is back, or something left its mouth: it may know now what became of a sheet."""
        self._left_to_sweeper()

    def on_out(self, tell: Callable[[str], None]) -> None:
        """``tell`` is called with the number of each receipt whose sheet is written down as out."""
        self._sheets.on_out(tell)

    def counted_by(self, roll: Roll) -> None:
        """See ``Sheets``."""
        self._sheets.counted_by(roll)

    @property
    def again(self) -> float:
        """Not by what is due now: what was tried in vain is due after a while."""
        return timing.SWEEP if self._table.unsettled() or self._sheet_due() else timing.SWEEP_SETTLED

    def due(self) -> list[str]:
        """Keys of what ``settle`` may take a step further: the last sheet, and submissions, longest untried first."""
        return [*self._sheet_due(), *self._table.due()]

    def settle(self, key: str, cancel: Cancel) -> None:
        """One try for one submission or for the last sheet, unless the citizen's own thread is at it.

        Raises the GatewayError (never Refused, which is an end) when it is not settled yet; Cancelled; StoreError.
        """
        with self._claims.attempt(key) as free:
            effect = self._table.find(key) if free else None
            if effect is None:
                if free and self._printer is not None:
                    self._sheets.settle(self._printer, cancel)
                return
            try:
                if effect.state is State.WITHDRAWING:
                    self._take_back(effect, cancel)
                elif effect.state in (State.OPEN, State.DEFERRED):
                    self._try_once(key, cancel, hold=0.0)
            except Refused:
                return
            except GatewayError:
                if self._table.expire(key):
                    log(EffectSettled(effect.path, State.CONFLICT, effect.attempts))
                raise

    def conflicts(self) -> tuple[Conflict, ...]:
        """What was kept with consent and could not be handed in, for a helper to sort out."""
        return self._table.conflicts()

    def tidy(self) -> int:
        """Purges what is past its deadline, and scrubs what an earlier erasure left. Returns the rows purged."""
        purged = self._table.purge()
        self._store.scrub()
        return purged

    # --- inside ---

    def _sheet_due(self) -> list[str]:
        return self._sheets.due(self._printer) if self._printer is not None else []

    def _hand_in(self, kind: Kind, call: Call[R], key: str, person: Person, walk: str, cancel: Cancel) -> R:
        with self._claims.wait(key, cancel):
            if self._table.find(key) is None:
                body = self._gateway.encode(call)
                self._table.insert(kind, key, path=call.path, body=body, owner=self._owner(person), walk=walk)
            reply: R = self._try_a_few_times(key, cancel)
            return reply

    def _try_a_few_times(self, key: str, cancel: Cancel) -> Any:
        """No try is begun that could end after SUBMIT seconds."""
        started, pause = self._clock.monotonic(), timing.SUBMIT_PAUSE
        while True:
            cancel.check()
            try:
                return self._try_once(key, cancel, hold=timing.SUBMIT_HOLD)
            except (Unreachable, ServerFault, BrokenReply) as error:
                elapsed = self._clock.monotonic() - started
                if elapsed + pause + timing.GATEWAY_REPLY > timing.SUBMIT:
                    raise _unknown(error) from error
            cancel.wait(pause)
            pause *= 2

    def _try_once(self, key: str, cancel: Cancel, *, hold: float) -> Any:
        effect = self._table.begin_try(key, hold=hold)
        if effect is None or effect.body is None:
            return _result(self._table.find(key))
        try:
            reply = self._gateway.send(effect.path, effect.body, REPLIES[effect.kind], key=key, cancel=cancel)
        except Refused as refusal:
            self._keep(effect, partial(self._table.refuse, key, refusal))
            raise
        except GatewayError as error:
            log(EffectWaits(effect.path, effect.state, effect.attempts, error.code))
            raise
        reply = _assisted(reply, key)
        self._keep(effect, partial(self._table.finish, key, reply))
        return reply

    def _keep(self, effect: Submission, write: Callable[[], None]) -> None:
        """The answer holds even where it cannot be written down: then the same key is sent again, for the same one."""
        try:
            write()
        except StoreError:
            log(AnswerNotKept(effect.path))
        else:
            self._log_end(effect.key)

    def _take_back(self, effect: Submission, cancel: Cancel) -> None:
        try:
            reply = self._gateway.withdraw(effect.key, REPLIES[effect.kind], cancel=cancel)
        except Refused as refusal:
            self._table.conflict(effect.key, refusal)
        except GatewayError as error:
            log(EffectWaits(effect.path, effect.state, effect.attempts, error.code))
            raise
        else:
            if reply is None:
                self._table.withdrawn(effect.key)
            else:
                self._table.finish(effect.key, _assisted(reply, effect.key))
        self._log_end(effect.key)

    def _log_end(self, key: str) -> None:
        effect = self._table.find(key)
        if effect is not None:
            log(EffectSettled(effect.path, effect.state, effect.attempts))

    def _slip(self, lookup: str, title: str, person: Person, authorisation: str) -> Receipt:
        who = (("姓名", mask_name(person.name)),) if person.name else ()
        agent = (("代办登记", authorisation),) if authorisation else ()
        return Receipt(
            number=lookup,
            title=title,
            state=ReceiptState.QUEUED,
            issued_at=self._clock.now(),
            rows=(*who, ("身份证号", mask_id(person.id_number)), *agent),
            note="网络一好就自动交，凭这个号码来查",
        )


def _result(effect: Submission | None) -> Any:
    """What a submission that is not to be sent (again) came to."""
    if effect is not None and effect.refusal is not None:
        raise effect.refusal
    if effect is not None and effect.reply is not None:
        return effect.reply
    raise Refused("withdrawn", sentence="这件事已经撤回了", remedy="还想办，从头再来一次")


def _assisted(reply: R, key: str) -> R:
    """A receipt says who assisted, be it that the gateway has not."""
    helper = helper_in(key)
    return replace(reply, assisted=helper) if helper and isinstance(reply, Receipt) else reply


def _unknown(error: GatewayError) -> Unreachable:
    return Unreachable(error.technician, sentence=error.sentence, remedy=error.remedy)
