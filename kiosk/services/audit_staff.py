"""What staff do at the terminal, for the audit: who, where and what came of it; never what a citizen has told."""

from dataclasses import dataclass

from kiosk.services.audit import AuditEvent

__all__ = ["MaintenanceClosed", "MaintenanceDid", "MaintenanceOpened"]


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
