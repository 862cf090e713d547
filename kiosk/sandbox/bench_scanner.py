"""The bench's code scanner: texts of one's own, and the codes that a resident's phone shows."""

from datetime import timedelta
from enum import Enum
from typing import Any

from fastapi import APIRouter

from kiosk.core.code import CodeKind
from kiosk.devices.simulators.code_scanner import ScannerFault
from kiosk.sandbox.bench_errors import ERRORS, BenchError
from kiosk.sandbox.bench_parts import OnStage, Order, device
from kiosk.sandbox.codes import LIFETIME
from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.residents import RESIDENTS
from kiosk.sandbox.stage import Stage

__all__ = ["PhoneCode", "phone_code", "router", "scanner_state"]

_BY_ID = {resident.id: resident for resident in RESIDENTS}
_MOST = 8192  # characters: twice what any scanner reads out of one QR code

router = APIRouter(prefix="/scanner", responses=ERRORS)


class PhoneCode(Enum):
    """What the phone shows; ``EXPIRED`` is a social-security code whose minute is over."""

    SOCIAL_SECURITY = "social_security"
    MEDICAL_VOUCHER = "medical_voucher"
    EXPIRED = "expired"


class ScannerOrder(Order):
    """``text`` is held before the scanner as it is; ``person`` holds up a phone that shows a new ``code``."""

    text: str | None = None
    person: str | None = None
    code: PhoneCode = PhoneCode.SOCIAL_SECURITY
    fault: ScannerFault | None = None


@router.post("")
def scanner(order: ScannerOrder, desk: AtDesk, stage: OnStage) -> dict[str, Any]:
    """Holds a code before the scanner; sets or clears a fault of it. The answer's ``text`` is what was scanned last."""
    if order.text is not None and order.person is not None:
        raise BenchError("text 和 person 只能写一个")
    if not order.model_fields_set & {"text", "person", "fault"}:
        raise BenchError("要写 text 或者 person，或者 fault")
    text = phone_code(order.person, order.code, desk) if order.person is not None else order.text
    if text is not None and len(text) > _MOST:
        raise BenchError(f"text 最多 {_MOST} 个字")
    if "fault" in order.model_fields_set:
        stage.scanner.set_fault(order.fault)
    if text is not None:
        stage.scanner.scan(text)
    return scanner_state(stage)


def scanner_state(stage: Stage) -> dict[str, Any]:
    return device(stage.scanner.fault) | {"text": stage.scanner.scanned}


def phone_code(person: str, code: PhoneCode, desk: Desk) -> str:
    """What this person's phone shows."""
    resident = _BY_ID.get(person)
    if resident is None:
        raise BenchError(f"没有编号是 {person[:20]!r} 的人；可以写 {RESIDENTS[0].id} 到 {RESIDENTS[-1].id}")
    kind = CodeKind.MEDICAL_VOUCHER if code is PhoneCode.MEDICAL_VOUCHER else CodeKind.SOCIAL_SECURITY
    left = timedelta(seconds=-1) if code is PhoneCode.EXPIRED else LIFETIME
    return desk.codes.show(resident, kind, desk.clock.now() + left)
