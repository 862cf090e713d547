"""``kiosk release``, for those who make the application: keys, a signed release, and its date renewed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kiosk import __version__, config
from kiosk.cli_options import give_up

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="做新版本：签名、发布（制作方用）")

Keys = Annotated[Path, typer.Option("--keys", help="签名密钥的目录")]
Repository = Annotated[Path, typer.Option("--repository", help="发布目录：放到网站上，或拷到 U 盘的 jinban 文件夹")]


@app.callback()
def release() -> None:
    """做新版本：签名、发布（制作方用）。"""


@app.command()
def keys(out: Annotated[Path, typer.Option("--out", help="写到哪个目录")]) -> None:
    """造四把签名密钥，只造一次；root 和 targets 平时锁起来。"""
    from kiosk.releases import make  # brings TUF

    try:
        make.make_keys(out)
    except config.ConfigError as mistake:
        give_up(str(mistake))
    print(f"{out}：造好了。不要给别人，也不要放进程序里")


@app.command("make")
def make_release(
    keys: Keys,
    repository: Repository,
    version: Annotated[str, typer.Option("--version", help="新版本的号，例如 0.2.0")] = __version__,
    wheels: Annotated[Path | None, typer.Option("--wheels", help="终端上没有的程序库（.whl）的目录")] = None,
) -> None:
    """把这里的程序打成一个新版本，签名，发布。"""
    from kiosk.releases import make

    try:
        root = make.release(repository, keys, version, wheels, datetime.now(UTC))
    except config.ConfigError as mistake:
        give_up(str(mistake))
    print(f"{repository}：{version} 发布了。每台终端的状态目录里放一次根证书：{root} → update-root.json")


@app.command()
def refresh(keys: Keys, repository: Repository) -> None:
    """没有新版本，也要在过期（30 天）以前再签一次。"""
    from kiosk.releases import make

    try:
        make.refresh(repository, keys, datetime.now(UTC))
    except config.ConfigError as mistake:
        give_up(str(mistake))
    print(f"{repository}：又签了一次")
