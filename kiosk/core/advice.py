"""What else a person is entitled to (政策找人): the gateway's rules know, and tell it once the person is known."""

from dataclasses import dataclass, field

from kiosk.core.call import Call

__all__ = ["AskEntitlements", "Entitlement", "Entitlements"]


@dataclass(frozen=True)
class Entitlement:
    """``item`` is a service item's id; ``reason`` says in one sentence why: 「二级残疾证，可以领护理补贴」.

    Without a reason the item's official name stands there.
    """

    item: str
    reason: str = field(repr=False)


@dataclass(frozen=True)
class Entitlements:
    """What has not been had yet, the most useful first."""

    entitled: tuple[Entitlement, ...]


@dataclass(frozen=True)
class AskEntitlements(Call[Entitlements]):
    """A query. Asked only for a person who has proved to be this person."""

    path = "/advice"
    id_number: str = field(repr=False)
