"""The 256-byte text of an ID card's chip, as the card's maker writes it: UTF-16LE in fields padded with spaces.

Offsets are in bytes; the flag at 248 tells the kind of card. Sources: the structs in Johann356/readinfo
(PCSCGetData.h); www.eastcoms.com/service/pro/840.html for the foreigner's card of 2023.
"""

from dataclasses import dataclass
from datetime import date

from kiosk.core.person import CardKind

__all__ = ["Card", "card_text"]


@dataclass(frozen=True)
class Card:
    """``sex`` by GB/T 2261.1 ("1" male, "2" female). ``nation`` is what the card's kind has there: the ethnic group by
    GB/T 3304 ("01"), the country by ISO 3166-1 ("CAN" in 2017, "124" in 2023), "" for the HMT permit.
    ``valid_until`` is None for 长期.
    """

    kind: CardKind
    name: str
    number: str
    sex: str
    birth: date
    nation: str
    issuer: str
    valid_from: date
    valid_until: date | None
    address: str = ""
    latin_name: str = ""


def card_text(card: Card) -> bytes:
    """Raises ValueError for a field that is too long for its place."""
    text = bytearray("\u0020".encode("utf-16-le") * 128)
    for offset, size, value in (*_own_fields(card), (248, 2, card.kind.value)):
        field = value.encode("utf-16-le")
        if len(field) > size:
            raise ValueError(f"a field at {offset} takes {size} bytes, not {len(field)}")
        text[offset : offset + len(field)] = field
    return bytes(text)


def _own_fields(card: Card) -> tuple[tuple[int, int, str], ...]:
    """(offset, size, value) by kind; the validity stands at the same place in all."""
    validity = ((188, 16, _day(card.valid_from)), (204, 16, _day(card.valid_until)))
    if card.kind is CardKind.FOREIGN_2017:
        return (
            (0, 120, card.latin_name),
            (120, 2, card.sex),
            (122, 30, card.number),
            (152, 6, card.nation),
            (158, 30, card.name),
            *validity,
            (220, 16, _day(card.birth)),
            (236, 4, "01"),  # version
            (240, 8, card.issuer),
        )
    front = ((0, 30, card.name), (30, 2, card.sex), (36, 16, _day(card.birth)), (122, 36, card.number))
    if card.kind is CardKind.FOREIGN_2023:
        return (
            *front,
            (32, 4, "01"),  # how often it was renewed
            (52, 70, card.latin_name[:35]),
            *validity,
            (220, 22, card.latin_name[35:]),
            (242, 6, card.nation),
        )
    resident = (*front, (52, 70, card.address), (158, 30, card.issuer), *validity)
    if card.kind is CardKind.HMT_PERMIT:
        return (*resident, (220, 18, "H00000000"), (238, 4, "01"))  # number of the pass, times issued
    return (*resident, (32, 4, card.nation))


def _day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day is not None else "长期"
