"""The four cards, and what is said of a card that must not be accepted."""

import contextlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from kiosk.core.errors import CardError
from kiosk.core.person import CardKind, Person
from kiosk.devices.sdt_cards import check_card, decode_card

TODAY = date(2025, 6, 1)
PHOTO = bytes(range(256)) * 4

EXPECTED = {
    "resident": Person(
        name="测试甲",
        id_number="11010519491231002X",
        kind=CardKind.RESIDENT,
        sex="男",
        birth=date(1949, 12, 31),
        nation="汉",
        address="北京市朝阳区虚构路1号",
        issuer="测试市公安局",
        valid_from=date(2020, 1, 1),
        valid_until=None,
        photo=PHOTO,
    ),
    "hmt": Person(
        name="测试乙",
        id_number="810000199408230021",
        kind=CardKind.HMT_PERMIT,
        sex="女",
        birth=date(1994, 8, 23),
        address="广东省深圳市虚构路2号",
        issuer="测试市公安局",
        valid_from=date(2019, 1, 1),
        valid_until=date(2024, 1, 1),
        photo=PHOTO,
    ),
    "foreign2017": Person(
        name="测试丙",
        id_number="XXX110000000000",
        kind=CardKind.FOREIGN_2017,
        sex="男",
        birth=date(1990, 1, 1),
        nation="XXX",
        latin_name="TEST, PERSON ALPHA",
        issuer="1100",
        valid_from=date(2018, 1, 1),
        valid_until=date(2028, 1, 1),
        photo=PHOTO,
    ),
    "foreign2023": Person(
        name="测试丁",
        id_number="911999198502020021",
        kind=CardKind.FOREIGN_2023,
        sex="女",
        birth=date(1985, 2, 2),
        nation="999",
        latin_name="TEST, PERSON BETA",
        valid_from=date(2024, 1, 1),
        valid_until=date(2034, 1, 1),
        photo=PHOTO,
    ),
}


def _with(text: bytes, offset: int, words: str) -> bytes:
    encoded = words.encode("utf-16-le")
    return text[:offset] + encoded + text[offset + len(encoded) :]


@pytest.mark.parametrize("kind", EXPECTED)
def test_every_card_becomes_a_person(cards, kind):
    assert decode_card(cards[kind], PHOTO) == EXPECTED[kind]


@pytest.mark.parametrize(
    ("code", "group"),
    [("01", "汉"), ("02", "蒙古"), ("05", "维吾尔"), ("10", "朝鲜"), ("30", "土"), ("56", "基诺"), ("97", "其他")],
)
def test_ethnic_groups(cards, code, group):
    assert decode_card(_with(cards["resident"], 32, code), PHOTO).nation == group


def test_a_foreigner_without_a_chinese_name_is_called_by_the_other_one(cards):
    for kind, offset in (("foreign2017", 158), ("foreign2023", 0)):
        person = decode_card(_with(cards[kind], offset, " " * 15), PHOTO)
        assert person.name == person.latin_name != ""


def test_a_long_latin_name_goes_on_behind_the_validity(cards):
    text = _with(_with(cards["foreign2023"], 52, "A" * 35), 220, "BCD")
    assert decode_card(text, PHOTO).latin_name == "A" * 35 + "BCD"


@pytest.mark.parametrize("kind", ["resident", "foreign2017", "foreign2023"])
def test_a_good_card_is_accepted(cards, kind):
    check_card(decode_card(cards[kind], PHOTO), TODAY)


def test_a_card_is_good_through_its_last_day(cards):
    person = decode_card(cards["hmt"], PHOTO)
    check_card(person, date(2024, 1, 1))
    with pytest.raises(CardError) as said:
        check_card(person, date(2024, 1, 2))
    assert said.value.sentence == "这张身份证过期了"


def test_a_damaged_number_and_a_contradicting_birth_date_are_told_apart(cards):
    person = decode_card(cards["resident"], PHOTO)
    with pytest.raises(CardError) as number:
        check_card(replace(person, id_number="110105194912310021"), TODAY)
    with pytest.raises(CardError) as birth:
        check_card(replace(person, birth=date(1949, 12, 30)), TODAY)
    assert number.value.sentence == "这张身份证的号码不对"
    assert birth.value.sentence == "身份证的生日和号码对不上"


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_a_number_that_another_library_checks_out_is_accepted(born, serial):
    body = f"110105{born:%Y%m%d}{serial:03d}"
    person = Person(name="测试", id_number=body + mod_11_2.calc_check_digit(body), birth=born)
    check_card(person, TODAY)


@pytest.mark.parametrize(
    ("offset", "words"),
    [(36, "19491301"), (188, "2020    "), (204, "长长"), (248, "Z"), (0, " " * 15), (122, " " * 18)],
    ids=["birth", "from", "until", "kind", "name", "number"],
)
def test_a_spoilt_field_is_said_without_its_content(cards, offset, words):
    with pytest.raises(CardError) as said:
        decode_card(_with(cards["resident"], offset, words), PHOTO)
    assert said.value.sentence == "没读清身份证"
    assert "测试" not in said.value.technician
    assert "1949" not in said.value.technician


@given(st.binary(max_size=300) | st.binary(min_size=256, max_size=256))
def test_any_text_is_a_person_or_a_card_error(text):
    with contextlib.suppress(CardError):
        assert isinstance(decode_card(text, PHOTO), Person)


@given(st.data())
def test_any_damage_to_a_good_text_is_a_person_or_a_card_error(cards, data):
    text = bytearray(cards[data.draw(st.sampled_from(sorted(EXPECTED)))])
    for place in data.draw(st.lists(st.integers(0, 255), min_size=1, max_size=5)):
        text[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(CardError):
        check_card(decode_card(bytes(text), PHOTO), TODAY)
