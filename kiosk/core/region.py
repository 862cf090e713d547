"""跨省通办: which regions an item serves, and where whoever comes from elsewhere is sent instead.

The home region is what an ID number begins with (GB/T 2260: two digits province, four city, six county). Cards of
foreigners have none: for them every region's items are tried, and the gateway decides.
"""

from collections.abc import Generator
from dataclasses import dataclass
from types import coroutine
from typing import Any

from kiosk.core.call import Call
from kiosk.core.errors import GatewayError, KioskError
from kiosk.core.person import CardKind, Person
from kiosk.core.receipt import Receipt
from kiosk.core.step import Done, EnterIdNumber, Identify, PrintReceipt, Query, ShowCode, Step, Tone
from kiosk.core.walk import Script
from kiosk.core.words import said

__all__ = ["AskElsewhere", "home_region", "serves", "within"]

WHO = (Identify, ShowCode, EnterIdNumber)


@dataclass(frozen=True)
class AskElsewhere(Call[Receipt]):
    """Where this is done for people of that region. A query; the receipt is a sheet to take along, with no name."""

    path = "/regions/elsewhere"
    item: str
    region: str


def home_region(person: Person) -> str:
    """Six digits, or "" for a card that names no region of the country."""
    inland = person.kind is CardKind.RESIDENT and len(person.id_number) == 18
    return person.id_number[:6] if inland else ""


def serves(regions: tuple[str, ...], person: Person) -> bool:
    home = home_region(person)
    return not regions or not home or home.startswith(regions)


def within(regions: tuple[str, ...], id: str, title: str, script: Script) -> Script:
    """The script for people of these regions; for everybody else, once they are known, the way to where it is done."""
    if not regions:
        return script

    @coroutine
    def guarded() -> Generator[Step[Any], Any, Done]:
        inner = script()
        try:
            step = inner.send(None)
            while True:
                try:
                    answer = yield step
                except KioskError as error:
                    step = inner.throw(error)
                    continue
                if isinstance(step, WHO) and isinstance(answer, Person) and not serves(regions, answer):
                    return (yield from _elsewhere(id, title, answer).__await__())
                step = inner.send(answer)
        except StopIteration as end:
            outcome: Done = end.value
            return outcome
        finally:
            inner.close()

    return guarded


async def _elsewhere(id: str, title: str, person: Person) -> Done:
    heading = said("{title}要在老家办", title=title)
    try:
        place = await Query(AskElsewhere(id, home_region(person)), "正在查该去哪里办")
    except GatewayError:
        return Done(heading, ("这里办不了外地的", "打12345问老家的窗口"), tone=Tone.INFO)
    await PrintReceipt(place)
    return Done(heading, (*(value for _, value in place.rows), place.note), place.number, Tone.INFO)
