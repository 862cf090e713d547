"""``kiosk usage``: what this terminal is used for, and what is proposed to leave its home page."""

from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import ConfigFile, Overrides, StateDirectory, give_up, settings
from kiosk.core.errors import StoreError

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="使用：哪些事有人办，办到哪一步走了")

Item = Annotated[str, typer.Argument(metavar="ITEM", help="事项，例如 medical.payment")]


@app.callback()
def usage() -> None:
    """使用：哪些事有人办，办到哪一步走了。"""


@app.command()
def show(
    state: StateDirectory = config.STATE,
    days: Annotated[int, typer.Option("--days", min=1, max=400, help="最近多少天")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON，一行一件")] = False,
) -> None:
    """列出每件事办成多少次、在哪一步走了，办成最多的在上面。只有次数，没有是谁。"""
    from kiosk import usage_view  # brings SQLCipher and every item

    try:
        usage_view.show(state, days, as_json=as_json)
    except StoreError as error:
        give_up(error.technician)


@app.command()
def proposals(
    state: StateDirectory = config.STATE,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON，一行一件")] = False,
) -> None:
    """列出一年没人办成、提议从首页拿掉的事，和根据。"""
    from kiosk import usage_view

    try:
        usage_view.proposals(state, as_json=as_json)
    except StoreError as error:
        give_up(error.technician)


@app.command()
def accept(
    item: Item, config_file: ConfigFile = config.FILE, state: StateDirectory = config.STATE, overrides: Overrides = None
) -> None:
    """同意把一件事从首页拿掉。公示期满才可以；分类和搜索里还找得到。记进审计。"""
    terminal = settings(config_file, state, overrides)
    from kiosk import usage_view

    try:
        print(usage_view.accepted(item, terminal, state))
    except (StoreError, usage_view.Mistake) as error:
        give_up(error.technician if isinstance(error, StoreError) else str(error))


@app.command()
def undo(
    item: Item, config_file: ConfigFile = config.FILE, state: StateDirectory = config.STATE, overrides: Overrides = None
) -> None:
    """把拿掉的事放回首页原来的位置。记进审计。"""
    terminal = settings(config_file, state, overrides)
    from kiosk import usage_view

    try:
        print(usage_view.undone(item, terminal, state))
    except (StoreError, usage_view.Mistake) as error:
        give_up(error.technician if isinstance(error, StoreError) else str(error))
