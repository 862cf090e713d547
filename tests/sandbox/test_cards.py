"""The cards' texts against published blocks, and read back by the driver's parser, which shares nothing with them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.core.errors import CardError
from kiosk.core.person import CardKind
from kiosk.devices.sdt_cards import check_card, decode_card
from kiosk.sandbox.cards import Card, card_text
from kiosk.sandbox.residents import BAD_CARDS, RESIDENTS, BadCard, Resident

BLOCKS = Path(__file__).parent.parent / "devices" / "data"
PUBLISHED = {
    "resident": Card(
        CardKind.RESIDENT,
        "测试甲",
        "11010519491231002X",
        "1",
        date(1949, 12, 31),
        "01",
        "测试市公安局",
        date(2020, 1, 1),
        None,
        "北京市朝阳区虚构路1号",
    ),
    "hmt": Card(
        CardKind.HMT_PERMIT,
        "测试乙",
        "810000199408230021",
        "2",
        date(1994, 8, 23),
        "",
        "测试市公安局",
        date(2019, 1, 1),
        date(2024, 1, 1),
        "广东省深圳市虚构路2号",
    ),
    "foreign2017": Card(
        CardKind.FOREIGN_2017,
        "测试丙",
        "XXX110000000000",
        "1",
        date(1990, 1, 1),
        "XXX",
        "1100",
        date(2018, 1, 1),
        date(2028, 1, 1),
        latin_name="TEST, PERSON ALPHA",
    ),
    "foreign2023": Card(
        CardKind.FOREIGN_2023,
        "测试丁",
        "911999198502020021",
        "2",
        date(1985, 2, 2),
        "999",
        "",
        date(2024, 1, 1),
        date(2034, 1, 1),
        latin_name="TEST, PERSON BETA",
    ),
}


@pytest.mark.parametrize("kind", PUBLISHED)
def test_text_is_the_published_block(kind: str) -> None:
    assert card_text(PUBLISHED[kind]).hex() == (BLOCKS / f"{kind}.hex").read_text().strip().lower()


@pytest.mark.parametrize("resident", RESIDENTS, ids=lambda resident: resident.id)
def test_every_resident_is_read_back(resident: Resident) -> None:
    card, photo = resident.card, bytes(range(256)) * 4
    person = decode_card(card_text(card), photo)
    check_card(person, date(2026, 11, 22))
    assert person.name == (card.name or card.latin_name)
    assert (person.id_number, person.kind, person.birth) == (card.number, card.kind, card.birth)
    assert (person.valid_from, person.valid_until) == (card.valid_from, card.valid_until)
    assert person.sex == {"1": "男", "2": "女"}[card.sex]
    assert (person.address, person.latin_name) == (card.address, card.latin_name)
    assert person.photo == photo


def test_ethnic_groups_and_countries_are_read_back() -> None:
    nations = {decode_card(card_text(resident.card), b"").nation for resident in RESIDENTS}
    assert nations >= {"汉", "维吾尔", "畲", "土家", "回", "朝鲜", "白", "蒙古", "苗", "壮", "CAN", "124", ""}


@pytest.mark.parametrize("bad", BAD_CARDS, ids=lambda bad: bad.flaw)
def test_bad_cards_are_not_accepted(bad: BadCard) -> None:
    person = decode_card(card_text(bad.card), b"")
    with pytest.raises(CardError) as refused:
        check_card(person, date(2026, 11, 22))
    said = {"过期": "过期", "校验位不对": "号码不对", "生日和号码对不上": "生日和号码"}[bad.flaw]
    assert said in refused.value.sentence


@pytest.mark.parametrize("field", ["name", "number", "address"])
def test_a_field_too_long_for_its_place(field: str) -> None:
    with pytest.raises(ValueError, match="takes"):
        card_text(replace(RESIDENTS[0].card, **{field: "长" * 40}))
