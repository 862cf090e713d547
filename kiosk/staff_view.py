"""``kiosk staff``, loaded when it is run: the staff list beside a running terminal."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError, StoreError
from kiosk.core.staff import Role
from kiosk.guest import guest_store
from kiosk.services.audit import Audit
from kiosk.services.challenge import problem, response
from kiosk.services.staff_list import COMMAND, StaffList, StaffMistake
from kiosk.services.store_key import read_key

__all__ = ["added", "answered", "removed", "show", "with_card", "with_new_pin", "words"]


@contextmanager
def _staff_list(state: Path) -> Iterator[StaffList]:
    clock = SystemClock()
    with guest_store(state) as store:
        yield StaffList(store, Audit(store, clock), clock)


def show(state: Path, *, as_json: bool) -> None:
    with _staff_list(state) as listed:
        members = [member for member in listed.members() if member.active]
    if as_json:
        for member in members:
            staff = member.staff
            print(
                json.dumps(
                    {"number": staff.id, "name": staff.name, "role": staff.role, "card": member.card},
                    ensure_ascii=False,
                )
            )
        return
    if not members:
        print("名单上还没有人。用 kiosk staff add 添")
        return
    table = Table("工号", "名字", "角色", "卡", "改动")
    for member in members:
        card = "有" if member.card else "—"
        table.add_row(member.staff.id, member.staff.name, member.staff.role.words, card, f"{member.changed:%Y-%m-%d}")
    Console().print(table)


def added(state: Path, number: str, name: str, role: Role, pin: str) -> str:
    with _staff_list(state) as listed:
        staff = listed.add(number, name, role, pin, by=COMMAND)
    return f"添好了：{staff.id} {staff.name}，{staff.role.words}"


def with_new_pin(state: Path, number: str, pin: str) -> str:
    with _staff_list(state) as listed:
        listed.new_pin(number, pin, by=COMMAND)
    return f"换好了：{number} 从现在起用新密码"


def with_card(state: Path, number: str, id_number: str | None) -> str:
    with _staff_list(state) as listed:
        listed.set_card(number, id_number, by=COMMAND)
    return f"登记好了：{number} 可以放身份证登录" if id_number is not None else f"去掉了：{number} 没有卡了"


def removed(state: Path, number: str) -> str:
    with _staff_list(state) as listed:
        listed.remove(number, by=COMMAND)
    return f"去掉了：{number} 不能再登录"


def answered(challenge: str, key: Path) -> str:
    """``challenge`` as it was read out, or as its drawn code has it, which begins with the terminal."""
    digits = challenge.rpartition("|")[2].replace(" ", "").replace("-", "")
    if wrong := problem(digits):
        raise StaffMistake(sentence=f"挑战码不对：{wrong}", remedy="")
    answer = response(digits, read_key(key))
    return f"{answer[:5]} {answer[5:]}"


def words(error: KioskError) -> str:
    if isinstance(error, StoreError):
        return error.technician
    return "。".join(part for part in (error.sentence, error.remedy) if part)
