"""Certificates at the stand-in gateway: of what they can be, what will stand there, making out, the PDF for the holder.

Which there are, and for whom, stands in ``certificate_kinds.py``. Each seal says that it is a sample.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field, TypeAdapter

from kiosk.core.certificate import Certificate
from kiosk.sandbox.certificate_kinds import KINDS, Kind, No, Sheet
from kiosk.sandbox.certificate_pdf import Content, certificate_pdf
from kiosk.sandbox.declared_items import declaration
from kiosk.sandbox.desk import AtDesk, Desk, IdempotentEffect
from kiosk.sandbox.faults import DocumentFault
from kiosk.sandbox.fields import CallBody, IdNumber
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.holdings import Holding
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import RESIDENTS, Resident, find

__all__ = ["insured_of", "made_out_of", "make_out", "router"]

_BOOK: Final = "certificates"
_CERTIFICATE: Final = TypeAdapter(Certificate)
_BY_ID: Final = {resident.id: resident for resident in RESIDENTS}

router = APIRouter(prefix="/certificates", tags=["证明"], route_class=SignedRoute, responses=REFUSALS)

Word = Annotated[str, Field(max_length=40)]


class HolderQuery(CallBody):
    """``kind`` is one of ``KINDS``."""

    kind: Word
    id_number: IdNumber


class StatusQuery(HolderQuery):
    subject: Word


class Order(StatusQuery):
    purpose: Word


class Subject(BaseModel):
    id: str
    label: str
    detail: str
    closed: str


class Record(BaseModel):
    """``lines`` are what will stand there; none: ``why`` not. ``number``: made out today already."""

    lines: tuple[tuple[str, str], ...] = ()
    masked_name: str = ""
    number: str = ""
    why: str = ""
    advice: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


class DocumentQuery(CallBody):
    number: str
    id_number: IdNumber


class Document(BaseModel):
    """``content`` is the PDF in base64."""

    number: str
    content: str


@router.post("/subjects", summary="可以给哪些开")
def subjects(asked: HolderQuery, desk: AtDesk) -> tuple[Subject, ...]:
    """Those of which none can be made out stand there too, with the reason."""
    held = _kind(asked.kind).holdings
    resident = find(asked.id_number)
    if held is None or resident is None:
        return ()
    return tuple(
        Subject(id=each.id, label=each.label, detail=each.detail, closed=each.closed) for each in held(resident)
    )


@router.post("/status", summary="能不能开，上面写什么")
def status(asked: StatusQuery, desk: AtDesk) -> Record:
    resident = find(asked.id_number)
    if resident is None:
        return Record(why="没查到您的记录", advice=(f"有疑问打电话：{_kind(asked.kind).telephone}",))
    sheet = _sheet(desk, _kind(asked.kind), resident, asked.subject)
    name = resident.masked_name
    if isinstance(sheet, No):
        return Record(masked_name=name, why=sheet.why, advice=sheet.advice, related=sheet.related)
    entry = _of_today(desk, resident, asked.kind, asked.subject, "")
    return Record(lines=sheet.lines, masked_name=name, number=entry["number"] if entry else "")


@router.post("/issue", summary="开证明", response_model=Certificate)
def issue(asked: Order, desk: AtDesk, effect: IdempotentEffect) -> Response:
    """Asked for again on the same day it is the same certificate, with the same number."""
    reply = desk.books.effect(effect.key, effect.fingerprint, lambda: _issue(asked, desk, effect.terminal, effect.key))
    return Response(reply, media_type="application/json")


@router.post("/document", summary="取证明的 PDF")
def document(asked: DocumentQuery, desk: AtDesk) -> Document:
    """For its holder only."""
    entry, resident = desk.books.entry(_BOOK, asked.number), find(asked.id_number)
    if entry is None or resident is None or entry["person"] != resident.id:
        raise Refusal(409, "no_certificate", "没有这个号码的证明", "重新开一张")
    return Document(number=asked.number, content=base64.b64encode(_pdf(desk, entry)).decode())


def insured_of(desk: Desk) -> dict[str, str]:
    """By the resident's id: "none" not insured, "issued" has today's certificate, "insured" has none today."""
    return {resident.id: _insured(desk, resident) for resident in RESIDENTS}


def made_out_of(desk: Desk, number: str) -> bool:
    """Whether a certificate has been made out of this, by its subject."""
    return any(entry["subject"] == number for entry in desk.books.entries(_BOOK))


def make_out(item: str, id_number: str, desk: Desk, terminal: str, key: str) -> str:
    """That of a declared item, as JSON; in the books' transaction. Raises Refusal."""
    return _issue(Order(kind=item, id_number=id_number, subject="", purpose=""), desk, terminal, key)


