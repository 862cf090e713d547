"""The bench's A4 printer: its faults, and the documents that came out of it."""

from typing import Any

from fastapi import APIRouter, Response

from kiosk.devices.simulators.ipp_printer import A4Fault, IppPrinterSimulator
from kiosk.sandbox.bench_errors import ERRORS, BenchError
from kiosk.sandbox.bench_parts import OnStage, Order, device
from kiosk.sandbox.stage import Stage

__all__ = ["a4_state", "router"]

_ALWAYS_ASK = {"Cache-Control": "no-store"}  # after a restart documents are counted from 1 again
_NOT_INSTALLED = {"state": "not_installed", "fault": None, "papers": 0}

router = APIRouter(prefix="/a4", responses=ERRORS)


class A4Order(Order):
    fault: A4Fault | None


@router.post("")
def a4(order: A4Order, stage: OnStage) -> dict[str, Any]:
    """Sets or clears a fault of the A4 printer; the document that it is at is stopped by it or goes on."""
    try:
        _printer(stage).set_fault(order.fault)
    except (OSError, RuntimeError) as error:  # its program is busy, or does not come back
        raise BenchError("A4 打印机没有照办，再按一次", status=503) from error
    return a4_state(stage)


@router.get("/papers")
def papers(stage: OnStage) -> list[dict[str, Any]]:
    """What came out, oldest first, a document each: its number, its bytes, how often, on which sides, under which key.

    ``sides`` is one-sided, two-sided-long-edge or two-sided-short-edge.
    """
    return [
        {
            "n": number,
            "bytes": len(sheets.pdf),
            "copies": sheets.copies,
            "sides": sheets.sides,
            "key": sheets.job_name,
        }
        for number, sheets in enumerate(_printer(stage).papers, 1)
    ]


@router.get("/papers/{number}.pdf")
def paper_pdf(number: int, stage: OnStage) -> Response:
    """The document, as the printer got it from the print server."""
    papers = _printer(stage).papers
    if not 1 <= number <= len(papers):
        raise BenchError(f"没有第 {number} 份，打出来了 {len(papers)} 份", status=404)
    return Response(papers[number - 1].pdf, media_type="application/pdf", headers=_ALWAYS_ASK)


def a4_state(stage: Stage) -> dict[str, Any]:
    """``state`` is unplugged while the printer is gone, not_installed where Debian's programs are missing."""
    if stage.a4 is None:
        return _NOT_INSTALLED
    fault = stage.a4.fault
    gone = {"state": "unplugged"} if fault is A4Fault.GONE else {}
    return device(fault) | gone | {"papers": len(stage.a4.papers)}


def _printer(stage: Stage) -> IppPrinterSimulator:
    if stage.a4 is None:
        raise BenchError("A4 打印机没有开：装上 system-packages.txt 里的包，再开试验台", status=501)
    return stage.a4
