"""The demo's invented staff, put on a list that has nobody on it. A real terminal begins with nobody."""

import os
import sys
from contextlib import closing
from pathlib import Path

from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError
from kiosk.kit_staff import pin_lock
from kiosk.sandbox.residents import RESIDENTS
from kiosk.sandbox.staff import INVENTED
from kiosk.services.audit import Audit
from kiosk.services.staff_list import COMMAND, StaffList
from kiosk.services.store_key import store_key
from kiosk.services.store_recovery import open_store

__all__ = ["seed"]


def seed(state: Path) -> int:
    """Says on the console who can sign in. Before the terminal stands, since both want the store. The exit code."""
    clock, directory = SystemClock(), state / "store"
    try:
        with closing(open_store(directory, store_key(directory, os.environ), clock)) as store:
            listed = StaffList(store, Audit(store, clock), clock)
            if not listed.members():
                pin_lock(store, clock)  # is set up while nobody is on the list, as at any terminal's first start
                _fill(listed)
            here = {staff.id for staff in listed.all()}
    except KioskError as error:
        print(f"演示的人员没有添上：{error.technician}", file=sys.stderr)
        return 1
    people = "，".join(f"{one.role.words} {one.number} 密码 {one.pin}" for one in INVENTED if one.number in here)
    print(f"可以登录的人（虚构的）：{people}", file=sys.stderr, flush=True)
    return 0


def _fill(listed: StaffList) -> None:
    cards = {one.id: one.card.number for one in RESIDENTS}
    for one in INVENTED:
        listed.add(one.number, one.name, one.role, one.pin, by=COMMAND)
        if one.resident:
            listed.set_card(one.number, cards[one.resident], by=COMMAND)
