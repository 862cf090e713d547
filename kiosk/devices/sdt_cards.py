"""The 256-byte text of the four cards to a ``Person``, and what can be wrong with a card. Pure functions.

The text is UTF-16LE, padded with spaces; the flag at byte 248 tells the kind. Offsets below are in bytes.
Sources: the structs in Johann356/readinfo (PCSCGetData.h), www.eastcoms.com/service/pro/840.html for the card of 2023.
"""

from datetime import date
from typing import Final

from kiosk.core.errors import CardError
from kiosk.core.person import CardKind, Person, id_number_problem

__all__ = ["TEXT_SIZE", "check_card", "decode_card"]

TEXT_SIZE: Final = 256
_FOR_EVER: Final = "长期"
_SEXES: Final = {"1": "男", "2": "女"}  # GB/T 2261.1; 0 unknown and 9 unspecified stay empty
_ETHNIC_GROUPS: Final = dict(  # GB/T 3304
    enumerate(
        (
            "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 "
            "土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
            "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 "
            "乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
        ).split(),
        start=1,
    )
) | {97: "其他", 98: "外国血统中国籍人士"}


def decode_card(text: bytes, photo: bytes) -> Person:
    """``text`` has 256 bytes. Raises CardError when a field cannot be what it should be."""
    if len(text) != TEXT_SIZE:
        raise _unreadable(f"the text has {len(text)} bytes")
    kind = _kind(text)
    if kind is CardKind.FOREIGN_2017:
        person = _foreign_2017(text, photo)
    elif kind is CardKind.FOREIGN_2023:
        person = _foreign_2023(text, photo)
    else:
        person = _resident(text, photo, kind)
    if not person.name or not person.id_number:
        raise _unreadable("no name or no number on the card")
    return person


def check_card(person: Person, today: date) -> None:
    """Raises CardError for a card that must not be accepted: a wrong number, a birth date beside it, expired."""
    if person.kind is not CardKind.FOREIGN_2017:  # its 15-character number has neither our check digit nor the date
        if id_number_problem(person.id_number, today) is not None:
            raise CardError(
                "the number on the card does not check out",
                sentence="这张身份证的号码不对",
                remedy="换一张身份证，或找人帮忙",
            )
        if person.birth is None or person.id_number[6:14] != f"{person.birth:%Y%m%d}":
            raise CardError(
                "the birth date contradicts the number",
                sentence="身份证的生日和号码对不上",
                remedy="换一张身份证，或找人帮忙",
            )
    if person.expired(today):
        raise CardError("the card has expired", sentence="这张身份证过期了", remedy="换一张，或者点「输号码」")


def _resident(text: bytes, photo: bytes, kind: CardKind) -> Person:
    """Residents, and the residence permit for Hongkong, Macao and Taiwan, which has no ethnic group."""
    return Person(
        name=_field(text, 0, 30),
        id_number=_field(text, 122, 36),
        kind=kind,
        sex=_SEXES.get(_field(text, 30, 2), ""),
        birth=_date(text, 36, "birth"),
        nation=_ethnic_group(_field(text, 32, 4)) if kind is CardKind.RESIDENT else "",
        address=_field(text, 52, 70),
        issuer=_field(text, 158, 30),
        valid_from=_date(text, 188, "valid from"),
        valid_until=_until(text),
        photo=photo,
    )


def _foreign_2017(text: bytes, photo: bytes) -> Person:
    latin = _field(text, 0, 120)
    return Person(
        name=_field(text, 158, 30) or latin,
        id_number=_field(text, 122, 30),
        kind=CardKind.FOREIGN_2017,
        sex=_SEXES.get(_field(text, 120, 2), ""),
        birth=_date(text, 220, "birth"),
        nation=_field(text, 152, 6),  # ISO 3166-1 alpha-3
        latin_name=latin,
        issuer=_field(text, 240, 8),
        valid_from=_date(text, 188, "valid from"),
        valid_until=_until(text),
        photo=photo,
    )


def _foreign_2023(text: bytes, photo: bytes) -> Person:
    latin = _field(text[52:122] + text[220:242], 0, 92)  # 35 characters, and 11 more behind the validity
    return Person(
        name=_field(text, 0, 30) or latin,
        id_number=_field(text, 122, 36),
        kind=CardKind.FOREIGN_2023,
        sex=_SEXES.get(_field(text, 30, 2), ""),
        birth=_date(text, 36, "birth"),
        nation=_field(text, 242, 6),  # ISO 3166-1 numeric
        latin_name=latin,
        valid_from=_date(text, 188, "valid from"),
        valid_until=_until(text),
        photo=photo,
    )


def _kind(text: bytes) -> CardKind:
    try:
        return CardKind(text[248:250].decode("utf-16-le"))
    except ValueError:  # UnicodeDecodeError is one
        raise _unreadable("unknown type flag") from None


def _field(text: bytes, offset: int, size: int) -> str:
    try:
        return text[offset : offset + size].decode("utf-16-le").strip(" \0")
    except UnicodeDecodeError:
        raise _unreadable(f"no UTF-16 at byte {offset}") from None


def _date(text: bytes, offset: int, what: str) -> date:
    digits = _field(text, offset, 16)
    try:
        if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
            raise ValueError
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _unreadable(f"the date '{what}' is no date") from None


def _until(text: bytes) -> date | None:
    return None if _field(text, 204, 16) == _FOR_EVER else _date(text, 204, "valid until")


def _ethnic_group(code: str) -> str:
    return _ETHNIC_GROUPS.get(int(code), "") if code.isascii() and code.isdigit() else ""


def _unreadable(technician: str) -> CardError:
    return CardError(technician, sentence="没读清身份证", remedy="拿起来，再放一次")
