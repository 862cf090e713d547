"""``kiosk audit``: what the terminal did, and whether that record is whole."""

from datetime import datetime
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import StateDirectory, give_up
from kiosk.core.errors import StoreError

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="审计：终端做过什么，记录是不是完整")


@app.callback()
def audit() -> None:
    """审计：终端做过什么，记录是不是完整。"""


@app.command()
def verify(state: StateDirectory = config.STATE) -> None:
    """从头到尾核对审计链。完整是 0，不完整是 1，核对不了是 2。"""
    from kiosk import audit_view  # brings SQLCipher

    try:
        whole, sentence = audit_view.verified(state)
    except StoreError as error:
        give_up(error.technician)
    print(sentence)
    raise typer.Exit(0 if whole else 1)


@app.command()
def show(
    state: StateDirectory = config.STATE,
    since: Annotated[
        str | None, typer.Option("--since", help="从哪天或几时起，例如 2026-11-22 或 2026-11-22T09:30")
    ] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="只看这个号码：订单、回执、查询号")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON，一行一条")] = False,
) -> None:
    """列出审计记录，新的在下面。"""
    try:
        begin = datetime.fromisoformat(since).astimezone() if since is not None else None
    except ValueError:
        give_up(f"{since}：要写成 2026-11-22 或 2026-11-22T09:30 这样")
    from kiosk import audit_view

    try:
        audit_view.show(state, begin, subject, as_json=as_json)
    except StoreError as error:
        give_up(error.technician)
