"""The findings as a technician reads them, and as JSON for a program."""

from collections.abc import Callable, Iterable
from dataclasses import asdict

from rich.console import Console
from rich.table import Column, Table

from kiosk.check.finding import Finding

__all__ = ["as_json", "follow", "ready"]

MARKS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]－[/]"}
VERDICTS = {True: "正常", False: "[red]有问题[/]", None: "[yellow]没有试[/]"}


def follow(check: Callable[[Callable[[str], None]], Iterable[Finding]], console: Console) -> list[Finding]:
    """Runs the check, which is given a function that shows what is tried now; then the table of all it found."""
    seen = []
    with console.status("正在检查…") as status:
        for finding in check(lambda part: status.update(f"正在试：{part}")):
            seen.append(finding)
            console.print(f"{MARKS[finding.ok]} {finding.part}", highlight=False)
    table = Table("部件", "结果", Column("说明", overflow="fold"))
    for finding in seen:
        table.add_row(finding.part, VERDICTS[finding.ok], finding.words)
    console.print(table)
    return seen


def ready(findings: Iterable[Finding]) -> bool:
    """What was not tried stands in nobody's way; it is said."""
    return all(finding.ok is not False for finding in findings)


def as_json(findings: Iterable[Finding]) -> dict[str, object]:
    findings = list(findings)
    return {"ready": ready(findings), "findings": [asdict(finding) for finding in findings]}