def _insured(desk: Desk, resident: Resident) -> str:
    if isinstance(_sheet(desk, KINDS["insured"], resident, ""), No):
        return "none"
    return "issued" if _of_today(desk, resident, "insured", "", "") else "insured"


def _issue(asked: Order, desk: Desk, terminal: str, key: str) -> str:
    """Runs within the books' transaction. Raises Refusal."""
    kind, resident, now = _kind(asked.kind), find(asked.id_number), desk.clock.now()
    sheet = None if resident is None else _sheet(desk, kind, resident, asked.subject)
    if resident is None or not isinstance(sheet, Sheet):
        no = sheet if isinstance(sheet, No) else No("unknown", "没查到您的记录")
        raise Refusal(409, no.reason, no.why, no.advice[0] if no.advice else f"有疑问打电话：{kind.telephone}")
    entry = _of_today(desk, resident, asked.kind, asked.subject, asked.purpose)
    if entry is None:
        number = desk.books.numbered(kind.prefix, now)
        code = f"JB:{number}:{hashlib.sha256(f'{number} {key}'.encode()).hexdigest()[:8].upper()}"
        body = {
            "item": asked.kind,
            "person": resident.id,
            "subject": asked.subject,
            "purpose": asked.purpose,
            "code": code,
            "terminal": terminal,
            "key": key,
            "fault": _fault(desk),
        }
        desk.books.enter(_BOOK, number, now, body)
        entry = {**body, "number": number, "at": now.isoformat()}
    pdf = _pdf(desk, entry)
    at = datetime.fromisoformat(entry["at"])
    digest, until = hashlib.sha256(pdf).hexdigest(), (at + timedelta(days=kind.days)).date()
    made = Certificate(
        entry["number"], kind.title, kind.agency, at, until, sheet.pages, len(pdf), digest, entry["code"]
    )
    return _CERTIFICATE.dump_json(made).decode()


def _pdf(desk: Desk, entry: dict[str, Any]) -> bytes:
    resident, kind = _BY_ID[entry["person"]], _kind(entry["item"])
    sheet = _sheet(desk, kind, resident, entry["subject"])
    if isinstance(sheet, No):
        raise Refusal(409, "not_any_more", "这张证明不能再打了", f"有疑问打电话：{kind.telephone}")
    purpose = (("用途", entry["purpose"]),) if entry["purpose"] else ()
    made = datetime.fromisoformat(entry["at"])
    content = Content(
        kind.title,
        entry["number"],
        entry["code"],
        kind.agency,
        kind.telephone,
        (*_person(resident), *sheet.rows, *purpose),
        sheet.table,
        sheet.text,
        sheet.pages,
        made,
        made + timedelta(days=kind.days),
    )
    fault = DocumentFault(entry["fault"]) if entry["fault"] else None
    return certificate_pdf(content, desk.seals, fault)


def _person(resident: Resident) -> tuple[tuple[str, str], ...]:
    return (
        ("姓名", resident.name),
        ("证件号码", resident.card.number),
        ("性别", "男" if resident.card.sex == "1" else "女"),
    )


def _kind(name: str) -> Kind:
    kind = KINDS.get(name) or _declared(name)
    if kind is None:
        raise Refusal(409, "no_such_certificate", "平台不开这种证明", "点「找人帮忙」问一问")
    return kind


def _declared(item: str) -> Kind | None:
    """What a declared item makes out says no more than that it is so."""
    declared = declaration(item)
    if declared is None or declared.certificate is None:
        return None
    made, lines = declared.certificate, (("事项", declared.official), ("结果", "情况属实"))
    sheet = Sheet(lines, lines, f"以上情况由{declared.agency}核对。")
    return Kind(made.title, declared.agency, declared.telephone, "DZ", made.days, lambda *_: sheet)


def _sheet(desk: Desk, kind: Kind, resident: Resident, subject: str) -> Sheet | No:
    held: Holding | None = None
    if kind.holdings is not None:
        held = next((each for each in kind.holdings(resident) if each.id == subject and not each.closed), None)
    return kind.sheet(desk, resident, held)


def _of_today(desk: Desk, resident: Resident, kind: str, subject: str, purpose: str) -> dict[str, Any] | None:
    """As faulty as the bench wants it now: one that was spoilt is not given again when nothing is wrong any more."""
    today = desk.clock.now().date()
    wanted = {"item": kind, "subject": subject, "purpose": purpose, "fault": _fault(desk)}
    made = desk.books.entries(_BOOK, person=resident.id)
    return next(
        (
            entry
            for entry in made
            if wanted.items() <= entry.items() and datetime.fromisoformat(entry["at"]).date() == today
        ),
        None,
    )


def _fault(desk: Desk) -> str:
    return desk.faults.document.value if desk.faults.document else ""
