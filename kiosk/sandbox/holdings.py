"""Who of the residents has what: houses, companies, licences, a housing fund, and what stands in the police's books.

By the resident's id. Who is not named has none of it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.sandbox.enquiries import enquiries_of
from kiosk.sandbox.residents import Resident

__all__ = [
    "BEING_REGISTERED",
    "CANCELLED",
    "MOVING",
    "RECORD",
    "SLOW_CHECK",
    "Account",
    "Holding",
    "account",
    "companies",
    "holdings_of",
    "houses",
    "licences",
]


class Account(StrEnum):
    PAYING = "paying"
    SEALED = "sealed"
    LONG = "long"  # so many years that the certificate takes two pages


@dataclass(frozen=True)
class Holding:
    """``closed`` is why no copy of it is made; ``note`` is what stands on the copy beside the rest."""

    id: str
    label: str
    number: str
    detail: str = ""
    note: str = ""
    closed: str = ""


_ACCOUNTS: Final = {"r25": Account.SEALED, "r26": Account.LONG}  # where it is not as usual
BEING_REGISTERED: Final = frozenset({"r04", "r31"})
MOVING: Final = frozenset({"r05", "r32"})
RECORD: Final = frozenset({"r06", "r33"})
SLOW_CHECK: Final = frozenset({"r02", "r07", "r08", "r25"})  # a person looks at it first
CANCELLED: Final = frozenset({"r08"})  # their last application was taken back

_HOUSES: Final = {
    "r01": (Holding("h1", "鄞州区东湖镇莫须有路18号202室", "浙（2019）宁波市不动产权第0000001号", "88.50平方米"),),
    "r03": (
        Holding("h1", "海曙区望春镇乌有村7幢301室", "浙（2021）宁波市不动产权第0000002号", "102.00平方米", "已查封"),
        Holding("h2", "海曙区无名弄5号", "浙（2008）宁波市不动产权第0000003号", "45.30平方米"),
        Holding("h3", "鄞州区子虚巷66号1幢", "", "", "", "在别的登记处，到那里打"),
    ),
    "r24": (
        Holding("h1", "鄞州区清溪镇亡是街9号1101室", "浙（2023）宁波市不动产权第0000004号", "89.20平方米", "已抵押"),
    ),
    "r09": (Holding("h1", "象山县石桥乡无名弄3号", "", "", "", "登记簿有疑问，到窗口问"),),
}
_COMPANIES: Final = {
    "r24": (Holding("c1", "宁波莫须有机械有限公司", "91330212MA00000001", "有限责任公司"),),
    "r26": (
        Holding("c1", "宁波子虚乌有餐饮管理有限公司", "91330281MA00000002", "有限责任公司"),
        Holding("c2", "余姚市亡是公小吃店", "92330281MA00000003", "个体工商户"),
        Holding("c3", "余姚市无名货运部", "92330281MA00000004", "个体工商户", closed="已经吊销"),
    ),
    "r27": (Holding("c1", "宁海县乌有服装店", "92330226MA00000005", "个体工商户", closed="去年注销了"),),
}


def account(resident: Resident) -> Account | None:
    """The housing fund of whoever has one."""
    has = enquiries_of(resident)["fund_account"] == "has"
    return _ACCOUNTS.get(resident.id, Account.PAYING) if has else None


def houses(resident: Resident) -> tuple[Holding, ...]:
    return _HOUSES.get(resident.id, ())


def companies(resident: Resident) -> tuple[Holding, ...]:
    """Of which the person is the legal representative, or that are theirs."""
    return _COMPANIES.get(resident.id, ())


def licences(resident: Resident) -> tuple[Holding, ...]:
    """Old people have the senior card, some a disability card that has run out; young ones a driving licence."""
    card, age = resident.card, 2026 - resident.card.birth.year
    if resident.id in ("r11", "r27"):
        return ()
    issuer = card.issuer or "宁波市公安局"
    found = []
    if age >= 60:
        found.append(
            Holding("senior", "老年人优待证", f"LN{card.number[-8:-4]}0000{resident.id[1:]}", "长期", "宁波市民政局")
        )
    if int(resident.id[1:]) % 2:
        found.append(Holding("marriage", "结婚证", f"J330212-2000-0000{resident.id[1:]}", "长期", "鄞州区民政局"))
    if resident.id in ("r01", "r12", "r20"):
        found.append(Holding("disability", "残疾人证", "", "2015年到2025年", "鄞州区残联", "2025年6月过期，先换证"))
    if age < 60:
        found.append(Holding("driving", "机动车驾驶证", card.number, "到2031年5月", issuer))
    if resident.id in ("r25", "r10"):
        found.append(Holding("car", "机动车行驶证", "", "", issuer, "已经注销"))
    return tuple(found)


def holdings_of(resident: Resident) -> dict[str, str | int]:
    """For the bench: whom to choose for which case."""
    return {
        "fund": held.value if (held := account(resident)) else "none",
        "houses": len(houses(resident)),
        "companies": len(companies(resident)),
        "licences": len(licences(resident)),
    }
