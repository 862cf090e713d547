"""The commands. Each mistake of a person is one sentence with what to do, and exit code 2."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from kiosk import (
    cli_audit,
    cli_config,
    cli_devices,
    cli_effects,
    cli_items,
    cli_ledger,
    cli_package,
    cli_release,
    cli_report,
    cli_staff,
    cli_translations,
    cli_usage,
    config,
    supervisor,
)
from kiosk.cli_options import ConfigFile, Overrides, StateDirectory, give_up, settings
from kiosk.core.errors import KioskError
from kiosk.tour.child import child

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="近办：政务服务自助终端",
)

app.add_typer(cli_audit.app, name="audit")
app.add_typer(cli_config.app, name="config")
app.add_typer(cli_devices.app, name="devices")
app.add_typer(cli_effects.app, name="effects")
app.add_typer(cli_ledger.app, name="ledger")
app.add_typer(cli_package.app, name="package")
app.add_typer(cli_items.app, name="items")
app.add_typer(cli_release.app, name="release")
app.add_typer(cli_translations.app, name="translations")
app.add_typer(cli_staff.app, name="staff")
app.add_typer(cli_usage.app, name="usage")
app.command()(cli_report.report)

Landscape = Annotated[bool, typer.Option("--landscape", help="横屏")]
Windowed = Annotated[bool, typer.Option("--windowed", help="开在窗口里，缩小一半")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="试验台的端口，0 是随便一个空的")]

DEMO_STATE = Path("state/demo")
WIRES = {  # the simulators' wires, and where config.toml has the real ones
    "gateway": "gateway.url",
    "secret_file": "gateway.secret_file",
    "seal_root": "gateway.seal_root_file",
    "releases": "update.url",
    "update_root": "update.root_file",
    "id_card": "devices.id_card.port",
    "receipt": "devices.receipt_printer.port",
    "camera": "devices.camera.source",
    "document_camera": "devices.document_camera.source",
    "scanner": "devices.scanner.port",
    "lights": "devices.lights.port",
    "a4_printer": "devices.a4_printer.printer",
    "cups": "devices.a4_printer.server",
}
NO_MACHINE = ('machine.reboot=""', 'machine.power_off=""')  # the demo runs on somebody's own


@app.command(add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def run(context: typer.Context) -> None:
    """运行终端：窗口死了会自动再开。"""
    from kiosk import run as terminal  # brings PySide6, and knows its own options

    raise typer.Exit(terminal.main(context.args))


@app.command()
def demo(
    config_file: ConfigFile = config.FILE,
    state: StateDirectory = DEMO_STATE,
    port: Port = 8700,
    overrides: Overrides = None,
    landscape: Landscape = False,
    windowed: Windowed = False,
    vnc: Annotated[bool, typer.Option("--vnc", help="用 VNC 看（没有显示器时自动用）")] = False,
    offscreen: Annotated[bool, typer.Option("--offscreen", help="不显示窗口")] = False,
) -> None:
    """演示：模拟政务平台、模拟设备、试验台，和真的终端窗口。"""
    _choose_platform(vnc=vnc, offscreen=offscreen, landscape=landscape)
    with _sandbox(state, port) as world:
        print(json.dumps({"bench": world["bench"], "pid": os.getpid(), "state": str(state)}), flush=True)
        print(f"试验台：{world['bench']}（按 Ctrl-C 结束）", file=sys.stderr)
        supervisor.apart(lambda: _staff_on_the_list(state))
        overrides = [*_wired(world), *NO_MACHINE, *(overrides or [])]
        from kiosk import run as terminal  # brings PySide6

        code = supervisor.RESTART  # the demo is of one piece with its simulators: only its window is opened anew
        while code == supervisor.RESTART:
            code = terminal.stand(config_file, state, overrides, landscape=landscape, windowed=windowed)
        raise typer.Exit(code)


@app.command()
def check(
    config_file: ConfigFile = config.FILE,
    state: StateDirectory = config.STATE,
    overrides: Overrides = None,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON")] = False,
    with_demo: Annotated[bool, typer.Option("--demo", help="检查演示用的模拟设备")] = False,
    prints: Annotated[bool, typer.Option("--print", help="真的打一张回执")] = False,
    interactive: Annotated[bool, typer.Option("--interactive", help="有人在旁边：请他放身份证、扫码、碰屏幕")] = False,
    report: Annotated[Path | None, typer.Option("--report", help="再写一页 PDF 检查报告")] = None,
) -> None:
    """检查这台终端：每一样都真的试一下。没有问题是 0，有问题是 1。"""
    with contextlib.ExitStack() as stack:
        overrides = overrides or []
        if with_demo:
            state = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jinban-")))
            overrides = [*_wired(stack.enter_context(_sandbox(state, 0))), *overrides]
        terminal = settings(config_file, state, overrides)
        from kiosk.check import command  # brings every heavy library

        ready, findings = command.run(
            terminal, state, prints=prints, demo=with_demo, interactive=interactive, as_json=as_json
        )
    if report is not None:
        try:
            command.write_report(report, terminal, findings)
        except OSError as error:
            give_up(f"{report}：报告写不了（{error.strerror}）。换一个地方，或改权限")
    raise typer.Exit(0 if ready else 1)


@app.command()
def sandbox(port: Port = 8700, state: StateDirectory = DEMO_STATE) -> None:
    """只开模拟政务平台、模拟设备和试验台。"""
    from kiosk.sandbox import world  # brings FastAPI, 0.4 s, which no other command needs

    try:
        world.serve(state, port, on_ready=lambda ready: print(json.dumps(ready), flush=True))
    except KioskError as error:
        give_up(f"{error.sentence}，{error.remedy}")


@app.command()
def gallery(out: Annotated[Path, typer.Option("--out", help="写到哪个目录")] = Path("out/gallery")) -> None:
    """把每个页面画成图片：每种状态、字号、方向、配色。"""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk import gallery as pages  # brings PySide6
    from kiosk import gallery_menu

    with tempfile.TemporaryDirectory(prefix="jinban-") as directory:
        state = Path(directory)
        with _sandbox(state, 0) as world:
            terminal = settings(config.FILE, state, _wired(world))
            menu = gallery_menu.samples(terminal, state)
    raise typer.Exit(pages.run(out, tuple(menu.values())))


@app.command()
def tour(
    out: Annotated[Path, typer.Option("--out", help="写到哪个目录")] = Path("out/tour"),
    landscape: Landscape = False,
    items: Annotated[bool, typer.Option("--items", help="把每一件事都办一遍，写成一张表")] = False,
    manuals: Annotated[bool, typer.Option("--manuals", help="只画两本手册里的图")] = False,
    only: Annotated[str, typer.Option("--only", help="和 --items 一起：只办编号这样开头的")] = "",
) -> None:
    """在真的窗口里把养老金认证办一遍，留下截图、回执和目录页。"""
    if items:
        from kiosk.tour import errands  # brings the screen reader's client

        raise typer.Exit(errands.run(out, landscape=landscape, only=only))
    if manuals:
        from kiosk.tour import manuals as pictures

        raise typer.Exit(pictures.run(out))
    from kiosk.tour import tour as guide  # brings the screen reader's client

    raise typer.Exit(guide.run(out, landscape=landscape))


def _staff_on_the_list(state: Path) -> int:
    from kiosk import demo_staff  # brings SQLCipher and Argon2: in a process of its own

    return demo_staff.seed(state)


def _wired(world: dict[str, Any]) -> list[str]:
    """What of config.toml is otherwise in the demo: the wires lead to the simulators."""
    return [f'{WIRES[name]}="{wire}"' for name, wire in world["wires"].items()]


@contextlib.contextmanager
def _sandbox(state: Path, port: int) -> Iterator[dict[str, Any]]:
    """The world outside the terminal, as a process of its own; ready when it says so."""
    command = [sys.executable, "-m", "kiosk", "sandbox", "--port", str(port), "--state", str(state)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the supervisor listens: ended early, we end it too
    with child(command, os.environ, stdout=subprocess.PIPE, stderr=sys.stderr.fileno()) as process:
        line = process.stdout.readline() if process.stdout is not None else b""
        if not line:  # it has said why
            raise typer.Exit(2)
        yield json.loads(line)


def _choose_platform(*, vnc: bool, offscreen: bool, landscape: bool) -> None:
    """Where the window appears: on the display, else by VNC, or nowhere."""
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif vnc or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or "QT_QPA_PLATFORM" in os.environ):
        size = "1920x1080" if landscape else "1080x1920"
        os.environ["QT_QPA_PLATFORM"] = f"vnc:size={size}:port=5900"
        print(
            "没有显示器，窗口开在 VNC 端口 5900：用 VNC 看图软件连这台机器。\n"
            "Qt 的 VNC 没有密码，会听所有网卡；只在信得过的网络里用，或经 ssh -L 5900:127.0.0.1:5900 来看。",
            file=sys.stderr,
        )
