"""Each device is asked what it is, and made to do what citizens want of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from kiosk.check import picture
from kiosk.check.finding import Choices, Finding
from kiosk.check.pages import typeset
from kiosk.core import timing
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import DeviceError, PaperError
from kiosk.core.parts import DEVICES
from kiosk.core.ports import A4Printer, Camera, ReceiptPrinter
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.status import Health, Media, Status
from kiosk.devices.owner import Owner

__all__ = ["ASKED", "findings", "status"]

PAPER: Final = {
    Media.OK: "纸够",
    Media.LOW: "",  # its notice says so, where the driver has one
    Media.OUT: "没有纸",
    Media.JAMMED: "卡纸",
    Media.UNKNOWN: "纸不清楚",
}
ASKED: Final = 20.0  # seconds to find a card in a bag
NOT_ASKED: Final = "有人在旁边时加 --interactive 再查"
NOT_PRINTED: Final = "要用掉一张纸：加 --print 再查"
_WITHDRAW: Final = 5.0  # seconds to cancel a job and to see that it is cancelled
_FRAMES: Final = 10  # a camera that wakes up sets its exposure by its first pictures
_TEST: Final = Receipt(
    number="TEST",
    title="打印试验",
    state=ReceiptState.DONE,
    issued_at=datetime(2026, 1, 1, tzinfo=UTC),  # replaced by today's
    rows=(("中文", "近办，办好了"), ("生僻字", "㐀䶮𬭛"), ("数字", "0123456789")),
    note="这张纸是检查机器时打的",
    code="https://example.invalid/jinban-test",
)

Trial = Callable[[Owner[Any], Choices], Iterator[Finding]]


def findings(name: str, owner: Owner[Any] | None, choices: Choices) -> Iterator[Finding]:
    """How it stands and, if it stands well, what it did."""
    label = DEVICES.get(name, name)
    if owner is None:
        yield Finding(label, None, "配置里没有装")
        return
    standing = status(label, owner.status)
    if not standing.ok:
        yield standing
        return
    trial = TRIALS.get(name)
    if trial is None:
        yield standing
        return
    try:
        yield from trial(owner, choices)
    except DeviceError as error:
        yield Finding(label, False, f"{error.sentence}：{error.technician}")


def status(label: str, status: Status) -> Finding:
    if status.fault is not None:
        return Finding(label, False, f"{status.fault.sentence}：{status.fault.technician}")
    if not status.usable or status.health is Health.STARTING:
        return Finding(label, False, "没有回应，检查电源和接线")
    paper = PAPER[status.media] if status.media is not None else ""
    notices = (notice.sentence for notice in status.notices)
    waiting = "出纸口还有一张没拿走" if status.waiting else ""
    return Finding(label, True, "，".join(filter(None, ("在线", paper, *notices, waiting))))


def _id_card(owner: Owner[Any], choices: Choices) -> Iterator[Finding]:
    number = _run(owner, _number)
    yield Finding(DEVICES["id_card"], True, f"在线，安全模块 {number}" if number else "在线")
    yield _wait_for("读身份证", owner, choices, "把一张身份证放在读卡的地方", "读到了一张身份证")


def _number(reader: Any) -> str:
    """Of the reader's security module; a model that cannot tell it has no ``sam_id``."""
    return str(reader.sam_id()) if hasattr(reader, "sam_id") else ""


def _scanner(owner: Owner[Any], choices: Choices) -> Iterator[Finding]:
    yield status(DEVICES["scanner"], owner.status)
    yield _wait_for("扫码", owner, choices, "把任意一个二维码放在扫码口前", "扫到了一个码")


