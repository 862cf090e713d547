"""The report of use as a technician reads it, as a table for a spreadsheet, and as JSON."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from rich.console import Console, Group
from rich.table import Column, Table
from rich.text import Text

from kiosk.core.errors import Clearer
from kiosk.core.parts import PARTS
from kiosk.core.usage import Outcome
from kiosk.services.statistics import Report, TierUse

__all__ = ["CLEARERS", "OUTCOMES", "STEP_WORDS", "as_json", "console", "duration", "rows", "write_csv"]

WIDTH: Final = 32  # characters of the longest bar
ITEMS: Final = 30  # that are done most; a screenful, and a table of all takes longer than to count them
STEPS: Final = 4  # at which an item is left most
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
OUTCOMES: Final = {
    Outcome.DONE: "办成", Outcome.ENDED: "不用办或办不了", Outcome.LEFT: "半路走了", Outcome.IDLE: "没人了",
    Outcome.TROUBLE: "出故障走了",
}  # fmt: skip
CLEARERS: Final = {
    Clearer.ITSELF: "自己会好", Clearer.CITIZEN: "市民", Clearer.SITE: "网点人员", Clearer.ENGINEER: "运维工程师",
}  # fmt: skip
STEP_WORDS: Final = {  # of steps without a name of their own
    "Identify": "放身份证", "ShowCode": "扫手机上的码", "EnterIdNumber": "输身份证号", "Consent": "看说明、同意",
    "CaptureFace": "拍照", "CaptureIdPhoto": "拍证件照", "ScanDocument": "拍材料", "KeepSheet": "看拍好的材料",
    "Sign": "签字", "Review": "核对", "Query": "查询", "Submit": "提交", "Issue": "开证明", "Pay": "付钱",
    "Choose": "选一项",
    "PrintReceipt": "打回执", "OfferReceipt": "要不要回执", "PrintDocument": "打证明", "PreviewDocument": "看证明",
    "ShowFacts": "看结果", "PaymentReady": "能不能付钱", "ScanSlip": "扫回执上的码", "Field": "填一项",
}  # fmt: skip


def duration(seconds: float | None) -> str:
    """「45 秒」, 「3 分钟」, 「2.5 小时」, 「4 天」; 「—」 for None."""
    if seconds is None:
        return "—"
    if seconds < MINUTE:
        return f"{seconds:.0f} 秒"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} 分钟"
    return f"{seconds / HOUR:.1f} 小时" if seconds < DAY else f"{seconds / DAY:.1f} 天"


def console(report: Report, title_of: Callable[[str], str]) -> None:
    """Prints it, with bars."""
    parts = [_by_time(report), _items(report, title_of), _devices(report), _tiers(report), _paper(report, title_of)]
    heading = f"{report.period.words}：办成 {report.completions} 次，开了头 {report.begun} 次"
    Console().print(Group(heading, *(part for part in parts if part.row_count)), highlight=False)


def _by_time(report: Report) -> Table:
    table = Table("几时", "办成", Column("", min_width=WIDTH), title="办成多少次")
    most = max((count for _, count in report.done), default=0) or 1
    for name, count in report.done:
        table.add_row(name, str(count), Text("█" * round(count / most * WIDTH), style="blue"))
    return table


def _items(report: Report, title_of: Callable[[str], str]) -> Table:
    item, step = (Column(words, overflow="fold") for words in ("事项", "走在哪一步"))
    table = Table(item, "办成", "没办成", "半路走了", "办成一次要", step, title="每件事")
    by_use = sorted(report.items.items(), key=lambda one: (-one[1].ends[Outcome.DONE], one[0]))
    for name, use in by_use[:ITEMS]:
        done = use.ends[Outcome.DONE]
        most = sorted(use.steps.items(), key=lambda step: -step[1])[:STEPS]
        steps = [f"{STEP_WORDS.get(at, at)} {count}" for at, count in most]
        table.add_row(
            title_of(name), str(done), str(use.ends[Outcome.ENDED]), str(use.left),
            duration(use.done_seconds / done if done else None), "、".join(steps),
        )  # fmt: skip
    if rest := [use for _, use in by_use[ITEMS:]]:
        sums = (sum(use.ends[outcome] for use in rest) for outcome in (Outcome.DONE, Outcome.ENDED))
        table.add_row(
            f"其余 {len(rest)} 件（--csv 里都有）", *map(str, sums), str(sum(use.left for use in rest)), "", ""
        )
    return table


def _devices(report: Report) -> Table:
    table = Table("设备", "故障", "停了多久", "能用的时间", title="设备")
    for one in report.devices:
        table.add_row(PARTS.get(one.device, one.device), str(one.faults), duration(one.down), f"{one.available:.2%}")
    return table


def _tiers(report: Report) -> Table:
    table = Table("谁来处理", "故障", "有人答应", "多久有人答应", "多久修好", "超时", title="故障，中位数")
    for one in report.tiers:
        if one.faults:
            table.add_row(
                CLEARERS[one.clearer], str(one.faults), str(one.answered), duration(one.respond), duration(one.repair),
                str(one.late),
            )  # fmt: skip
    return table


def _paper(report: Report, title_of: Callable[[str], str]) -> Table:
    table = Table("打印机", Column("事项", overflow="fold"), "张数", title="用纸")
    for device, items in report.paper.items():
        for item, sheets in sorted(items.items(), key=lambda one: -one[1]):
            table.add_row(PARTS.get(device, device), title_of(item) if item else "测试和检查", str(sheets))
    return table


def rows(report: Report) -> Iterator[tuple[str, str, str, float]]:
    """Section, name, measure, value: one line each, which any spreadsheet can turn as it likes. Times in seconds."""
    yield from (("time", name, "done", count) for name, count in report.done)
    for item, use in sorted(report.items.items()):
        yield from (("item", item, outcome.value, count) for outcome, count in use.ends.items())
        yield from (("item", item, f"left_at.{step}", count) for step, count in sorted(use.steps.items()))
        yield "item", item, "seconds", use.seconds
        yield "item", item, "done_seconds", use.done_seconds
    for one in report.devices:
        yield "device", one.device, "faults", one.faults
        yield "device", one.device, "down_seconds", round(one.down)
        yield "device", one.device, "available", round(one.available, 5)
    for tier in report.tiers:
        yield from _rows_of(tier)
    for device, items in report.paper.items():
        yield from (("paper", device, item or "tests", sheets) for item, sheets in sorted(items.items()))


def _rows_of(tier: TierUse) -> Iterator[tuple[str, str, str, float]]:
    name = tier.clearer.value
    yield "faults", name, "faults", tier.faults
    yield "faults", name, "answered", tier.answered
    yield "faults", name, "late", tier.late
    if tier.respond is not None:
        yield "faults", name, "respond_seconds", round(tier.respond)
    if tier.repair is not None:
        yield "faults", name, "repair_seconds", round(tier.repair)


def write_csv(report: Report, file: Path) -> None:
    """UTF-8 with the mark by which spreadsheets know it. Raises OSError."""
    with file.open("w", newline="", encoding="utf-8-sig") as to:
        writer = csv.writer(to)
        writer.writerow(("period", "section", "name", "measure", "value"))
        writer.writerows((report.period.words, *row) for row in rows(report))


def as_json(report: Report) -> str:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for section, name, measure, value in rows(report):
        found.setdefault(section, {}).setdefault(name, {})[measure] = value
    period = {"span": report.period.span.value, "first": report.period.first.isoformat()}
    return json.dumps({**period, "observed_seconds": round(report.observed), **found}, ensure_ascii=False)
