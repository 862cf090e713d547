"""Is this terminal fit to serve? Each part is tried for real, and each finding is one sentence with what to do."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kiosk import kit
from kiosk.config import Config
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.errors import KioskError
from kiosk.core.ports import Health, Media, Status

__all__ = ["Finding", "as_json", "check", "show"]

PARTS = {
    "id_card": "身份证阅读器",
    "receipt_printer": "回执打印机",
    "camera": "摄像头",
    "scanner": "扫码器",
    "lights": "指示灯",
}
PAPER = {
    Media.OK: "纸够",
    Media.LOW: "纸快用完了",
    Media.OUT: "没有纸",
    Media.JAMMED: "卡纸",
    Media.UNKNOWN: "纸不清楚",
}
SETTLE = 6.0  # seconds; every device has been opened, or has missed, by then
FREE_BYTES = 200 * 2**20  # a year of logs and a month of kept submissions


@dataclass(frozen=True)
class Finding:
    """``ok`` False means that citizens would notice. ``words`` are for the technician."""

    part: str
    ok: bool
    words: str


def check(settings: Config, state: Path, clock: Clock | None = None) -> Iterator[Finding]:
    """Yields a finding as soon as it is known. Opens the terminal's store and devices, and closes them again."""
    yield Finding("配置", True, f"{settings.terminal.id}，功能包「{settings.package.title}」")
    yield _disk(state)
    settled = threading.Condition()

    def changed() -> None:
        with settled:
            settled.notify_all()

    try:
        services = kit.build(settings, state, clock or SystemClock(), changed)
    except KioskError as error:
        yield Finding("加密库和密钥", False, error.technician or error.sentence)
        return
    try:
        yield Finding("加密库和密钥", True, "打得开，写得进")
        with settled:
            settled.wait_for(lambda: not services.starting, timeout=SETTLE)
        for name, label in PARTS.items():
            owner = services.owners.get(name)
            yield Finding(label, True, "配置里没有装") if owner is None else _device(label, owner.status)
        yield _device("政务平台", services.link.status)
    finally:
        services.close()


def show(findings: Iterator[Finding], console: Console) -> list[Finding]:
    """Prints the table as it grows, with what is being tried; returns every finding."""
    seen = []
    with console.status("正在检查…"):
        for finding in findings:
            seen.append(finding)
            console.print(("[green]✓[/] " if finding.ok else "[red]✗[/] ") + finding.part)
    table = Table("部件", "结果", "说明")
    for finding in seen:
        table.add_row(finding.part, "正常" if finding.ok else "[red]有问题[/]", finding.words)
    console.print(table)
    return seen


def as_json(findings: list[Finding]) -> dict[str, object]:
    return {"ready": all(finding.ok for finding in findings), "findings": [asdict(finding) for finding in findings]}


def _device(label: str, status: Status) -> Finding:
    if status.fault is not None:
        return Finding(label, False, f"{status.fault.sentence}：{status.fault.technician}")
    if not status.usable or status.health is Health.STARTING:
        return Finding(label, False, f"{SETTLE:.0f} 秒里没有回应，检查电源和接线")
    paper = PAPER[status.media] if status.media is not None else ""
    return Finding(label, True, "，".join(filter(None, ("在线", paper))))


def _disk(state: Path) -> Finding:
    free = shutil.disk_usage(state).free
    return Finding("磁盘", free >= FREE_BYTES, f"剩 {free / 2**30:.1f} GiB，至少要 {FREE_BYTES / 2**30:.1f} GiB")
