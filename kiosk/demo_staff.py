"""The demo's invented staff, put on a list that has nobody on it. A real terminal begins with nobody."""

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher

from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError
from kiosk.kit_staff import pin_lock
from kiosk.sandbox.residents import RESIDENTS
from kiosk.sandbox.staff import INVENTED
from kiosk.services.audit import Audit
from kiosk.services.pins import LANES, MEMORY_KIB, TIME_COST
from kiosk.services.staff_list import COMMAND, StaffList
from kiosk.services.store_key import store_key
from kiosk.services.store_recovery import open_store

__all__ = ["KNOWN", "seed"]

# The invented PINs are no secret, so their hashes stand here: each takes 0.13 s to make, and the demo would wait.
KNOWN: Final = {
    "418207": "$argon2id$v=19$m=32768,t=6,p=1$ZSdqM0BE4Rk74pycp1pcxQ$KEmqFu2srYTVoCsoFE5yTfPK5pv7lnIOoBt3vFk5bGs",
    "357140": "$argon2id$v=19$m=32768,t=6,p=1$W1AcHRcA2cFGeCr3QlqShg$ohDW223dqHTuVbccIdBlDY9vxiPGxEdlmf7ZDCHk2ow",
    "730596": "$argon2id$v=19$m=32768,t=6,p=1$SHcLQD32S5EPJQXB2u2K8g$iHPWqUH2HCW+KQd8EyzGDyE2n4nzOFIbfEt7Bza9Vso",
    "926481": "$argon2id$v=19$m=32768,t=6,p=1$4fIe9Y6Ki5xh4CRkeJ0ZfQ$uU/3UJ40OQrSd0Ok59vQsQY3R99XJkjStZy8Mq0XZZ0",
}


class _Known(PasswordHasher):
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        return KNOWN.get(str(password)) or super().hash(password, salt=salt)


def seed(state: Path) -> int:
    """Says on the console who can sign in. Before the terminal stands, since both want the store. The exit code."""
    clock, directory = SystemClock(), state / "store"
    try:
        with closing(open_store(directory, store_key(directory, os.environ), clock)) as store:
            hashes = _Known(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES)
            listed = StaffList(store, Audit(store, clock), clock, hashes)
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
