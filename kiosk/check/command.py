"""``kiosk check`` behind its options."""

import json
from pathlib import Path

from rich.console import Console

from kiosk.check import report, view
from kiosk.check.finding import Choices, Finding
from kiosk.check.inspection import check
from kiosk.config import Config
from kiosk.core.clock import SystemClock

__all__ = ["run", "write_report"]


def run(
    settings: Config, state: Path, *, prints: bool, demo: bool, interactive: bool, as_json: bool
) -> tuple[bool, list[Finding]]:
    """Whether the terminal is ready, and why. What is shown goes to standard output, or JSON alone does."""
    console = Console(stderr=as_json)
    ask = (lambda sentence: console.print(f"[bold]→ {sentence}[/]")) if interactive else None
    choices = Choices(prints=prints, demo=demo, ask=ask)
    if as_json:
        findings = list(check(settings, state, choices))
        print(json.dumps(view.as_json(findings), ensure_ascii=False, indent=2))
    else:
        findings = view.follow(lambda tell: check(settings, state, choices, tell=tell), console)
    return view.ready(findings), findings


def write_report(path: Path, settings: Config, findings: list[Finding]) -> None:
    """Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(report.render(settings, findings, SystemClock().now().astimezone()))
