"""``kiosk ledger``: what the terminal knows of each paid order, and a day of it against the gateway's books."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import ConfigFile, Overrides, StateDirectory, give_up, settings
from kiosk.core.errors import KioskError
from kiosk.core.order import OrderState
from kiosk.core.order_events import Ending

__all__ = ["app"]

ENDS = "怎么了结的：closed 没付钱，done 入账了，refunded 退了"

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="缴费的账：列出来、看一单、和平台对一天的账")


@app.callback()
def ledger() -> None:
    """缴费的账：列出来、看一单、和平台对一天的账。"""


@app.command("list")
def list_orders(
    state: StateDirectory = config.STATE,
    only: Annotated[list[OrderState] | None, typer.Option("--only", help="只列这种状态的；可以写几次")] = None,
) -> None:
    """列出本机的每一单，新的在下面。"""
    from kiosk import ledger_view  # brings SQLCipher and pydantic

    with ledger_view.opened(state, give_up) as orders:
        ledger_view.show_list(orders.listed(tuple(only or OrderState)))


@app.command()
def show(number: Annotated[str, typer.Argument(help="订单号")], state: StateDirectory = config.STATE) -> None:
    """看一单，和它一步一步是怎么走的。"""
    from kiosk import ledger_view

    with ledger_view.opened(state, give_up) as orders:
        found = orders.find(number)
        if found is None:
            give_up(f"本机没有 {number} 这一单。用 kiosk ledger list 看有哪些")
        ledger_view.show_order(found, orders.history(found.order))


@app.command()
def resolve(
    number: Annotated[str, typer.Argument(help="订单号，在群众手里的单子上")],
    ending: Annotated[Ending, typer.Option("--as", help=ENDS)],
    state: StateDirectory = config.STATE,
) -> None:
    """了结一单转人工的，记进审计。终端开着也可以。"""
    from kiosk import ledger_view, ledger_words

    if not ledger_view.resolved(number, ending, state, give_up):
        give_up(f"{number}：没有这样一单转人工的。用 kiosk ledger list --only manual 看有哪些")
    print(f"{number} 了结了：{ledger_words.STATES[OrderState(ending)]}")


@app.command()
def compare(
    day: Annotated[str, typer.Argument(metavar="DATE", help="哪一天，例如 2026-11-22")],
    config_file: ConfigFile = config.FILE,
    state: StateDirectory = config.STATE,
    overrides: Overrides = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="把差别再写成 CSV")] = None,
) -> None:
    """和平台对一天的账。没有差别是 0，有差别是 1，对不成是 2。"""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        give_up(f"{day}：日期要写成 2026-11-22 这样")
    terminal = settings(config_file, state, overrides)
    from kiosk import ledger_view  # brings requests too

    try:
        with ledger_view.opened(state, give_up) as orders:
            found = ledger_view.compared(on, orders, terminal, state)
        if csv is not None:
            ledger_view.write_csv(csv, found)
    except KioskError as error:
        give_up(f"对不成：{error.sentence}（{error.technician}）")
    except ValueError as error:  # the gateway's secret cannot be used
        give_up(str(error))
    except OSError as error:
        give_up(f"{csv}：写不了（{error.strerror}）。换一个地方，或改权限")
    ledger_view.show_comparison(found)
    raise typer.Exit(1 if found.differences else 0)
