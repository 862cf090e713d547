"""What else a person is entitled to, at the stand-in gateway: the rules, and who of the residents they fit."""

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel

from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.fields import CallBody, IdNumber
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS
from kiosk.sandbox.residents import Case, Resident, find
from kiosk.sandbox.social import pension_of

__all__ = ["DISABILITY", "advice_for", "age", "router"]

MOST: Final = 3  # of advice at once: the screen has room for less

# Degree of the disability certificate by resident: 1 is the gravest, 4 the lightest.
DISABILITY: Final = {"r04": 2, "r07": 1, "r15": 3, "r24": 2, "r33": 4}

Rule = Callable[[Desk, Resident], str]

router = APIRouter(tags=["政策找人"], route_class=SignedRoute, responses=REFUSALS)


class AdviceQuery(CallBody):
    id_number: IdNumber


class Entitlement(BaseModel):
    item: str
    reason: str


class Entitlements(BaseModel):
    entitled: tuple[Entitlement, ...]


def age(desk: Desk, resident: Resident) -> int:
    """In full years, today."""
    birth, today = resident.card.birth, desk.clock.now().date()
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _nursing(_desk: Desk, resident: Resident) -> str:
    degree = DISABILITY.get(resident.id)
    return f"残疾证是{'一二'[degree - 1]}级，每月可以领" if degree in (1, 2) else ""


def _pension(desk: Desk, resident: Resident) -> str:
    return "今年的养老金认证还没办" if pension_of(desk, resident) is Case.DUE else ""


def _allowance(desk: Desk, resident: Resident) -> str:
    return "满八十岁了，每月可以领" if age(desk, resident) >= 80 else ""


def _senior_card(desk: Desk, resident: Resident) -> str:
    return "满六十岁了，坐车逛公园有优待" if age(desk, resident) >= 60 else ""


RULES: Final[dict[str, Rule]] = {
    "care.nursing_subsidy": _nursing,
    "social.pension_certification": _pension,
    "care.senior_allowance": _allowance,
    "senior.certificate": _senior_card,
}


def advice_for(desk: Desk, resident: Resident) -> tuple[Entitlement, ...]:
    """The most useful first; nothing that was handed in already."""
    had = {entry["item"] for entry in desk.books.entries("submissions", person=resident.id)}
    found = ((item, rule(desk, resident)) for item, rule in RULES.items() if item not in had)
    return tuple(Entitlement(item=item, reason=reason) for item, reason in found if reason)[:MOST]


@router.post("/advice", summary="这个人还能办什么")
def advice(asked: AdviceQuery, desk: AtDesk) -> Entitlements:
    resident = find(asked.id_number)
    return Entitlements(entitled=advice_for(desk, resident) if resident is not None else ())
