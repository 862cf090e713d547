"""医保家庭共济 at the stand-in gateway: who is on whose account."""

from enum import Enum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from kiosk.core.masking import mask_name
from kiosk.core.person import id_number_problem
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber, Picture, check_picture
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import RESIDENTS, Medical, Resident, find
from kiosk.sandbox.submissions import enter

__all__ = ["router", "sharing_of"]

AGENCY: Final = "宁波市医疗保障局鄞州分局"
TELEPHONE: Final = "12393"
ITEM: Final = "medical.family_sharing"
MOST: Final = 4
NO_ACCOUNT: Final = "居民医保没有个人账户"
_ADDED, _REMOVED = "added", "removed"

# Who has an account of their own besides those in flexible employment: they worked.
WORKED: Final = {"r01", "r02", "r10", "r12", "r14", "r18", "r20"}

router = APIRouter(prefix="/medical/sharing", tags=["医保共济"], route_class=SignedRoute, responses=REFUSALS)

Svg = Annotated[str, Field(min_length=20, max_length=200_000, pattern=r"^\s*<(\?xml|svg)")]


class Relation(Enum):
    SPOUSE = "配偶"
    PARENT = "父母"
    CHILD = "子女"


class SharingQuery(CallBody):
    id_number: IdNumber


class Addition(CallBody):
    id_number: IdNumber
    name: Annotated[str, Field(min_length=2, max_length=30)]
    member_id_number: IdNumber
    relation: Relation
    picture: Picture
    signature: Svg


class Removal(CallBody):
    id_number: IdNumber
    member: Annotated[str, Field(min_length=1, max_length=40)]
    signature: Svg


class Member(BaseModel):
    id: str
    masked_name: str
    relation: str


class Sharing(BaseModel):
    members: tuple[Member, ...]
    most: int = MOST
    refused: str = ""
    telephone: str = TELEPHONE


def sharing_of(desk: Desk) -> dict[str, str]:
    """By the resident's id: "none" has no account, "open" shares it with nobody yet, "shared" with somebody."""
    return {
        one.id: "none" if not _has_account(one) else "shared" if _members(desk, one) else "open" for one in RESIDENTS
    }


@router.post("/status", summary="共济账户")
def status(asked: SharingQuery, desk: AtDesk) -> Sharing:
    resident = find(asked.id_number)
    if resident is None or not _has_account(resident):
        return Sharing(members=(), refused=NO_ACCOUNT)
    return Sharing(members=_members(desk, resident))


@router.post("/add", summary="加一个家人", response_model=Receipt)
def add(asked: Addition, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _add(asked, desk, effect))
    return Response(reply, media_type="application/json")


@router.post("/remove", summary="去掉一个家人", response_model=Receipt)
def remove(asked: Removal, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _remove(asked, desk, effect))
    return Response(reply, media_type="application/json")


def _has_account(resident: Resident) -> bool:
    return resident.medical is Medical.FLEXIBLE or (resident.id in WORKED and resident.medical is not Medical.NONE)


def _members(desk: Desk, resident: Resident) -> tuple[Member, ...]:
    """Those who were added and not taken off since, in the order of the books."""
    on: dict[str, Member] = {}
    for entry in desk.books.entries("submissions", person=resident.id):
        if entry["item"] == ITEM and entry["what"] == _ADDED:
            member = entry["number"]
            on[member] = Member(id=member, masked_name=entry["member"], relation=entry["relation"])
        elif entry["item"] == ITEM:
            on.pop(entry["member"], None)
    return tuple(on.values())


def _owner(id_number: str) -> Resident:
    resident = find(id_number)
    if resident is None or not _has_account(resident):
        raise Refusal(409, "no_account", NO_ACCOUNT, f"有疑问打电话：{TELEPHONE}")
    return resident


def _add(asked: Addition, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    resident = _owner(asked.id_number)
    check_picture(asked.picture)
    if len(_members(desk, resident)) >= MOST:
        raise Refusal(409, "full", f"最多{MOST}个人", "先去掉一个再加")
    if asked.member_id_number.upper() == resident.card.number:
        raise Refusal(409, "oneself", "这是您自己的身份证号", "写家人的身份证号")
    if id_number_problem(asked.member_id_number, desk.clock.now().date()) is not None:
        raise Refusal(409, "bad_number", "家人的身份证号不对", "看着身份证再按一次")
    known = find(asked.member_id_number)
    if known is not None and known.card.name != asked.name:
        raise Refusal(409, "name_differs", "家人的名字和号码对不上", "看着身份证再写一次")
    member = mask_name(asked.name)
    body = {"what": _ADDED, "member": member, "relation": asked.relation.value}
    return _hand_in(
        desk, effect, resident, body, (("给谁用", f"{member}（{asked.relation.value}）"),), "看病买药时家人能用了"
    )


def _remove(asked: Removal, desk: Desk, effect: Effect) -> str:
    resident = _owner(asked.id_number)
    member = next((one for one in _members(desk, resident) if one.id == asked.member), None)
    if member is None:
        raise Refusal(409, "not_on_it", "这个人不在账户上", "再查一次")
    body = {"what": _REMOVED, "member": member.id}
    return _hand_in(desk, effect, resident, body, (("不给谁用了", member.masked_name),), "从现在起不能再用")


def _hand_in(
    desk: Desk, effect: Effect, resident: Resident, body: dict[str, Any], rows: tuple[tuple[str, str], ...], note: str
) -> str:
    now = desk.clock.now()
    number = desk.books.numbered("GJ", now)
    receipt = Receipt(number, "医保家庭共济", ReceiptState.DONE, now, AGENCY, rows=rows, note=note, code=f"JB:{number}")
    return enter(desk, effect, resident, ITEM, receipt, **body)
