"""A receipt held before the scanner, or before the camera."""

from typing import Any

import pytest

from kiosk.core.code import CodeKind, ScannedCode
from kiosk.core.errors import Cancelled, CodeError, DeviceError, Disconnected
from kiosk.core.job import Hint, Preview
from kiosk.core.picture import Frame
from kiosk.core.step import ScanSlip
from kiosk.perform.slip import NO_SLIP, scan_slip
from tests.perform.kits import Played, job

FRAME = Frame(2, 1, memoryview(bytes(8)))
SLIP = ScannedCode("JB:NB20261122-000001", CodeKind.TEXT)
OTHER = ScannedCode("6901234567892", CodeKind.UNKNOWN)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.perform.slip.CARD_POLL", 0.0)


def scanner(*lines: Any) -> Played:
    return Played("read", *lines, forget=lambda: None)


class Reader:
    def read(self, frame: Frame) -> ScannedCode | None:
        return SLIP if frame is FRAME else None


def test_the_number_is_read_and_what_is_no_receipt_is_said() -> None:
    work, said = job(scanner=scanner(None, OTHER, CodeError("half", sentence="码没扫全"), SLIP))
    assert scan_slip(ScanSlip(), work) == "NB20261122-000001"
    assert said == [NO_SLIP, Hint("码没扫全", CodeError("").remedy)]


def test_the_camera_reads_it_where_the_scanner_is_gone() -> None:
    work, said = job(scanner=scanner(Disconnected()), camera=Played("frame", FRAME), code_reader=Reader())
    assert scan_slip(ScanSlip(), work) == "NB20261122-000001"
    assert said == [Preview(FRAME)]


def test_nothing_to_read_with_is_an_error_with_another_way() -> None:
    work, _ = job()
    with pytest.raises(DeviceError) as caught:
        scan_slip(ScanSlip(), work)
    assert caught.value.remedy == "打字也能找"
    work, _ = job(scanner=scanner(Disconnected()))
    with pytest.raises(Disconnected):
        scan_slip(ScanSlip(), work)


def test_it_looks_until_the_citizen_goes() -> None:
    work, _ = job(scanner=scanner(None, None))
    with pytest.raises(Cancelled):
        scan_slip(ScanSlip(), work)
