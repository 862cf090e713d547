"""The bench's calls about certificates: what is wrong with their PDFs, and the police who look at one."""

from typing import Any

from fastapi import APIRouter

from kiosk.sandbox import no_record
from kiosk.sandbox.bench_errors import ERRORS, BenchError
from kiosk.sandbox.bench_parts import Order, value
from kiosk.sandbox.certificates import insured_of
from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.faults import DocumentFault
from kiosk.sandbox.holdings import holdings_of
from kiosk.sandbox.residents import RESIDENTS

__all__ = ["certificates_of", "router"]

router = APIRouter(responses=ERRORS)


class DocumentsOrder(Order):
    fault: DocumentFault | None


class PoliceOrder(Order):
    """``person`` has been looked at: the certificate can be collected."""

    person: str


def certificates_of(desk: Desk) -> dict[str, dict[str, Any]]:
    """By the resident's id: which certificates there are for them, and how each stands."""
    insured = insured_of(desk)
    return {
        resident.id: {
            "insured": insured[resident.id],
            "no_record": no_record.no_record_of(desk, resident),
            **holdings_of(resident),
        }
        for resident in RESIDENTS
    }


@router.post("/documents")
def documents(asked: DocumentsOrder, desk: AtDesk) -> dict[str, Any]:
    """Every certificate that is made out from now on has this fault; null: none. Those before stay as they are."""
    desk.faults.document = asked.fault
    return {"fault": value(asked.fault)}


@router.post("/police")
def police(asked: PoliceOrder, desk: AtDesk) -> dict[str, Any]:
    resident = next((each for each in RESIDENTS if each.id == asked.person), None)
    if resident is None or not no_record.ready(desk, resident):
        raise BenchError("这个人没有在等的申请", status=409)
    return {"no_record": no_record.no_record_of(desk, resident)}
