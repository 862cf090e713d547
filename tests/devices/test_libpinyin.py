"""libpinyin itself: what it makes of names, addresses and nonsense, and that it remembers nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.errors import DeviceError
from kiosk.devices import libpinyin
from kiosk.devices.libpinyin import LONGEST, LibPinyin

TYPED = {
    "dongqianhu": "东钱湖",
    "wangxiaoming": "王晓明",
    "zhangjianguo": "张建国",
    "ningboshiyinzhouqu": "宁波市鄞州区",
    "zhejiangsheng": "浙江省",
    "ningboshi": "宁波市",
    "renminlu": "人民路",
    "xi'an": "西安",
    "lv": "吕",
    "ouyang": "欧阳",
}


@pytest.fixture(scope="module")
def pinyin() -> LibPinyin:
    return LibPinyin()


@pytest.mark.parametrize(("letters", "meant"), TYPED.items())
def test_names_and_places_are_on_the_first_page(pinyin: LibPinyin, letters: str, meant: str) -> None:
    assert meant in [phrase.text for phrase in pinyin.spell(letters)[:5]]


def test_a_phrase_says_how_many_letters_it_stands_for(pinyin: LibPinyin) -> None:
    stands_for = {phrase.text: phrase.letters for phrase in pinyin.spell("dongqianhu")}
    assert stands_for["东钱湖"] == 10
    assert stands_for["东迁"] == 8
    assert stands_for["东"] == 4


def test_a_consonant_alone_stands_for_its_syllables(pinyin: LibPinyin) -> None:
    assert "张家" in [phrase.text for phrase in pinyin.spell("zhangj")]


@settings(max_examples=150, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz'", max_size=40))
def test_any_letters_bring_phrases_that_stand_for_some_of_them(pinyin: LibPinyin, letters: str) -> None:
    for phrase in pinyin.spell(letters):
        assert phrase.text
        assert 0 < phrase.letters <= min(len(letters), LONGEST)


@pytest.mark.parametrize("letters", ["", "王", "A", "1", "ü", "\0", " "])
def test_what_is_no_pinyin_brings_nothing(pinyin: LibPinyin, letters: str) -> None:
    assert pinyin.spell(letters) == ()


def test_what_was_typed_is_neither_learnt_nor_kept(tmp_path: Path) -> None:
    """The rare reading stays where it is, however often it is asked for; and no file appears anywhere."""
    script = """
from kiosk.devices.libpinyin import LibPinyin
pinyin = LibPinyin()
before = pinyin.spell("dongqianhu")
for _ in range(50):
    assert pinyin.spell("dongqianhu") == before
pinyin.close()
assert pinyin.spell("dongqianhu") == before
pinyin.close()
"""
    root = Path(__file__).parent.parent.parent
    environment = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    assert not done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_its_data_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(libpinyin, "_DATA", (str(tmp_path),))
    with pytest.raises(DeviceError, match="libpinyin-data"):
        LibPinyin().spell("wang")
