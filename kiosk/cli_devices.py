"""``kiosk devices``: what is plugged in, before there is a config.toml that names it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from kiosk.core.clock import SystemClock
from kiosk.devices.probe import Answer, probe, serial_ports

__all__ = ["app", "config_lines"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="设备：看看插着什么")

SILENT = "没有回答：也许是扫码器（只发不听），也许没通电"


@app.callback()
def devices() -> None:
    """设备：看看插着什么。"""


@app.command()
def find(
    ports: Annotated[list[Path] | None, typer.Option("--port", help="只问这个口；可以写几次。不写就问所有串口")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON")] = False,
) -> None:
    """问每个串口上是什么设备，写出 config.toml 里该怎么写。有设备回答是 0，没有是 1。"""
    asked = tuple(ports) if ports else serial_ports()
    answers = []
    console = Console(stderr=as_json)
    with console.status(f"正在问 {len(asked)} 个串口，最多 8 秒…"):
        for answer in probe(asked, SystemClock()):
            answers.append(answer)
            console.print(f"{'✓' if answer.identity else '·'} {answer.port}", highlight=False)
    if as_json:
        print(json.dumps([_as_json(answer) for answer in answers], ensure_ascii=False, indent=2))
    else:
        _show(answers, console)
    raise typer.Exit(0 if any(answer.identity for answer in answers) else 1)


def config_lines(answer: Answer) -> str:
    """What to paste into config.toml; empty when nobody answered."""
    if answer.identity is None:
        return ""
    lines = [
        f"[devices.{answer.identity.device}]",
        f'model = "{answer.model}"',
        f"port = {json.dumps(str(answer.port.absolute()), ensure_ascii=False)}",
        f"baud = {answer.baud}",
        *(f"{name} = {value}" for name, value in answer.identity.options.items()),
    ]
    return "\n".join(lines) + "\n"


def _words(answer: Answer) -> str:
    return answer.identity.words if answer.identity is not None else answer.trouble or SILENT


def _show(answers: list[Answer], console: Console) -> None:
    if not answers:
        console.print("这台机器没有串口。插上设备再试，或用 --port 写出它的名字")
        return
    table = Table(Column("串口", overflow="fold"), "波特率", Column("是什么", overflow="fold"))
    for answer in answers:
        table.add_row(str(answer.port), str(answer.baud or ""), _words(answer))
    console.print(table)
    found = [config_lines(answer) for answer in answers if answer.identity is not None]
    if found:
        console.print("把下面几行写进 config.toml：\n")
        print("\n".join(found))


def _as_json(answer: Answer) -> dict[str, object]:
    identity = asdict(answer.identity) if answer.identity is not None else None
    return {
        "port": str(answer.port),
        "model": answer.model,
        "baud": answer.baud or None,
        "identity": identity,
        "words": _words(answer),
        "config": config_lines(answer),
    }
