"""What helpers do in the assisted mode, for the audit: who, which item, and what came of it; never for whom."""

from dataclasses import dataclass

from kiosk.services.audit import AuditEvent

__all__ = ["AssistBegan", "AssistEnded", "AssistedItem"]


@dataclass(frozen=True)
class AssistBegan(AuditEvent):
    """A helper has begun. ``by_card``: signed in with the staff card, which must lie there."""

    name = "assist.began"
    staff: str
    by_card: bool


@dataclass(frozen=True)
class AssistedItem(AuditEvent):
    """One citizen's errand, ``subject`` its item. ``outcome`` as ``core/usage.py`` has it, or "handed_over" where the
    citizen went on alone; ``step`` is where it was left."""

    name = "assist.item"
    staff: str
    outcome: str
    step: str


@dataclass(frozen=True)
class AssistEnded(AuditEvent):
    """``reason`` is one of ``core/assist.py``."""

    name = "assist.ended"
    staff: str
    reason: str
