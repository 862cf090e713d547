"""The people of the stand-in gateway: 40 residents for every case, and three cards that must not be accepted.

Nobody here exists. Their numbers check out by GB 11643-1999; the sequence codes 980 to 999, which no registry of this
size has ever reached for one day of birth, keep them away from anybody's real number.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Final

from kiosk.core.masking import mask_name
from kiosk.core.person import CardKind, check_digit
from kiosk.sandbox.cards import Card

__all__ = ["BAD_CARDS", "RESIDENTS", "BadCard", "Case", "Medical", "Resident", "find", "household"]


class Case(Enum):
    """How the pension stands at the start of the year; MISMATCH and CHECKING are due as well."""

    DUE = "due"
    CERTIFIED = "certified"
    NONE = "none"
    STOPPED = "stopped"
    MISMATCH = "mismatch"  # the face comparison says no
    CHECKING = "checking"  # the agency looks at the certification first


class Medical(Enum):
    """How a person's own medical insurance stands at the start, before anything is paid."""

    OWES = "owes"
    BOTH = "both"  # this year's is owed still, and the next one's
    FLEXIBLE = "flexible"  # 灵活就业
    PART = "part"  # the state pays half of it
    EXEMPT = "exempt"  # the state pays all of it
    PAID = "paid"
    NOT_OPEN = "not_open"
    REJECTED = "rejected"  # owed, but the agency will not take the money in
    NONE = "none"  # not insured


@dataclass(frozen=True)
class Resident:
    """``id`` is the bench's handle, the only thing about a person that the books hold."""

    id: str
    card: Card
    case: Case
    medical: Medical

    @property
    def name(self) -> str:
        """As the card has it: in Chinese, or in Latin letters where there is none in Chinese."""
        return self.card.name or self.card.latin_name

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)


@dataclass(frozen=True)
class BadCard:
    """``flaw`` is in words for the bench."""

    id: str
    flaw: str
    card: Card


_ISSUERS: Final = {
    "330203": ("宁波市海曙区", "宁波市公安局海曙分局"),
    "330212": ("宁波市鄞州区", "宁波市公安局鄞州分局"),
    "330225": ("浙江省象山县", "象山县公安局"),
    "330226": ("浙江省宁海县", "宁海县公安局"),
    "330281": ("浙江省余姚市", "余姚市公安局"),
    "332528": ("浙江省松阳县", "松阳县公安局"),
    "433123": ("湖南省凤凰县", "凤凰县公安局"),
    "522635": ("贵州省麻江县", "麻江县公安局"),
    "653130": ("新疆巴楚县", "巴楚县公安局"),
    "222405": ("吉林省龙井市", "龙井市公安局"),
    "532932": ("云南省鹤庆县", "鹤庆县公安局"),
    "152921": ("内蒙古阿拉善左旗", "阿拉善左旗公安局"),
}
_ROADS: Final = ("东湖镇莫须有路", "云岫街道子虚巷", "望春镇乌有村", "石桥乡无名弄", "清溪镇亡是街")

# name, sex (1 male, 2 female), ethnic group (GB/T 3304), birth, place
_DUE: Final = """
张桂兰 2 01 19520317 330212
王德福 1 01 19480925 330212
李秀英 2 01 19550602 330203
陈㐀 1 01 19531111 330212
刘䶮 1 01 19470208 330225
王𬭛 1 01 19580720 330212
麦麦提图尔荪·阿卜杜热合曼江 1 05 19510430 653130
蓝月娥 2 22 19541225 332528
田老四 1 15 19460114 433123
周阿毛 1 01 19390601 330226
沈招娣 2 01 19421009 330281
徐根宝 1 01 19560818 330212
赵玉梅 2 01 19600229 330203
马成龙 1 03 19570505 330212
金顺姬 2 10 19500815 222405
吴小妹 2 01 19441203 330212
欧阳明远 1 01 19490101 330203
杨六金 2 14 19530928 532932
"""
_CERTIFIED: Final = """
孙建国 1 01 19551001 330212
胡彩凤 2 01 19520706 330225
郑水根 1 01 19480319 330226
娜仁托娅 2 02 19590611 152921
何杏花 2 01 19470222 330281
"""
_NONE: Final = """
林晓峰 1 01 19880412 330212
朱思琪 2 01 19951130 330203
高大勇 1 01 19790807 330281
唐晓婷 2 01 20010505 330226
"""
_STOPPED: Final = """
罗阿珠 2 01 19410516 330212
潘有田 1 06 19450923 522635
梁素贞 2 01 19500210 330225
谢长庚 1 01 19360705 330226
"""
_MISMATCH: Final = """
曹凤仙 2 01 19530614 330212
彭国柱 1 01 19491017 330203
邓菊香 2 01 19560127 330281
"""
_CHECKING: Final = """
蒋福生 1 01 19510808 330212
韦丽珍 2 08 19540420 330225
汤金娣 2 01 19430304 330226
"""
_FOREIGN: Final = (
    (
        Card(
            CardKind.HMT_PERMIT,
            "黄婉仪",
            "810000195607159821",
            sex="2",
            birth=date(1956, 7, 15),
            nation="",
            issuer="宁波市公安局鄞州分局",
            valid_from=date(2026, 1, 10),
            valid_until=date(2031, 1, 10),
            address="宁波市鄞州区东湖镇莫须有路18号",
        ),
        Case.DUE,
    ),
    (
        Card(
            CardKind.FOREIGN_2017,
            "柯爱兰",
            "CAN330254031298",
            sex="2",
            birth=date(1954, 3, 12),
            nation="CAN",
            issuer="3302",
            valid_from=date(2022, 5, 1),
            valid_until=date(2032, 5, 1),
            latin_name="COLE, ELLEN MARGARET",
        ),
        Case.DUE,
    ),
    (
        Card(
            CardKind.FOREIGN_2023,
            "",
            "933124197004219819",
            sex="1",
            birth=date(1970, 4, 21),
            nation="124",
            issuer="",
            valid_from=date(2024, 3, 1),
            valid_until=date(2034, 3, 1),
            latin_name="HARRINGTON-BEAUCHAMP, CHRISTOPHER ALEXANDER",
        ),
        Case.NONE,
    ),
)


