"""``kiosk staff``: who may sign in at this terminal, and the head office's answer to a challenge."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import StateDirectory, give_up
from kiosk.core.errors import KioskError
from kiosk.core.staff import Role

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="人员：谁能登录这台终端")

Number = Annotated[str, typer.Argument(metavar="工号", help="3 到 10 位数字")]


@app.callback()
def staff() -> None:
    """人员：谁能登录这台终端。终端开着也可以改，马上有效；每次改动记进审计。"""


@app.command("list")
def list_staff(
    state: StateDirectory = config.STATE,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON，一行一个人")] = False,
) -> None:
    """列出名单：工号、名字、角色、有没有登记卡。"""
    from kiosk import staff_view  # brings SQLCipher

    try:
        staff_view.show(state, as_json=as_json)
    except KioskError as error:
        _give_up(error)


@app.command()
def add(
    number: Number,
    name: Annotated[str, typer.Argument(metavar="名字", help="显示在屏幕上")],
    role: Annotated[Role, typer.Option("--role", help="helper 帮办员，site 网点人员，engineer 运维工程师")],
    state: StateDirectory = config.STATE,
) -> None:
    """添一个人。密码当面输两遍，屏幕上不显示。"""
    from kiosk import staff_view

    try:
        print(staff_view.added(state, number, name, role, _asked_pin()))
    except KioskError as error:
        _give_up(error)


@app.command()
def pin(number: Number, state: StateDirectory = config.STATE) -> None:
    """换一个新密码。旧的马上没用。"""
    from kiosk import staff_view

    try:
        print(staff_view.with_new_pin(state, number, _asked_pin()))
    except KioskError as error:
        _give_up(error)


@app.command()
def card(
    number: Number,
    state: StateDirectory = config.STATE,
    without: Annotated[bool, typer.Option("--without", help="去掉登记的卡")] = False,
) -> None:
    """登记一张身份证当工作卡。身份证号当面输，屏幕上不显示，也不存下来。"""
    from kiosk import staff_view

    id_number = "" if without else str(typer.prompt("身份证号", hide_input=True)).strip().upper()
    try:
        print(staff_view.with_card(state, number, id_number or None))
    except KioskError as error:
        _give_up(error)


@app.command()
def remove(number: Number, state: StateDirectory = config.STATE) -> None:
    """从名单上去掉一个人。密码和卡马上没用，工号留在审计里。"""
    from kiosk import staff_view

    try:
        print(staff_view.removed(state, number))
    except KioskError as error:
        _give_up(error)


@app.command()
def answer(
    challenge: Annotated[list[str], typer.Argument(metavar="挑战码", help="终端屏幕上的 16 位数字，可以带空格")],
    key: Annotated[Path, typer.Option("--key", help="这台终端的运维密钥 maintenance.key 的副本")],
) -> None:
    """总部用：算出应答码，念给终端旁边的工程师。先核对来的是谁。"""
    from kiosk import staff_view

    try:
        print(staff_view.answered("".join(challenge), key))
    except KioskError as error:
        _give_up(error)


def _asked_pin() -> str:
    return str(typer.prompt("6 位数字密码", hide_input=True, confirmation_prompt="再输一遍"))


def _give_up(error: KioskError) -> None:
    """A mistake of who typed it has its sentence; trouble of the store is told to the technician."""
    from kiosk import staff_view

    give_up(staff_view.words(error))
