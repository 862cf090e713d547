"""The people who work at a terminal: helpers (帮办), the site's staff, and the engineers who look after the machine."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Door", "Role", "Staff"]


class Role(StrEnum):
    """What somebody may do. The value is kept in the store; ``words`` is what people read."""

    HELPER = "helper"  # serves citizens in the assisted mode
    SITE = "site"  # paper, a jam, a test print, restarting a device
    ENGINEER = "engineer"  # everything

    @property
    def words(self) -> str:
        return {"helper": "帮办员", "site": "网点人员", "engineer": "运维工程师"}[self.value]


@dataclass(frozen=True)
class Staff:
    """One of them. ``id`` is the number on the staff list (工号), which the audit holds; ``name`` is for the screen."""

    id: str
    name: str
    role: Role


class Door(StrEnum):
    """Where staff sign in. The value is kept in the store."""

    MAINTENANCE = "maintenance"  # the hidden one
    ASSIST = "assist"  # on the help page, for everybody to see

    @property
    def admits(self) -> frozenset[Role]:
        return frozenset(Role) if self is Door.MAINTENANCE else frozenset({Role.HELPER})