# Of r01, r02 and so on, in their order.
_MEDICAL: Final = """
owes owes part owes exempt both owes exempt part exempt
paid owes not_open owes paid rejected owes none
owes paid owes not_open none
flexible flexible flexible owes
rejected exempt paid none
owes part both
owes not_open rejected
owes none none
""".split()
_HOUSEHOLDS: Final = {
    "r01": {"r02": "老伴"},
    "r12": {
        "r13": "老伴",
        "r11": "母亲",
        "r10": "岳父",
        "r03": "嫂子",
        "r26": "女婿",
        "r25": "儿媳",
        "r27": "孙女",
    },
    "r29": {"r30": "老伴"},
    "r31": {"r23": "老伴"},
}


def _residents() -> tuple[Resident, ...]:
    listed = (
        (_DUE, Case.DUE),
        (_CERTIFIED, Case.CERTIFIED),
        (_NONE, Case.NONE),
        (_STOPPED, Case.STOPPED),
        (_MISMATCH, Case.MISMATCH),
        (_CHECKING, Case.CHECKING),
    )
    people = [(line.split(), case) for lines, case in listed for line in lines.strip().splitlines()]
    cards = [(_citizen(index, *fields), case) for index, (fields, case) in enumerate(people)]
    everybody = zip([*cards, *_FOREIGN], _MEDICAL, strict=True)
    return tuple(
        Resident(f"r{number:02}", card, case, Medical(medical))
        for number, ((card, case), medical) in enumerate(everybody, 1)
    )


def _citizen(index: int, name: str, sex: str, nation: str, birthday: str, place: str) -> Card:
    """Sequence codes are odd for men and even for women (GB 11643 clause 4.1.3)."""
    birth = date(int(birthday[:4]), int(birthday[4:6]), int(birthday[6:]))
    body = f"{place}{birthday}{980 + index % 9 * 2 + int(sex) % 2}"
    county, issuer = _ISSUERS[place]
    young = birth.year > 1975
    return Card(
        CardKind.RESIDENT,
        name,
        body + check_digit(body),
        sex,
        birth,
        nation,
        issuer,
        date(2021, 6, 1) if young else date(2018, 6, 1),
        date(2041, 6, 1) if young else None,
        f"{county}{_ROADS[index % len(_ROADS)]}{index * 7 % 90 + 1}号",
    )


RESIDENTS: Final = _residents()
_BY_ID: Final = {resident.id: resident for resident in RESIDENTS}
_BY_NUMBER: Final = {resident.card.number: resident for resident in RESIDENTS}


def find(number: str) -> Resident | None:
    return _BY_NUMBER.get(number.upper())


def household(resident: Resident) -> tuple[tuple[Resident, str], ...]:
    """For whom this person may pay, with what they are to them: themselves first, at most eight in all."""
    others = _HOUSEHOLDS.get(resident.id, {})
    return (resident, "本人"), *((_BY_ID[id], relation) for id, relation in others.items())


def _bad_cards() -> tuple[BadCard, ...]:
    good = RESIDENTS[0].card
    last = "1" if good.number[-1] == "0" else "0"
    return (
        BadCard("x01", "过期", replace(RESIDENTS[20].card, valid_from=date(2005, 6, 1), valid_until=date(2025, 6, 1))),
        BadCard("x02", "校验位不对", replace(good, number=good.number[:-1] + last)),
        BadCard("x03", "生日和号码对不上", replace(good, birth=date(1952, 3, 18))),
    )


BAD_CARDS: Final = _bad_cards()
