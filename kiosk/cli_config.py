"""``kiosk config``: what config.toml says and may say, and changing it with a trial start, versions and a way back."""

from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import ConfigFile, Overrides, StateDirectory, give_up

__all__ = ["app"]

Changes = Annotated[
    list[str],
    typer.Argument(metavar="KEY=VALUE", help="例如 site.telephone=0574-12345；值空着就是不写"),
]
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="这台终端的设置（config.toml）")

Anyway = Annotated[bool, typer.Option("--anyway", help="有设备没有回答也换")]


@app.callback()
def settings() -> None:
    """这台终端的设置（config.toml）。"""


@app.command()
def show(
    section: Annotated[str, typer.Argument(metavar="SECTION", help="只看这一节，例如 devices.id_card")] = "",
    config_file: ConfigFile = config.FILE,
    state: StateDirectory = config.STATE,
) -> None:
    """列出每一项：现在写的、可以写什么、是什么意思。"""
    from kiosk.settings import command  # brings pydantic and the drivers' options

    try:
        command.show(command.place(config_file, state), section)
    except config.ConfigError as mistake:
        give_up(str(mistake))


@app.command("set")
def set_keys(
    changes: Changes,
    config_file: ConfigFile = config.FILE,
    state: StateDirectory = config.STATE,
    overrides: Overrides = None,
    anyway: Anyway = False,
) -> None:
    """改几项：先另外启动一次，起得来才换；终端开着的话，没人用的时候换。"""
    from kiosk.settings import command

    try:
        command.change(command.place(config_file, state, overrides), changes, anyway=anyway)
    except config.ConfigError as mistake:
        give_up(str(mistake))


@app.command("versions")
def list_versions(config_file: ConfigFile = config.FILE, state: StateDirectory = config.STATE) -> None:
    """列出以前的几份：谁什么时候改的，和现在差在哪里。"""
    from kiosk.settings import command

    try:
        command.versions(command.place(config_file, state))
    except config.ConfigError as mistake:
        give_up(str(mistake))


@app.command()
def rollback(
    number: Annotated[int, typer.Argument(metavar="N", min=1, max=5, help="以前第几份")] = 1,
    config_file: ConfigFile = config.FILE,
    state: StateDirectory = config.STATE,
    overrides: Overrides = None,
) -> None:
    """退回以前的一份，先另外启动一次。"""
    from kiosk.settings import command

    try:
        command.rollback(command.place(config_file, state, overrides), number)
    except config.ConfigError as mistake:
        give_up(str(mistake))
