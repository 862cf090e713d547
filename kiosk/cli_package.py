"""``kiosk package``: which items this terminal offers and how, checked before it is used."""

import os
from pathlib import Path
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import ConfigFile, Overrides, StateDirectory, give_up

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="功能包：这个网点办哪些事、怎么办")

Wanted = Annotated[str, typer.Argument(metavar="FILE", help="功能包的文件，或随程序来的功能包的名字")]


@app.callback()
def package() -> None:
    """功能包：这个网点办哪些事、怎么办。"""


@app.command()
def check(
    wanted: Wanted,
    config_file: ConfigFile = config.FILE,
    state: StateDirectory = config.STATE,
    overrides: Overrides = None,
    out: Annotated[Path | None, typer.Option("--out", help="把首页画成图片，写到这个目录")] = None,
) -> None:
    """查一个功能包在这台终端上能不能用，和现在用的差在哪里。能用是 0，首页不合规范是 1，写错是 2。"""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.package import command  # brings pydantic and every item

    try:
        problems = command.check(wanted, config_file, state, overrides or [], out)
    except config.ConfigError as mistake:
        give_up(str(mistake))
    raise typer.Exit(1 if problems else 0)


@app.command()
def use(
    wanted: Annotated[str, typer.Argument(metavar="NAME", help="功能包的名字，或它的文件")],
    config_file: ConfigFile = config.FILE,
    state: StateDirectory = config.STATE,
    overrides: Overrides = None,
) -> None:
    """查过没有错，就换上；终端开着的话，等没人用的时候换。"""
    from kiosk.package import command

    try:
        print(command.use(wanted, config_file, state, overrides or []))
    except config.ConfigError as mistake:
        give_up(str(mistake))


@app.command("list")
def list_packages(
    config_file: ConfigFile = config.FILE, state: StateDirectory = config.STATE, overrides: Overrides = None
) -> None:
    """列出随程序来的功能包、现在用的和以前用的。"""
    from kiosk.package import command

    try:
        command.show(config_file, state, overrides or [])
    except config.ConfigError as mistake:
        give_up(str(mistake))


@app.command()
def rollback(
    config_file: ConfigFile = config.FILE, state: StateDirectory = config.STATE, overrides: Overrides = None
) -> None:
    """退回上一个用过的功能包，先查它现在还对不对。"""
    from kiosk.package import command

    try:
        print(command.rollback(config_file, state, overrides or []))
    except config.ConfigError as mistake:
        give_up(str(mistake))
