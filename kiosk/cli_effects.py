"""``kiosk effects``: what was kept and could not be handed in, for whoever sorts it out with the citizen."""

from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import StateDirectory, give_up
from kiosk.core.errors import StoreError

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="办件：等着交的、要人处理的")

HOW = "怎么了结的：window 窗口办了，already 平台早就有，given_up 本人不办了，not_found 联系不上"


@app.callback()
def effects() -> None:
    """办件：等着交的、要人处理的。"""


@app.command("list")
def list_unfinished(
    state: StateDirectory = config.STATE,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON，一行一件")] = False,
) -> None:
    """列出还没有了结的办件，要人处理的在上面。"""
    from kiosk import effects_view  # brings SQLCipher

    try:
        effects_view.show(state, as_json=as_json)
    except StoreError as error:
        give_up(error.technician)


@app.command()
def resolve(
    number: Annotated[str, typer.Argument(help="查询号，在群众手里的小票上；没有就是 list 里的号")],
    reason: Annotated[str, typer.Option("--reason", help=HOW)],
    state: StateDirectory = config.STATE,
) -> None:
    """了结一件要人处理的办件，记进审计。终端开着也可以。"""
    from kiosk import effects_view

    try:
        sentence = effects_view.resolved(state, number, reason)
    except ValueError:
        give_up(f"{reason}：不认得。{HOW}")
    except StoreError as error:
        give_up(error.technician)
    if sentence is None:
        give_up(f"{number}：没有这件要人处理的办件。用 kiosk effects list 看有哪些")
    print(sentence)
