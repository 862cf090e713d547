"""What staff do at the terminal, for the audit: who, where and what came of it; never what a citizen has told."""

from dataclasses import dataclass

from kiosk.services.audit import AuditEvent

__all__ = [
    "CaseSettled",
    "DoorOpened",
    "LogsExported",
    "MaintenanceClosed",
    "MaintenanceDid",
    "MaintenanceOpened",
    "ProxyAuthorised",
    "RoundSigned",
    "SettingsChanged",
    "SignInFailed",
    "SignedIn",
    "StaffChanged",
    "TerminalInspected",
]


@dataclass(frozen=True)
class MaintenanceOpened(AuditEvent):
    """Somebody has come into the maintenance menu."""

    name = "maintenance.opened"
    staff: str
    role: str


@dataclass(frozen=True)
class MaintenanceDid(AuditEvent):
    """``subject`` is the page, ``at`` what of it (a device), ``outcome`` "done" or the code of what went wrong."""

    name = "maintenance.did"
    staff: str
    at: str
    action: str
    outcome: str


@dataclass(frozen=True)
class MaintenanceClosed(AuditEvent):
    """They have left, or nobody touched it for too long."""

    name = "maintenance.closed"
    staff: str
    reason: str


@dataclass(frozen=True)
class CaseSettled(AuditEvent):
    """What had waited for a person is settled: ``subject`` is its number, ``kind`` and ``how`` are of
    services/casework.py; ``second`` has put their PIN to it, "" where one was enough."""

    name = "case.settled"
    kind: str
    how: str
    staff: str
    second: str


@dataclass(frozen=True)
class LogsExported(AuditEvent):
    """Logs have left on a stick, encrypted: ``subject`` is the file, ``digest`` its SHA-256."""

    name = "logs.exported"
    staff: str
    digest: bytes
    size: int


@dataclass(frozen=True)
class SignedIn(AuditEvent):
    """``subject`` is the door, ``means`` "pin", "card" or "challenge"."""

    name = "staff.signed_in"
    staff: str
    role: str
    means: str


@dataclass(frozen=True)
class SignInFailed(AuditEvent):
    """``staff`` is "" for a number that nobody has; ``wrong`` tries stand against the door."""

    name = "staff.sign_in_failed"
    staff: str
    means: str
    wrong: int


@dataclass(frozen=True)
class DoorOpened(AuditEvent):
    """Somebody has said that what was tried at the door (``subject``) is forgotten."""

    name = "staff.door_opened"
    staff: str
    wrong: int


@dataclass(frozen=True)
class StaffChanged(AuditEvent):
    """``subject`` is the number; ``what`` "added", "pin", "card" or "removed"; ``by`` a number, or "command"."""

    name = "staff.changed"
    what: str
    by: str


@dataclass(frozen=True)
class SettingsChanged(AuditEvent):
    """config.toml is another one; ``keys`` with blanks between them, and none of their values."""

    name = "settings.changed"
    staff: str
    keys: str


@dataclass(frozen=True)
class ProxyAuthorised(AuditEvent):
    """Somebody acts for somebody else in this item: ``subject`` is the authorisation's number. Neither is named."""

    name = "proxy.authorised"
    helper: str
    item: str
    relation: str


@dataclass(frozen=True)
class RoundSigned(AuditEvent):
    """A checklist was gone through and signed off; ``wanting`` is how much was not as it should be."""

    name = "round.signed"
    checklist: str
    staff: str
    wanting: int


@dataclass(frozen=True)
class TerminalInspected(AuditEvent):
    """The terminal was tried as a whole: ``subject`` is the occasion, ``printed`` where the report came out."""

    name = "terminal.inspected"
    staff: str
    ready: bool
    wanting: int
    printed: str
