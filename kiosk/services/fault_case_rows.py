"""A case of the fault router as its row in the store says it."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any, Final

from kiosk.core.errors import Clearer, Fault, KioskError
from kiosk.core.routing import Late, Routed, Tier

__all__ = ["REPORTED", "FaultCase", "case_of", "id_of", "number_of"]

REPORTED: Final = "reported"  # the code of what a person has told, of which no device knows


@dataclass(frozen=True)
class FaultCase:
    """Times are in the terminal's zone. ``device`` is "" for what a person reported of the terminal.

    ``since`` is when ``tier`` was told first, ``late`` what has been told to be late. ``responder`` and ``closer`` are
    numbers on the staff list.
    """

    number: str
    device: str
    fault: Fault
    stops: bool
    began: datetime
    ended: datetime | None
    tier: Tier
    since: datetime
    late: frozenset[Late]
    responder: str
    responded: datetime | None
    closer: str
    how: str

    @property
    def tells_itself(self) -> bool:
        """The device says when it is over; nobody need."""
        return self.fault.code != REPORTED

    @property
    def routed(self) -> Routed:
        return Routed(self.tier, self.stops, self.since, bool(self.responder), self.late)

    def escalated(self, late: Late, now: datetime) -> "FaultCase":
        """What concerned nobody yet begins to be somebody's now; the clocks of the others run on."""
        since = now if late is Late.LASTS else self.since
        told = self.late if late is Late.LASTS else self.late | {late}
        return replace(self, tier=self.tier.above, since=since, late=told)


def number_of(id: int, began: float, zone: tzinfo | None) -> str:
    """As it is told and read: the day on which it began, and the row."""
    return f"{datetime.fromtimestamp(began, zone):%y%m%d}-{id}"


def id_of(number: str) -> int:
    """Raises KioskError for what is no number."""
    day, _, row = number.partition("-")
    if not (day.isdecimal() and row.isdecimal() and row.isascii()):
        raise KioskError(f"no number of a case: {number[:20]!r}", sentence="没有这个故障", remedy="回到故障页再看")
    return int(row)


def case_of(row: Any, zone: tzinfo | None) -> FaultCase:
    def moment(name: str) -> datetime | None:
        return datetime.fromtimestamp(row[name], zone) if row[name] is not None else None

    return FaultCase(
        number=number_of(row["id"], row["began"], zone),
        device=row["device"],
        fault=Fault(row["code"], row["sentence"], row["remedy"], row["technician"], Clearer(row["clearer"])),
        stops=bool(row["stops"]),
        began=datetime.fromtimestamp(row["began"], zone),
        ended=moment("ended"),
        tier=Tier(row["tier"]),
        since=datetime.fromtimestamp(row["since"], zone),
        late=frozenset(Late(one) for one in row["late"].split(",") if one),
        responder=row["responder"],
        responded=moment("responded"),
        closer=row["closer"],
        how=row["how"],
    )
