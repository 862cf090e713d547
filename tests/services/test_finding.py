"""What people type and write leads to the item that they mean; the pinyin is made by a process of its own."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk import flows
from kiosk.core.item import Category, Item, find_items
from kiosk.core.words import Tongue
from kiosk.services import item_index
from kiosk.services.finding import MOST, Finding
from kiosk.services.matching import Fit, loosely, strictly, with_a_slip

OWN = tuple(find_items(flows).values())


async def nothing() -> None:
    """The script of an item that is only looked for."""


def item(id: str, title: str, *words: str, official: str = "", category: Category = Category.SOCIAL) -> Item:
    return Item(id, title, official, "mdi6.file", category, (), (), None, nothing, words)  # type: ignore[arg-type]


TOWN = (
    item("x.certify", "办养老金认证", "退休金", "活着证明", official="社会保险待遇领取资格认证"),
    item("x.stop", "停发养老金", official="养老保险待遇暂停"),
    item("x.old", "领老年补贴", "养老金补贴", category=Category.CARE),
    item("x.chongqing", "转到重庆", "异地转移"),
    item("x.bank", "换银行卡", "工资卡", official="社会保障卡银行账户变更"),
    item("x.pay", "缴社保费", official="社会保险费缴纳"),
    item("x.long", "长者食堂", official="长期护理保险"),
    item("x.loan", "还房贷", official="住房公积金提前还款"),
    item("x.etc", "办ETC", official="电子不停车收费"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Finding:
    finding = Finding(TOWN, tmp_path_factory.mktemp("state"))
    finding.prepare()
    return finding


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Finding:
    finding = Finding(OWN, tmp_path_factory.mktemp("state"))
    finding.prepare()
    return finding


def ids(found: Sequence[Item]) -> list[str]:
    return [one.id for one in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yljrz", "x.certify"),  # initials, without the verb
        ("bylj", "x.certify"),
        ("yanglaojin", "x.certify"),
        ("yanglao", "x.certify"),  # not to the end
        ("yanglj", "x.certify"),  # half and half
        ("ylaojin", "x.certify"),
        ("YangLaoJin", "x.certify"),
        ("yang lao jin", "x.certify"),
        ("tuixiujin", "x.certify"),  # a word for it
        ("txj", "x.certify"),
        ("huozhezhengming", "x.certify"),
        ("yanlaojin", "x.certify"),  # as it is said in the south
        ("yangnaojin", "x.certify"),
        ("sehuibaoxiandaiyu", "x.certify"),
        ("zuandaocongqin", "x.chongqing"),
        ("yanglsojin", "x.certify"),  # a key beside the right one
        ("yanglaojn", "x.certify"),  # a key too few
        ("yangglaojin", "x.certify"),  # a key too many
        ("yanglaoijn", "x.certify"),  # two changed
        ("tuixiuhin", "x.certify"),
        ("yljrx", "x.certify"),
        ("养老金", "x.certify"),
        ("退休金", "x.certify"),
        ("活着证明", "x.certify"),
        ("我要领退休金", "x.certify"),  # a whole sentence
        ("领取资格", "x.certify"),  # inside the official name
        ("chongqing", "x.chongqing"),
        ("zdcq", "x.chongqing"),
        ("yinhang", "x.bank"),
        ("yhk", "x.bank"),
        ("jiaoshebao", "x.pay"),
        ("zhangzhe", "x.long"),
        ("changqihuli", "x.long"),
        ("huanfangdai", "x.loan"),
        ("tiqianhuankuan", "x.loan"),
        ("etc", "x.etc"),
        ("ETC", "x.etc"),
        ("养老jin", "x.certify"),  # written and typed
    ],
)
def test_what_is_typed_or_written_comes_first(town: Finding, typed: str, meant: str) -> None:
    assert ids(town.find(typed))[:1] == [meant]


@pytest.mark.parametrize("typed", ["", " ", "，。", "😀", "qqxzw", "卍卍"])
def test_nothing_is_found_by_what_means_nothing(town: Finding, typed: str) -> None:
    assert town.find(typed) == ()


ENGLISH = {"办养老金认证": "Confirm your pension", "换银行卡": "Change the bank card", "还房贷": "Repay a mortgage"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pension", "x.certify"), ("bank card", "x.bank"), ("cbc", None), ("ctbc", "x.bank"), ("mort", "x.loan")],
)
def test_in_another_language_it_is_found_by_its_name_in_that(town: Finding, typed: str, meant: str | None) -> None:
    assert ids(town.find(typed, tongue=Tongue("en", ENGLISH.get)))[:1] == ([meant] if meant else [])
    assert meant not in ids(town.find(typed))


def test_pinyin_finds_in_every_language(town: Finding) -> None:
    assert ids(town.find("txj", tongue=Tongue("en", ENGLISH.get)))[0] == "x.certify"


def test_the_start_of_a_name_counts_more_than_a_word_and_both_more_than_what_is_inside(town: Finding) -> None:
    assert ids(town.find("养老金")) == ["x.certify", "x.old", "x.stop"]


def test_equals_stand_as_on_home_and_what_is_used_much_before_them(tmp_path: Path) -> None:
    same = [item(f"x.same{at}", "查社保") for at in range(4)]
    finding = Finding(same, tmp_path)
    finding.prepare()
    for typed in ("chashebao", "查社保"):
        assert ids(finding.find(typed)) == ["x.same0", "x.same1", "x.same2", "x.same3"]
        assert ids(finding.find(typed, ["x.same3", "x.gone", "x.same2"])) == [
            "x.same3",
            "x.same2",
            "x.same0",
            "x.same1",
        ]


def test_a_category_is_found_too_but_last(town: Finding) -> None:
    assert ids(town.find("yanglaozhucan"))[0] == "x.old"


@pytest.mark.parametrize("one", OWN, ids=lambda one: one.id)
def test_every_item_is_found_by_its_name_and_by_each_word_for_it(own: Finding, one: Item) -> None:
    for phrase in (one.title, one.official, *one.words):
        assert one in own.find(phrase), phrase


@pytest.mark.parametrize("one", OWN, ids=lambda one: one.id)
def test_every_item_is_among_the_first_six_by_the_pinyin_of_its_name(own: Finding, one: Item) -> None:
    own.open()
    assert own._pinyin is not None
    full = own._pinyin[one.id][0]
    assert one in own.find(full.lower())[:6]
    assert one in own.find("".join(letter for letter in full if letter.isupper()).lower())[:6]


def test_everyday_words_lead_to_the_pension(own: Finding) -> None:
    for words in ("养老金", "退休金", "活着证明", "yanglaojin", "txj"):
        assert "social.pension_certification" in ids(own.find(words))[:3], words


def test_until_the_pinyin_is_there_characters_find(tmp_path: Path) -> None:
    finding = Finding(TOWN, tmp_path / "gone")
    finding.prepare()  # the directory is not there: nothing can be made
    assert finding.find("yanglaojin") == ()
    assert ids(finding.find("退休金"))[0] == "x.certify"


def test_it_is_made_again_only_for_other_items(tmp_path: Path) -> None:
    file = tmp_path / item_index.FILE
    Finding(TOWN, tmp_path).prepare()
    made = file.stat().st_mtime_ns
    Finding(TOWN, tmp_path).prepare()
    assert file.stat().st_mtime_ns == made
    fewer = Finding(TOWN[:2], tmp_path)
    assert fewer.find("yanglaojin") == ()
    fewer.prepare()
    assert ids(fewer.find("yanglaojin")) == ["x.certify", "x.stop"]


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"made_of": 1}', b"\xff", json.dumps({"items": {}}).encode()])
def test_a_file_that_is_damaged_is_made_anew(tmp_path: Path, left: bytes) -> None:
    (tmp_path / item_index.FILE).write_bytes(left)
    finding = Finding(TOWN[:1], tmp_path)
    finding.prepare()
    assert ids(finding.find("txj")) == ["x.certify"]


def test_nothing_stays_in_memory_when_nobody_searches(town: Finding) -> None:
    town.find("yang")
    town.close()
    assert town._pinyin is None


def test_many_are_cut_off_at_four_pages(tmp_path: Path) -> None:
    finding = Finding([item(f"x.i{at}", f"查社保{at}") for at in range(100)], tmp_path)
    assert len(finding.find("社保")) == MOST


TYPED = st.text(
    st.one_of(st.sampled_from("abcdefghijklmnopqrstuvwxyz养老金认证社保退休"), st.characters()), max_size=20
)


@given(TYPED)
@example("ng")
@example("zhzhzh")
@example("[a-z]*(")
def test_whatever_is_typed_finds_items_of_the_town_each_once(town: Finding, typed: str) -> None:
    found = ids(town.find(typed))
    assert len(found) == len(set(found)) <= MOST
    assert set(found) <= {one.id for one in TOWN}


@given(st.text(min_size=1, max_size=12))
@example("ǖ")
@example("Ⅲ级A·12")
def test_whatever_an_item_is_called_is_marked_by_syllables(phrase: str) -> None:
    assert re.fullmatch(r"(?:[A-Z][a-z]*|[0-9])*", item_index.marked(phrase))


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
NAMES = st.lists(st.text(HAN, min_size=2, max_size=9), min_size=1, max_size=8, unique=True)


@given(NAMES, st.data())
def test_whatever_items_are_called_each_is_found_by_its_own_name(names: list[str], data: st.DataObject) -> None:
    finding = Finding([item(f"x.i{at}", name) for at, name in enumerate(names)], Path("nowhere"))
    at = data.draw(st.integers(0, len(names) - 1))
    assert finding.find(names[at])[0].title.startswith(names[at])
    part = names[at][data.draw(st.integers(0, len(names[at]) - 1)) :]
    assert f"x.i{at}" in ids(finding.find(part))


SYLLABLES = st.lists(st.from_regex(r"[A-Z][a-z]{0,5}", fullmatch=True), min_size=1, max_size=8)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)


@given(SYLLABLES, st.data())
def test_any_beginning_of_each_syllable_fits(syllables: list[str], data: st.DataObject) -> None:
    typed = "".join(one[: data.draw(st.integers(1, len(one)))] for one in syllables).lower()
    phrase = "".join(syllables)
    assert strictly(typed)(phrase) in (Fit.WHOLE_START, Fit.MIXED_START)
    assert loosely(typed)(phrase) is not None


@given(SYLLABLES, LETTERS, SYLLABLES)
def test_what_fits_exactly_fits_loosely(before: list[str], typed: str, after: list[str]) -> None:
    phrase = "".join([*before, *after])
    if strictly(typed)(phrase) is not None:
        assert loosely(typed)(phrase) is not None


@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,4}", fullmatch=True), min_size=3, max_size=6), st.data())
def test_one_wrong_key_in_full_pinyin_is_forgiven(syllables: list[str], data: st.DataObject) -> None:
    phrase = "".join(syllables)
    typed = phrase.lower()
    at = data.draw(st.integers(0, len(typed) - 1))
    other = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slips = [typed[:at] + other + typed[at + 1 :], typed[:at] + typed[at + 1 :], typed[:at] + other + typed[at:]]
    if at + 1 < len(typed):
        slips.append(typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :])
    for slip in slips:
        if sum(letter in "aeiouv" for letter in slip) * 4 < len(slip):
            continue  # taken for initials
        match = with_a_slip(slip)
        assert match is not None
        assert match(phrase) is not None, slip


def test_few_letters_are_not_guessed_at() -> None:
    assert with_a_slip("ylj") is None
