"""Enquiries at the stand-in gateway: 社保, 医保, 公积金, 企业开办 and 办件进度, invented from each resident's number.

The books hold what was handed in here; everything before that follows from who asks, the same at every asking.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter
from pydantic import BaseModel, Field

from kiosk.core.enquiry import Movement, Report
from kiosk.core.money import figures
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.fields import CallBody, IdNumber
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import Case, Medical, Resident, find

__all__ = ["enquiries_of", "router"]

TELEPHONES: Final = {"social": "12333", "medical": "12393", "fund": "12329", "market": "12315", "cases": "12345"}
MONTHS: Final = 6  # of an account's history
TITLES: Final = {
    "insured_certificate": "社会保险参保证明",
    "medical.payment": "交医保",
}
STANDINGS: Final = {
    "done": "办好了",
    "checking": "工作人员正在核对",
    "queued": "等着办",
    "waiting": "等叫号",
    "cancelled": "取消了",
    "DONE": "办好了",
    "MANUAL": "工作人员正在核对",
    "REFUNDED": "没办成，钱退了",
}
COMPANIES: Final = {
    "r24": (("QY2026110001", "宁波市鄞州区莫须有机械厂", "等您签字"),),
    "r25": (
        ("QY2026110002", "宁波市海曙区乌有商贸行", "营业执照做好了"),
        ("QY2026110003", "余姚市子虚食品店", "正在核对材料"),
    ),
}
STEPS: Final = ("名称核好了", "材料交齐了", "正在核对材料", "等您签字", "营业执照做好了")

router = APIRouter(tags=["查询"], route_class=SignedRoute, responses=REFUSALS)


class Enquirer(CallBody):
    id_number: IdNumber


class CompanyQuery(Enquirer):
    number: Annotated[str, Field(min_length=1, max_length=40)]


class CaseQuery(CallBody):
    digits: Annotated[str, Field(pattern=r"^[0-9]{8,24}$")]


class Company(BaseModel):
    number: str
    name: str
    standing: str


class Companies(BaseModel):
    companies: tuple[Company, ...]
    telephone: str = TELEPHONES["market"]


class CaseEntry(BaseModel):
    number: str
    title: str
    standing: str


class Cases(BaseModel):
    cases: tuple[CaseEntry, ...]
    telephone: str = TELEPHONES["cases"]


def enquiries_of(resident: Resident) -> dict[str, str]:
    """What there is to be found, for the bench: "has" or "none"."""
    found = {
        "social_account": _insured(resident),
        "medical_account": resident.medical is not Medical.NONE,
        "fund_account": _has_fund(resident),
        "companies": resident.id in COMPANIES,
    }
    return {name: "has" if has else "none" for name, has in found.items()}


@router.post("/social/account", summary="社保账户")
def social_account(asked: Enquirer, desk: AtDesk) -> Report:
    resident, now = find(asked.id_number), desk.clock.now()
    if resident is None or not _insured(resident):
        return Report((), telephone=TELEPHONES["social"])
    if resident.case is Case.NONE:
        rows = (
            ("交了多少年", f"{_pick(resident, 'years', 3, 28)}年"),
            ("账户里有", _yuan(resident, "pension", 2e6, 9e6)),
        )
        what = "单位和个人交的"
    else:
        standing = "停发了" if resident.case is Case.STOPPED else "正常发"
        rows = (("养老金", standing), ("每月领", _yuan(resident, "monthly", 18_000, 420_000)))
        what = "发养老金"
    amount = _pick(resident, "monthly", 18_000, 420_000)
    stopped = resident.case is Case.STOPPED
    history = () if stopped else _monthly(now.date(), what, amount)
    return _report(resident, now, "社会保险", "social", rows, history)


@router.post("/medical/account", summary="医保账户")
def medical_account(asked: Enquirer, desk: AtDesk) -> Report:
    resident, now = find(asked.id_number), desk.clock.now()
    if resident is None or resident.medical is Medical.NONE:
        return Report((), telephone=TELEPHONES["medical"])
    rows = (("参保", "正常"), ("账户里有", _yuan(resident, "medical", 0, 600_000)))
    visits = tuple(
        Movement(day, what, -_pick(resident, what, 1_200, 24_000))
        for (day, what) in zip(_months(now.date()), ("东湖镇卫生院", "第一医院门诊", "大药房买药"), strict=False)
    )
    return _report(resident, now, "医疗保障", "medical", rows, visits)


@router.post("/fund/account", summary="公积金账户")
def fund_account(asked: Enquirer, desk: AtDesk) -> Report:
    resident, now = find(asked.id_number), desk.clock.now()
    if resident is None or not _has_fund(resident):
        return Report((), telephone=TELEPHONES["fund"])
    monthly = _pick(resident, "fund", 60_000, 480_000)
    rows = (("余额", _yuan(resident, "fund-balance", 1e6, 2e7)), ("每月存", figures(monthly)))
    return _report(resident, now, "住房公积金", "fund", rows, _monthly(now.date(), "单位和个人存的", monthly))


@router.post("/market/companies", summary="名下在办的公司")
def companies(asked: Enquirer) -> Companies:
    found = COMPANIES.get(_id_of(asked.id_number), ())
    return Companies(companies=tuple(Company(number=no, name=name, standing=at) for no, name, at in found))


@router.post("/market/companies/progress", summary="一家公司办到哪一步了")
def company_progress(asked: CompanyQuery, desk: AtDesk) -> Report:
    """Of a company of one's own only."""
    resident = find(asked.id_number)
    own = {no: (name, at) for no, name, at in COMPANIES.get(resident.id, ())} if resident is not None else {}
    if resident is None or asked.number not in own:
        raise Refusal(409, "no_company", "没查到这家公司", f"有疑问打电话：{TELEPHONES['market']}")
    name, at = own[asked.number]
    reached = STEPS[: STEPS.index(at) + 1] if at in STEPS else (at,)
    rows = (("公司", name), *((f"第{place}步", step) for place, step in enumerate(reached, 1)))
    return _report(resident, desk.clock.now(), "企业开办", "market", rows, ())


