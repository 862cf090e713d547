"""The invented people who work at the demo's terminal. Their PINs are no secret: no real terminal knows them."""

from dataclasses import dataclass
from typing import Final

from kiosk.core.staff import Role

__all__ = ["INVENTED", "Invented"]


@dataclass(frozen=True)
class Invented:
    """``resident`` is the bench's id of whose ID card is the staff card, "" for none."""

    number: str
    name: str
    role: Role
    pin: str
    resident: str = ""


INVENTED: Final = (
    Invented("1001", "朱思琪", Role.HELPER, "418207", "r25"),
    Invented("1002", "唐晓婷", Role.HELPER, "357140", "r27"),
    Invented("2001", "林晓峰", Role.SITE, "730596", "r24"),
    Invented("9001", "顾明", Role.ENGINEER, "926481"),
)
