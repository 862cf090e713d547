"""社会保险 at the stand-in gateway: how a pension stands, and its yearly certification."""

from datetime import date
from enum import Enum
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, StrictInt

from kiosk.core.masking import mask_id
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber, Picture, check_picture
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import RESIDENTS, Case, Resident, find
from kiosk.sandbox.submissions import enter

__all__ = ["pension_of", "pensions", "router"]

AGENCY = "鄞州区社会保险中心"
TELEPHONE = "12333"  # the hotline of the ministry, the same in every town
_ITEM = "pension_certification"

router = APIRouter(prefix="/social/pension", tags=["社会保险"], route_class=SignedRoute, responses=REFUSALS)


class StatusQuery(CallBody):
    id_number: IdNumber


class Standing(Enum):
    DUE = "due"
    CERTIFIED = "certified"
    NONE = "none"
    STOPPED = "stopped"
    CHECKING = "checking"


class PensionRecord(BaseModel):
    """``bring`` and ``where`` say how a stopped payment is opened again."""

    standing: Standing
    year: int
    masked_name: str = ""
    valid_until: date | None = None
    bring: tuple[str, ...] = ()
    where: str = ""
    telephone: str = TELEPHONE


class Certification(CallBody):
    """``year`` is null when the terminal had no link and could not ask; an empty ``picture`` asks for the staff."""

    id_number: IdNumber
    year: StrictInt | None
    picture: Picture
    consents: tuple[str, ...]


@router.post("/status", summary="养老金认证状态")
def status(asked: StatusQuery, desk: AtDesk) -> PensionRecord:
    resident = find(asked.id_number)
    year = desk.clock.now().year
    if resident is None:
        return PensionRecord(standing=Standing.NONE, year=year)
    name = resident.masked_name
    case = pension_of(desk, resident)
    if case is Case.CERTIFIED:
        return PensionRecord(standing=Standing.CERTIFIED, year=year, masked_name=name, valid_until=_valid_until(year))
    if case is Case.NONE:
        return PensionRecord(standing=Standing.NONE, year=year, masked_name=name)
    if case is Case.STOPPED:
        return PensionRecord(
            standing=Standing.STOPPED,
            year=year,
            masked_name=name,
            bring=("身份证", "社保卡"),
            where="镇便民服务中心3号窗口",
        )
    waits = _submitted(desk, resident, ReceiptState.CHECKING)
    return PensionRecord(standing=Standing.CHECKING if waits else Standing.DUE, year=year, masked_name=name)


@router.post("/certify", summary="提交养老金认证", response_model=Receipt)
def certify(asked: Certification, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _certify(asked, desk, effect))
    return Response(reply, media_type="application/json")


def pensions(desk: Desk) -> dict[str, Case]:
    """How everybody's pension stands now, by the resident's id; ``pension_of`` for one."""
    certified = {entry["person"] for entry in desk.books.entries("submissions") if _is(entry, desk, ReceiptState.DONE)}
    return {resident.id: Case.CERTIFIED if resident.id in certified else resident.case for resident in RESIDENTS}


def pension_of(desk: Desk, resident: Resident) -> Case:
    """What was certified this year is certified until the books are reset."""
    return Case.CERTIFIED if _submitted(desk, resident, ReceiptState.DONE) else resident.case


def _submitted(desk: Desk, resident: Resident, state: ReceiptState) -> bool:
    return any(_is(entry, desk, state) for entry in desk.books.entries("submissions", person=resident.id))


def _is(entry: dict[str, Any], desk: Desk, state: ReceiptState) -> bool:
    """Whether it is a certification of this year in that state."""
    wanted = {"item": _ITEM, "year": desk.clock.now().year, "state": state.value}
    return wanted.items() <= entry.items()


def _certify(asked: Certification, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    resident, now = _entitled(asked.id_number, desk), desk.clock.now()
    _check_evidence(asked, resident, now.year)
    checking = not asked.picture or resident.case is Case.CHECKING
    state = ReceiptState.CHECKING if checking else ReceiptState.DONE
    if checking and _submitted(desk, resident, state):
        raise Refusal(409, "being_checked", "已经交过了，正在核对", "等工作人员打电话给您")
    number = desk.books.numbered("NB", now)
    receipt = Receipt(
        number,
        "养老金认证",
        state,
        now,
        AGENCY,
        rows=_rows(resident, now.year, state),
        note="工作人员五天里打电话给您" if checking else "养老金照发，明年再来认证",
        code=f"JB:{number}",
    )
    evidence = {"consents": list(asked.consents), "picture_bytes": len(asked.picture)}
    return enter(desk, effect, resident, _ITEM, receipt, year=now.year, **evidence)


def _entitled(id_number: str, desk: Desk) -> Resident:
    resident = find(id_number)
    case = Case.NONE if resident is None else pension_of(desk, resident)
    if resident is None or case is Case.NONE:
        raise Refusal(409, "no_pension", "没查到您领养老金", f"有疑问打电话：{TELEPHONE}")
    if case is Case.CERTIFIED:
        raise Refusal(409, "already_certified", "今年已经认证过了", "不用再办")
    if case is Case.STOPPED:
        raise Refusal(409, "stopped", "您的养老金停发了", f"先打电话问：{TELEPHONE}")
    return resident


def _check_evidence(asked: Certification, resident: Resident, year: int) -> None:
    if asked.year not in (year, None):
        raise Refusal(409, "wrong_year", "不是今年的认证", "重新办一次")
    if ("face" if asked.picture else "staff") not in asked.consents:
        raise Refusal(409, "no_consent", "没有您的同意，不能办", "重新办一次")
    if asked.picture:
        check_picture(asked.picture)
        if resident.case is Case.MISMATCH:
            raise Refusal(409, "face_mismatch", "照片和本人没对上", "改由工作人员核对")


def _rows(resident: Resident, year: int, state: ReceiptState) -> tuple[tuple[str, str], ...]:
    until = _valid_until(year)
    settled = (("有效期到", f"{until.year}年{until.month}月{until.day}日"),) if state is ReceiptState.DONE else ()
    return (
        ("姓名", resident.masked_name),
        ("身份证号", mask_id(resident.card.number)),
        ("认证年度", f"{year}年"),
        ("结果", "认证通过" if state is ReceiptState.DONE else "等工作人员核对"),
        *settled,
    )


def _valid_until(year: int) -> date:
    """Once in each calendar year: what was certified this year holds to the end of the next."""
    return date(year + 1, 12, 31)
