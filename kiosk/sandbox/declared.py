"""Every declared item at the stand-in gateway: whether this person may, and handing in what was filled in."""

import io
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Response
from PIL import Image
from pydantic import BaseModel, Field

from kiosk.core.certificate import Certificate
from kiosk.core.declared import Asked, Declaration, Kind
from kiosk.core.masking import mask_id
from kiosk.core.money import figures
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox import certificates
from kiosk.sandbox.declared_items import (
    Standing,
    declaration,
    free_for,
    standing_of,
)
from kiosk.sandbox.desk import AtDesk, Desk, Effect, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber, Picture
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import Resident, find
from kiosk.sandbox.submissions import enter, last_of

__all__ = ["router"]

SMALLEST_SIDE: Final = 100  # pixels of a sheet's picture
WORDS: Final = {
    Standing.NOT_ENTITLED: ("条件还不够，办不了", ("带上证件，到窗口再看看",)),
    Standing.NOT_FOUND: ("这里没有您的记录", ("到窗口登记了再来",)),
    Standing.DONE: ("您的已经办好了", ("不用再办",)),
    Standing.EXPIRED: ("今年的已经截止了", ("明年再来办",)),
    Standing.CHECKING: ("等工作人员打电话给您", ()),
}

router = APIRouter(prefix="/declared", tags=["声明的事项"], route_class=SignedRoute, responses=REFUSALS)

ItemId = Annotated[str, Field(max_length=60)]
Text = Annotated[str, Field(max_length=400)]


class StatusQuery(CallBody):
    item: ItemId
    id_number: IdNumber


class Record(BaseModel):
    standing: Standing
    masked_name: str = ""
    reason: str = ""
    advice: tuple[str, ...] = ()
    number: str = ""
    valid_until: date | None = None
    owed: int = 0
    free: str = ""


class GivenBody(CallBody):
    name: Text
    values: tuple[Text, ...]


class MemberBody(CallBody):
    of: Text
    relation: Text
    name: Text
    id_number: IdNumber


class AttachmentBody(CallBody):
    name: Text
    picture: Picture


class FormBody(CallBody):
    given: tuple[GivenBody, ...]
    members: tuple[MemberBody, ...]
    attachments: tuple[AttachmentBody, ...]
    signature: str = Field(max_length=4 * 1024 * 1024)
    consents: tuple[Text, ...]
    by_staff: tuple[Text, ...]


class Filled(StatusQuery):
    form: FormBody


@router.post("/status", summary="这个人能不能办")
def status(asked: StatusQuery, desk: AtDesk) -> Record:
    declared, resident = _declared(asked.item), find(asked.id_number)
    if resident is None:
        return Record(standing=Standing.NOT_FOUND, reason=WORDS[Standing.NOT_FOUND][0])
    standing = standing_of(desk.books, asked.item, resident)
    reason, advice = WORDS.get(standing, ("", ()))
    entry = last_of(desk.books, resident, asked.item)
    return Record(
        standing=standing,
        masked_name=resident.masked_name,
        reason=reason,
        advice=advice,
        number=entry["number"] if entry is not None else "",
        owed=entry["owed"] if entry is not None else 0,
        free=free_for(resident) if declared.fee is not None else "",
    )


@router.post("/submit", summary="交上去", response_model=Receipt)
def submit(asked: Filled, desk: AtDesk, effect: IdempotentEffect) -> Response:
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _submit(asked, desk, effect))
    return Response(reply, media_type="application/json")


@router.post("/issue", summary="开证明", response_model=Certificate)
def issue(asked: Filled, desk: AtDesk, effect: IdempotentEffect) -> Response:
    """Asked for again on the same day it is the same certificate, with the same number."""
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _issue(asked, desk, effect))
    return Response(reply, media_type="application/json")


