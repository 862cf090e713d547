"""What several commands share: their options, and how a person's mistake ends them."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kiosk import config

__all__ = ["ConfigFile", "Overrides", "StateDirectory", "give_up", "settings"]

ConfigFile = Annotated[Path, typer.Option("--config", help="这台终端的配置文件")]
StateDirectory = Annotated[Path, typer.Option("--state", help="状态目录：加密库、日志、密钥")]
Overrides = Annotated[list[str] | None, typer.Option("--set", help="临时改一项配置：键=值")]


def settings(config_file: Path, state: Path, overrides: list[str] | None) -> config.Config:
    """Makes the state directory where there is none. A mistake ends the command."""
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        return config.load(config_file, state=state, overrides=overrides or [])
    except OSError as error:
        give_up(f"{state}：状态目录建不了（{error.strerror}）。换一个目录，或改权限")
    except config.ConfigError as mistake:
        give_up(str(mistake))


def give_up(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)
