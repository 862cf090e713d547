"""社会保险参保证明 at the stand-in gateway: who is insured, making the certificate out, and its PDF for the holder.

The PDF is set anew from the entry in the books each time that it is fetched, always with the same bytes: so the books
hold no name and no number. Its seal says that it is a sample.
"""

import base64
import hashlib
import io
import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import segno
import typst
from fastapi import APIRouter, Response
from pydantic import BaseModel, TypeAdapter

from kiosk.core.certificate import Certificate
from kiosk.core.masking import mask_name
from kiosk.sandbox.desk import AtDesk, Desk, IdempotentEffect
from kiosk.sandbox.fields import CallBody, IdNumber
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import RESIDENTS, Case, Medical, Resident, find

__all__ = ["insured_of", "router"]

AGENCY: Final = "宁波市鄞州区社会保险中心"
TELEPHONE: Final = "12333"
TITLE: Final = "社会保险参保证明"
TEMPLATE: Final = Path(__file__).parent / "certificate.typ"
VALID_FOR: Final = timedelta(days=90)
_BOOK: Final = "certificates"
_ITEM: Final = "insured_certificate"
_CERTIFICATE: Final = TypeAdapter(Certificate)

router = APIRouter(tags=["证明"], route_class=SignedRoute, responses=REFUSALS)


class InsuredQuery(CallBody):
    id_number: IdNumber


class InsuredRecord(BaseModel):
    """``insurances`` in short: 养老保险. ``number`` is that of the certificate which was made out today already."""

    insurances: tuple[tuple[str, str], ...]
    masked_name: str = ""
    number: str = ""
    telephone: str = TELEPHONE


class DocumentQuery(CallBody):
    number: str
    id_number: IdNumber


class Document(BaseModel):
    """``content`` is the PDF in base64."""

    number: str
    content: str


@router.post("/social/insured/status", summary="社会保险参保情况")
def status(asked: InsuredQuery, desk: AtDesk) -> InsuredRecord:
    resident = find(asked.id_number)
    if resident is None:
        return InsuredRecord(insurances=())
    entry = _of_today(desk, resident)
    return InsuredRecord(
        insurances=tuple((name[-4:], standing) for name, standing in _insurances(resident)),
        masked_name=mask_name(_name(resident)),
        number=entry["number"] if entry else "",
    )


@router.post("/social/insured/issue", summary="开社会保险参保证明", response_model=Certificate)
def issue(asked: InsuredQuery, desk: AtDesk, effect: IdempotentEffect) -> Response:
    """Asked for again on the same day it is the same certificate, with the same number."""
    reply = desk.books.effect(
        effect.key, effect.fingerprint, lambda: _issue(asked.id_number, desk, effect.terminal, effect.key)
    )
    return Response(reply, media_type="application/json")


@router.post("/certificates/document", summary="取证明的 PDF")
def document(asked: DocumentQuery, desk: AtDesk) -> Document:
    """For its holder only."""
    entry, resident = desk.books.entry(_BOOK, asked.number), find(asked.id_number)
    if entry is None or resident is None or entry["person"] != resident.id:
        raise Refusal(409, "no_certificate", "没有这个号码的证明", "重新开一张")
    pdf = _pdf(entry["number"], resident.id, entry["at"], entry["code"])
    return Document(number=asked.number, content=base64.b64encode(pdf).decode())


def insured_of(desk: Desk) -> dict[str, str]:
    """By the resident's id: "none" not insured, "issued" has today's certificate, "insured" has none today."""
    return {resident.id: _standing(desk, resident) for resident in RESIDENTS}


def _standing(desk: Desk, resident: Resident) -> str:
    if not _insurances(resident):
        return "none"
    return "issued" if _of_today(desk, resident) else "insured"


def _issue(id_number: str, desk: Desk, terminal: str, key: str) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    resident, now = find(id_number), desk.clock.now()
    if resident is None or not _insurances(resident):
        raise Refusal(409, "not_insured", "没查到您参保", f"有疑问打电话：{TELEPHONE}")
    entry = _of_today(desk, resident)
    if entry is None:
        number = f"CB{now:%Y%m%d}-{desk.books.next_number():06}"
        code = f"JB:{number}:{hashlib.sha256(f'{number} {key}'.encode()).hexdigest()[:8].upper()}"
        body = {"item": _ITEM, "person": resident.id, "code": code, "terminal": terminal, "key": key}
        desk.books.enter(_BOOK, number, now, body)
        entry = {**body, "number": number, "at": now.isoformat()}
    pdf = _pdf(entry["number"], resident.id, entry["at"], entry["code"])
    at = datetime.fromisoformat(entry["at"])
    digest, until = hashlib.sha256(pdf).hexdigest(), (at + VALID_FOR).date()
    made = Certificate(entry["number"], TITLE, AGENCY, at, until, 1, len(pdf), digest, entry["code"])
    return _CERTIFICATE.dump_json(made).decode()


def _of_today(desk: Desk, resident: Resident) -> dict[str, Any] | None:
    today = desk.clock.now().date()
    made = desk.books.entries(_BOOK, person=resident.id)
    return next((entry for entry in made if datetime.fromisoformat(entry["at"]).date() == today), None)


def _insurances(resident: Resident) -> tuple[tuple[str, str], ...]:
    """Nobody without medical insurance has any; who does not draw a pension pays in still."""
    if resident.medical is Medical.NONE:
        return ()
    employed = resident.case is Case.NONE or resident.medical is Medical.FLEXIBLE
    pension = ("企业职工基本养老保险", "正常参保") if employed else ("城乡居民基本养老保险", "待遇领取")
    stopped = resident.case is Case.STOPPED
    return ((pension[0], "暂停发放") if stopped else pension, ("基本医疗保险", "正常参保"))


def _since(resident: Resident) -> date:
    """The month's first day, in which the person began to pay in."""
    birth = resident.card.birth
    return date(max(1998, birth.year + 24), birth.month, 1)


def _name(resident: Resident) -> str:
    return resident.card.name or resident.card.latin_name


@lru_cache(maxsize=64)
def _pdf(number: str, person: str, at: str, code: str) -> bytes:
    """The same bytes for the same entry: nothing in it is the time of its making."""
    resident = next(each for each in RESIDENTS if each.id == person)
    made, qr = datetime.fromisoformat(at), io.BytesIO()
    segno.make(code, error="m").save(qr, kind="svg", border=0)
    until = made + VALID_FOR
    content = {
        "title": TITLE,
        "number": number,
        "code": code.rpartition(":")[2],
        "qr": qr.getvalue().decode(),
        "agency": AGENCY,
        "telephone": TELEPHONE,
        "rows": [
            ("姓名", _name(resident)),
            ("证件号码", resident.card.number),
            ("性别", "男" if resident.card.sex == "1" else "女"),
            ("参保时间", f"{_since(resident):%Y年%m月}"),
        ],
        "insurances": _insurances(resident),
        "date": f"{made.year}年{made.month}月{made.day}日",
        "until": f"{until.year}年{until.month}月{until.day}日",
    }
    inputs = {"content": json.dumps(content)}
    page = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, sys_inputs=inputs).compile(format="pdf", timestamp=0)
    if not isinstance(page, bytes):
        raise TypeError("the certificate is longer than a page")
    return page
