"""What the voice really pronounces, as espeak-ng itself writes it down."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.pyttsx3_readings import READINGS, with_readings

VOICE = "cmn-latn-pinyin"


def pronounced(*texts: str) -> list[str]:
    """The sounds of each text, without stress, pauses and rhythm."""
    program = ["espeak-ng", "-v", VOICE, "-x", "-q"]
    sounds = [subprocess.run([*program, text], capture_output=True, text=True, check=True).stdout for text in texts]
    return ["".join(sound.translate(str.maketrans("", "", "',_|:")).split()) for sound in sounds]


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("全部重写", "quan2 bu4 chong2 xie3"),
        ("重庆", "chong2 qing4"),
        ("银行行长", "yin2 hang2 hang2 zhang3"),
        ("放在亮灯的地方", "fang4 zai4 liang4 deng1 de5 di4 方"),
        ("机器没反应", "ji1 qi4 mei2 fan3 ying4"),
        ("今天打不了回执", "jin1 tian1 da3 不 liao3 hui2 zhi2"),
        ("正在处理", "zheng4 zai4 chu3 li3"),
        ("切纸刀", "qie1 zhi3 dao1"),
        ("家长", "jia1 zhang3"),
        ("异地就医", "yi4 di4 jiu4 yi1"),
        ("会计", "kuai4 ji4"),
    ],
)
def test_a_word_is_read_as_the_dictionary_reads_it(text: str, pinyin: str) -> None:
    plain, read, right = pronounced(text, with_readings(text), pinyin)
    assert read == right
    assert plain != right


@pytest.mark.parametrize(
    "text", ["长期有效", "小区长期停水", "重要", "重量", "还没写", "给您", "中间", "办好了", "一位一位地按"]
)
def test_what_is_read_well_is_left_alone(text: str) -> None:
    assert with_readings(text) == text


def test_no_word_stands_in_the_table_without_need() -> None:
    words = sorted(READINGS)
    sounds = zip(words, pronounced(*words), pronounced(*[READINGS[word] for word in words]), strict=True)
    assert [word for word, plain, read in sounds if plain == read] == []


@given(st.text(max_size=60))
def test_any_text_keeps_its_other_words(text: str) -> None:
    read = with_readings(text)
    assert with_readings(read) == read
    assert len(read) >= len(text)
