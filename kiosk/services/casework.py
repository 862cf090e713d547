"""What waits for a person: orders that were handed over, paper of which nobody knows, submissions that came to nothing.

A person says what it came to, and a second one puts their number and PIN to it: money and a certificate that may be out
twice are nobody's to settle alone. Both stand in the audit, with the case, in the transaction that settles it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.order import IllegalMove, OrderState
from kiosk.core.order_events import Ending, Resolved
from kiosk.core.staff import Door, Role, Staff
from kiosk.services.audit import Audit, AuditRow
from kiosk.services.audit_events import SheetMoved
from kiosk.services.audit_staff import CaseSettled
from kiosk.services.effect_listing import EffectListing, Resolution, Unfinished
from kiosk.services.effect_states import KEPT_FOR, State
from kiosk.services.order_listing import ListedOrder, OrderListing
from kiosk.services.order_table import OrderTable
from kiosk.services.staff import StaffBook
from kiosk.services.store import Store

__all__ = ["Case", "CaseGone", "CaseKind", "Casework", "LostSheet", "SameHand", "Seen"]


class CaseKind(StrEnum):
    ORDER = "order"
    PAPER = "paper"
    CONFLICT = "conflict"


class Seen(StrEnum):
    """What a person finds of a sheet of which the printer could not tell."""

    OUT = "out"
    NOT_OUT = "not_out"


@dataclass(frozen=True)
class LostSheet:
    """A sheet that may be out. ``number`` is of its receipt, or of the certificate (``document``)."""

    key: str
    number: str
    document: bool
    since: datetime


@dataclass(frozen=True)
class Case:
    """``id`` names it among its kind; ``about`` is what is known of it, none of it a citizen's own data."""

    kind: CaseKind
    id: str
    since: datetime
    about: ListedOrder | LostSheet | Unfinished

    @property
    def number(self) -> str:
        """What stands on the citizen's paper."""
        return self.about.order.number if isinstance(self.about, ListedOrder) else self.about.number


class CaseGone(KioskError):
    code = "case.gone"
    sentence = "这件事已经了结了"
    remedy = "回到上一页再看看"


class SameHand(KioskError):
    """The second signature is the first one's, or of somebody who may not give it."""

    code = "case.same_hand"
    sentence = "要另外一个人签字"
    remedy = "请另一位同事来输工号和密码"


MAY_SIGN: Final = {
    CaseKind.ORDER: frozenset({Role.SITE, Role.ENGINEER}),  # money: not whoever took it in hand for the citizen
    CaseKind.PAPER: frozenset(Role),
    CaseKind.CONFLICT: frozenset(Role),
}


class Casework:
    """For every thread. Whatever reads or writes raises StoreError."""

    def __init__(self, store: Store, clock: Clock, audit: Audit, book: StaffBook) -> None:
        self._store, self._clock, self._audit, self._book = store, clock, audit, book
        self._orders = OrderListing(store, audit)
        self._effects = EffectListing(store, clock, audit)

    def waiting(self, kinds: Collection[CaseKind] = frozenset(CaseKind)) -> tuple[Case, ...]:
        """Orders first, then paper, then submissions; of each the oldest first."""
        found: list[Case] = []
        if CaseKind.ORDER in kinds:
            found += [
                Case(CaseKind.ORDER, one.order.number, one.updated, one)
                for one in self._orders.listed((OrderState.MANUAL,))
            ]
        if CaseKind.PAPER in kinds:
            found += [Case(CaseKind.PAPER, one.key, one.since, one) for one in self._lost()]
        if CaseKind.CONFLICT in kinds:
            found += [
                Case(CaseKind.CONFLICT, one.number, one.since, one)
                for one in self._effects.unfinished()
                if one.state is State.CONFLICT
            ]
        return tuple(found)

    def find(self, kind: CaseKind, id: str) -> Case:
        """Raises CaseGone."""
        found = next((case for case in self.waiting({kind}) if case.id == id), None)
        if found is None:
            raise CaseGone(f"{kind} {id}")
        return found

    def history(self, case: Case) -> tuple[AuditRow, ...]:
        """What the audit tells of it, oldest first."""
        if isinstance(case.about, ListedOrder):
            return self._orders.history(case.about.order)
        return tuple(self._audit.rows(subject=case.number))

    def signers(self, kind: CaseKind, first: Staff) -> tuple[Staff, ...]:
        """Who else may put their PIN to it."""
        return tuple(one for one in self._book.all() if one.id != first.id and one.role in MAY_SIGN[kind])

    def sign(self, kind: CaseKind, first: Staff, id: str, pin: str) -> Staff:
        """The second one. Wrong PINs count as at the hidden door. Raises SameHand, NotAdmitted, DoorWaits, DoorShut."""
        if id == first.id:
            raise SameHand(f"{id} signs twice")
        second = self._book.by_pin(id, pin, Door.MAINTENANCE)
        if second.role not in MAY_SIGN[kind]:
            raise SameHand(f"{second.role} may not sign a case of {kind}")
        return second

    def settle(self, case: Case, how: str, first: Staff, second: Staff | None) -> None:
        """``how`` is an Ending, a Seen or a Resolution, by the case's kind.

        Without ``second`` a submission alone can be settled, by the helper who has the citizen before them. Raises
        CaseGone, SameHand; ValueError for another ``how``.
        """
        if second is None and not (case.kind is CaseKind.CONFLICT and first.role is Role.HELPER):
            raise SameHand(f"{case.kind} by {first.id} alone")
        if second is not None and second.id == first.id:
            raise SameHand(f"{first.id} signs twice")
        witness = CaseSettled(case.number, case.kind.value, how, first.id, second.id if second is not None else "")
        match case.kind:
            case CaseKind.ORDER:
                self._settle_order(case, Ending(how), witness)
            case CaseKind.PAPER:
                self._settle_paper(case, Seen(how), witness)
            case CaseKind.CONFLICT:
                if not self._effects.resolve(case.id, Resolution(how), witness):
                    raise CaseGone(case.id)

    def _settle_order(self, case: Case, ending: Ending, witness: CaseSettled) -> None:
        try:
            OrderTable(self._store, self._clock, self._audit).move(case.id, Resolved(ending), witness)
        except (KeyError, IllegalMove) as error:
            raise CaseGone(case.id) from error

    def _settle_paper(self, case: Case, seen: Seen, witness: CaseSettled) -> None:
        """An order whose receipt is out is seen to by the sweeper."""
        state, now = State(seen.value), self._clock.now().timestamp()
        with self._store.write() as db:
            deadline = now + KEPT_FOR[state].total_seconds()
            changed = db.execute(
                "UPDATE effects SET state = ?, cuts = NULL, updated = ?, deadline = ? WHERE key = ? AND state = ?",
                (state, now, deadline, case.id, State.UNKNOWN),
            ).rowcount
            if not changed:
                raise CaseGone(case.id)
            self._audit.record(db, SheetMoved(case.number, state, 0))
            self._audit.record(db, witness)

    def _lost(self) -> list[LostSheet]:
        rows = self._store.read(
            "SELECT key, kind, subject, created FROM effects WHERE kind IN ('print', 'document') AND state = ?"
            " ORDER BY created",
            (State.UNKNOWN,),
        )
        return [
            LostSheet(
                row["key"], row["subject"], row["kind"] == "document", datetime.fromtimestamp(row["created"], UTC)
            )
            for row in rows
        ]