def _wait_for(part: str, owner: Owner[Any], choices: Choices, question: str, done: str) -> Finding:
    """Until the driver's ``read`` has found something. What it was stays unsaid: it is somebody's own."""
    if choices.ask is None:
        return Finding(part, None, NOT_ASKED)
    clock = SystemClock()
    try:
        found = _run(owner, _read)  # once before: what is shown while nobody has asked, a scanner drops
        choices.ask(f"{question}（{ASKED:.0f} 秒以内）")
        until = clock.monotonic() + ASKED
        while found is None and clock.monotonic() < until:
            choices.cancel.wait(timing.CARD_POLL)
            found = _run(owner, _read)
    except DeviceError as error:
        return Finding(part, False, f"{error.sentence}：{error.technician}")
    return Finding(part, False, f"{ASKED:.0f} 秒里什么也没有") if found is None else Finding(part, True, done)


def _read(driver: Any) -> Any:
    return driver.read()


def _camera(owner: Owner[Any], choices: Choices) -> Iterator[Finding]:
    if choices.ask is not None:
        choices.ask("站到镜头前面，看着镜头")

    def look(camera: Camera) -> Finding:
        for _ in range(_FRAMES - 1):
            camera.frame()
        return picture.judge(camera.frame(), somebody_there=choices.ask is not None)

    yield _run(owner, look, seconds=3 * timing.FRAME)


def _document_camera(owner: Owner[Any], choices: Choices) -> Iterator[Finding]:
    if choices.ask is not None:
        choices.ask("放一张有字的纸在拍纸的镜头下")

    def look(camera: Camera) -> Finding:
        for _ in range(_FRAMES - 1):
            camera.frame()
        frame = camera.frame()
        label = DEVICES["document_camera"]
        return picture.judge_sheet(label, frame, camera.still(), sheet_there=choices.ask is not None)

    yield _run(owner, look, seconds=3 * timing.FRAME)


def _receipt_printer(owner: Owner[Any], choices: Choices) -> Iterator[Finding]:
    receipt = replace(_TEST, issued_at=SystemClock().now())

    def print_it(printer: ReceiptPrinter) -> None:
        printer.print_receipt(receipt, copy=0, deadline=timing.PRINT_RECEIPT)

    yield status(DEVICES["receipt_printer"], owner.status)
    done = "打出来了，也切了；看一眼字清不清楚，二维码扫不扫得出"
    yield _print("试打回执", owner, choices, print_it, timing.PRINT_RECEIPT, done)


def _a4_printer(owner: Owner[Any], choices: Choices) -> Iterator[Finding]:
    sheet = typeset("test-sheet.typ", {"date": f"{SystemClock().now().astimezone():%Y-%m-%d %H:%M}"})
    key = f"check-{uuid4().hex}"

    def print_it(printer: A4Printer) -> None:
        try:
            printer.print_pdf(sheet, key=key, cancel=Cancel(), deadline=timing.PRINT_A4)
        except PaperError:
            printer.withdraw(key, deadline=_WITHDRAW)  # or it would come out when paper is put in, for nobody
            raise

    yield status(DEVICES["a4_printer"], owner.status)
    yield _print("试打 A4", owner, choices, print_it, timing.PRINT_A4 + _WITHDRAW, "打出来了；看一眼四边的框和灰色")


def _print(
    part: str, owner: Owner[Any], choices: Choices, command: Callable[[Any], None], seconds: float, done: str
) -> Finding:
    if not choices.prints:
        return Finding(part, None, NOT_PRINTED)
    try:
        _run(owner, command, seconds=seconds + timing.DEVICE_POLL)
    except DeviceError as error:
        return Finding(part, False, f"{error.sentence}：{error.technician}")
    return Finding(part, True, done)


def _run(owner: Owner[Any], command: Callable[[Any], Any], *, seconds: float = timing.CARD_READ * 2) -> Any:
    return owner.run(command, cancel=Cancel(), deadline=seconds)


TRIALS: Final[Mapping[str, Trial]] = {
    "id_card": _id_card,
    "scanner": _scanner,
    "camera": _camera,
    "document_camera": _document_camera,
    "receipt_printer": _receipt_printer,
    "a4_printer": _a4_printer,
}
