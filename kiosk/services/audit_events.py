"""What of effects, gateway, store and terminal goes into the audit. Payments have theirs in the ledger."""

from dataclasses import dataclass

from kiosk.services.audit import AuditEvent

__all__ = [
    "BadDocumentCame",
    "BadReplyCame",
    "EffectMoved",
    "EffectResolved",
    "HomeChanged",
    "SheetMoved",
    "StoreRebuilt",
    "StoreReplaced",
    "StoreTrouble",
    "TerminalStarted",
]


@dataclass(frozen=True)
class EffectMoved(AuditEvent):
    """A submission was kept for later, or came to an end. ``subject`` is the receipt's number or the slip's, if any.

    ``key`` is the one that the gateway knows it by, ``state`` one of services/effect_states.py, ``reason`` the
    gateway's word for a refusal.
    """

    name = "effect.moved"
    key: str
    path: str
    state: str
    attempts: int
    reason: str = ""


@dataclass(frozen=True)
class EffectResolved(AuditEvent):
    """A helper has sorted out a conflict. ``reason`` is what they wrote."""

    name = "effect.resolved"
    key: str
    path: str
    reason: str


@dataclass(frozen=True)
class HomeChanged(AuditEvent):
    """Somebody has decided that the item ``subject`` leaves home (``accepted``) or comes back to it (``undone``).

    ``staff`` is their number and ``reason`` one of ``services/home_decisions.py``; both "" where it was a command.
    """

    name = "home.changed"
    decision: str
    staff: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SheetMoved(AuditEvent):
    """What became of a sheet with the receipt, or of the certificate, ``subject``. ``before`` may be out already."""

    name = "sheet.moved"
    state: str
    before: int


@dataclass(frozen=True)
class BadDocumentCame(AuditEvent):
    """The PDF of the certificate ``subject`` is not the one that was made out: ``problem`` says in what."""

    name = "document.bad"
    problem: str


@dataclass(frozen=True)
class BadReplyCame(AuditEvent):
    """The gateway, or something on the way, answered what does not fit the call or is not signed by it."""

    name = "gateway.bad_reply"
    path: str
    code: str


@dataclass(frozen=True)
class StoreTrouble(AuditEvent):
    """The store could not do what it was asked; written down when it could again. ``problem`` is for the technician."""

    name = "store.trouble"
    problem: str


@dataclass(frozen=True)
class StoreReplaced(AuditEvent):
    """The store was ``damaged`` or ``missing``, and this is a new one; or rows at its end were lost (``cut_off``).

    ``kept`` is where the old one lies, or up to where the audit had gone. ``saved`` rows were taken over.
    """

    name = "store.replaced"
    reason: str
    kept: str
    saved: int


@dataclass(frozen=True)
class StoreRebuilt(AuditEvent):
    """What the gateway lists of this terminal was written into a new store."""

    name = "store.rebuilt"
    submissions: int
    orders: int


@dataclass(frozen=True)
class TerminalStarted(AuditEvent):
    """The terminal process has opened its store."""

    name = "terminal.started"
    version: str
    schema: int
