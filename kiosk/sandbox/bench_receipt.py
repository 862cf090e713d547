"""The bench's receipt printer: its faults, the papers that came out of it, and the one that hangs in its mouth."""

from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Response

from kiosk.devices.simulators.escpos_printer import PrinterFault
from kiosk.devices.simulators.paper import Paper
from kiosk.sandbox.bench_errors import ERRORS, BenchError
from kiosk.sandbox.bench_parts import OnStage, Order, device
from kiosk.sandbox.stage import Stage

__all__ = ["receipt_state", "router"]

_ALWAYS_ASK = {"Cache-Control": "no-store"}  # after a restart papers are counted from 1 again

router = APIRouter(prefix="/receipt", responses=ERRORS)


class ReceiptOrder(Order):
    """``take`` takes the sheet out of its mouth."""

    fault: PrinterFault | None = None
    take: bool = False


@router.post("")
def receipt(order: ReceiptOrder, stage: OnStage) -> dict[str, Any]:
    """Sets or clears a fault of the receipt printer, or takes the sheet that hangs there."""
    if not order.model_fields_set:
        raise BenchError("要写 fault 或者 take")
    if "fault" in order.model_fields_set:
        stage.receipt.set_fault(order.fault)
    if order.take:
        stage.receipt.take_paper()
    return receipt_state(stage)


def receipt_state(stage: Stage) -> dict[str, Any]:
    """``printing``: it is in the middle of a sheet; ``waiting``: one hangs in its mouth."""
    printer = stage.receipt
    paper = {"papers": len(printer.papers), "printing": printer.printing, "waiting": printer.waiting}
    return device(printer.fault) | paper


@router.get("/papers")
def papers(stage: OnStage) -> list[dict[str, Any]]:
    """What came out, oldest first: its number, how many bytes the printer got for it, the text and QR codes on it."""
    return [
        {"n": number, "bytes": len(paper.data), "text": paper.text, "codes": paper.codes}
        for number, paper in enumerate(stage.receipt.papers, 1)
    ]


@router.get("/papers/{number}.png")
def paper_picture(number: int, stage: OnStage) -> Response:
    """How it looks."""
    return Response(_png(_paper(stage, number)), media_type="image/png", headers=_ALWAYS_ASK)


@router.get("/papers/{number}.bin")
def paper_bytes(number: int, stage: OnStage) -> Response:
    """What the printer got for it."""
    return Response(_paper(stage, number).data, media_type="application/octet-stream", headers=_ALWAYS_ASK)


def _paper(stage: Stage, number: int) -> Paper:
    papers = stage.receipt.papers
    if not 1 <= number <= len(papers):
        raise BenchError(f"没有第 {number} 张纸，打出来了 {len(papers)} 张", status=404)
    return papers[number - 1]


@lru_cache(maxsize=64)
def _png(paper: Paper) -> bytes:
    return paper.png()