def _submit(asked: Filled, desk: Desk, effect: Effect) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    declared, resident, now = _declared(asked.item), _entitled(asked, desk), desk.clock.now()
    _check(declared, asked.form)
    chosen = {given.name: given.values for given in asked.form.given}
    owed = 0 if free_for(resident) else declared.fee_of(chosen)
    state = ReceiptState.CHECKING if asked.form.by_staff else ReceiptState.DONE
    number = desk.books.numbered("DJ", now)
    receipt = Receipt(
        number,
        declared.title,
        state,
        now,
        declared.agency,
        rows=(
            ("姓名", resident.masked_name),
            ("身份证号", mask_id(resident.card.number)),
            ("办的事", declared.official),
            *((("要付", figures(owed)),) if owed else ()),
            ("结果", "等工作人员核对" if asked.form.by_staff else "办好了"),
        ),
        note="工作人员三天里打电话给您" if asked.form.by_staff else "付了钱就办好了" if owed else "凭号码可以来查",
        code=f"JB:{number}",
    )
    filled_in = {
        "owed": owed,
        "fields": sorted(chosen),
        "members": len(asked.form.members),
        "sheets": [sheet.name for sheet in asked.form.attachments],
        "signed": bool(asked.form.signature),
        "consents": list(asked.form.consents),
        "by_staff": list(asked.form.by_staff),
    }
    return enter(desk, effect, resident, asked.item, receipt, **filled_in)


def _issue(asked: Filled, desk: Desk, effect: Effect) -> str:
    declared = _declared(asked.item)
    if declared.certificate is None:
        raise Refusal(409, "no_such_certificate", "平台不开这种证明", "点「找人帮忙」问一问")
    _entitled(asked, desk)
    _check(declared, asked.form)
    return certificates.make_out(asked.item, asked.id_number, desk, effect.terminal, effect.key)


def _declared(item: str) -> Declaration:
    declared = declaration(item)
    if declared is None:
        raise Refusal(409, "item_unknown", "平台不办这件事", "点「找人帮忙」问一问")
    return declared


def _entitled(asked: Filled, desk: Desk) -> Resident:
    resident = find(asked.id_number)
    standing = Standing.NOT_FOUND if resident is None else standing_of(desk.books, asked.item, resident)
    if resident is None or standing is not Standing.OPEN:
        reason, _ = WORDS.get(standing, ("上次的还没付钱", ()))
        raise Refusal(409, standing.value, reason, "重新办一次" if standing is Standing.UNPAID else "到窗口问一问")
    return resident


def _check(declared: Declaration, form: FormBody) -> None:
    """All that must be there is there, and nothing that nobody asked. Raises Refusal."""
    chosen = {given.name: given.values for given in form.given}
    answered = {*chosen, *(member.of for member in form.members), *(sheet.name for sheet in form.attachments)}
    answered |= set(form.by_staff)
    asked = {each.name: each for each in declared.ask if _applies(each, chosen)}
    if answered - {*asked, "signature"}:
        raise Refusal(409, "unasked", "交来的东西多了，对不上", "重新办一次")
    lacking = [name for name, each in asked.items() if not each.optional and name not in answered]
    unsigned = declared.sign and not form.signature and "signature" not in form.by_staff
    if lacking or unsigned:
        raise Refusal(409, "incomplete", "还缺东西，办不了", "重新办一次")
    if {consent.name for consent in declared.consent} - set(form.consents):
        raise Refusal(409, "no_consent", "没有您的同意，不能办", "重新办一次")
    for each in declared.ask:
        values = {option.value for option in each.choices}
        if each.kind is Kind.CHOICE and set(chosen.get(each.name, ())) - values:
            raise Refusal(409, "no_such_choice", "选的那一项没有了", "重新办一次")
    for sheet in form.attachments:
        _check_sheet(sheet.picture)


def _applies(asked: Asked, chosen: dict[str, tuple[str, ...]]) -> bool:
    return all(set(values) & set(chosen.get(name, ())) for name, values in asked.when)


def _check_sheet(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            picture.load()
            useful = min(picture.size) >= SMALLEST_SIDE
    except (OSError, Image.DecompressionBombError):
        useful = False
    if not useful:
        raise Refusal(409, "picture", "这张照片用不了", "再拍一张")