@router.post("/cases/mine", summary="本人办过的事")
def mine(asked: Enquirer, desk: AtDesk) -> Cases:
    entries = _cases(desk, person=_id_of(asked.id_number))
    found = sorted(entries, key=lambda entry: str(entry["at"]), reverse=True)
    return Cases(
        cases=tuple(CaseEntry(number=one["number"], title=_title(one), standing=_standing(one)) for one in found)
    )


@router.post("/cases/progress", summary="一个办件办到哪一步了")
def progress(asked: CaseQuery, desk: AtDesk) -> Report:
    """By the digits of its number, or the end of them. Two that end alike are as good as none."""
    found = [entry for entry in _cases(desk) if _digits(entry["number"]).endswith(asked.digits)]
    if len(found) != 1:
        return Report((), telephone=TELEPHONES["cases"])
    entry, at = found[0], datetime.fromisoformat(found[0]["at"])
    rows = (
        ("办的什么", _title(entry)),
        ("办到哪了", _standing(entry)),
        ("哪天交的", f"{at.year}年{at.month}月{at.day}日"),
        ("办件号", entry["number"]),
    )
    return Report(rows, telephone=TELEPHONES["cases"])


def _cases(desk: Desk, person: str | None = None) -> Iterator[dict[str, Any]]:
    yield from desk.books.entries("submissions", person=person)
    yield from desk.books.entries("certificates", person=person)
    yield from desk.books.entries("orders", person=person)


def _title(entry: dict[str, Any]) -> str:
    return str(entry.get("title") or TITLES.get(str(entry.get("item")), "政务服务办件"))


def _standing(entry: dict[str, Any]) -> str:
    return STANDINGS.get(str(entry.get("state", "done")), "正在办")


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _id_of(id_number: str) -> str:
    resident = find(id_number)
    return resident.id if resident is not None else ""


def _insured(resident: Resident) -> bool:
    return resident.medical is not Medical.NONE


def _has_fund(resident: Resident) -> bool:
    return resident.card.birth.year > 1956 and resident.medical is not Medical.NONE


def _report(
    resident: Resident,
    now: datetime,
    agency: str,
    kind: str,
    rows: tuple[tuple[str, str], ...],
    history: tuple[Movement, ...],
) -> Report:
    """With its sheet, which is the same all day under the same number."""
    name = resident.masked_name
    digest = hashlib.sha256(f"{kind} {resident.id} {now:%Y%m%d} {rows}".encode()).hexdigest()[:6].upper()
    sheet = Receipt(
        f"CX{now:%Y%m%d}-{digest}", f"{agency}查询", ReceiptState.ENQUIRY, now, agency, rows=(("姓名", name), *rows)
    )
    return Report(rows, history, sheet, TELEPHONES[kind])


def _months(today: date) -> Iterator[date]:
    """The tenth of each month before this one, the newest first."""
    for back in range(1, MONTHS + 1):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        yield date(year, month + 1, 10)


def _monthly(today: date, what: str, amount: int) -> tuple[Movement, ...]:
    return tuple(Movement(day, what, amount) for day in _months(today))


def _pick(resident: Resident, what: str, least: float, most: float) -> int:
    """The same for the same person: invented, but not at random."""
    digest = hashlib.sha256(f"{resident.id} {what}".encode()).digest()
    return int(least) + int.from_bytes(digest[:6]) % (int(most) - int(least))


def _yuan(resident: Resident, what: str, least: float, most: float) -> str:
    return figures(_pick(resident, what, least, most))
