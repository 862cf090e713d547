"""Words with values are Chinese sentences that can be said anew in another language."""

import pickle

import pytest

from kiosk.core.words import said, translated

ENGLISH = {"{day}以前有效": "valid until {day}", "今天": "today", "打印": "Print"}


def test_it_reads_as_plain_chinese() -> None:
    assert said("{day}以前有效", day="今天") == "今天以前有效"


def test_template_and_values_are_both_translated() -> None:
    assert translated(said("{day}以前有效", day="今天"), ENGLISH.get) == "valid until today"


def test_a_value_without_translation_stays_as_it_is() -> None:
    assert translated(said("{day}以前有效", day="11月22日"), ENGLISH.get) == "valid until 11月22日"


def test_values_may_be_sentences_with_values() -> None:
    inner = said("{day}以前有效", day="今天")
    assert translated(said("{day}以前有效", day=inner), ENGLISH.get) == "valid until valid until today"


@pytest.mark.parametrize("text", ["没有这一句", said("{n}没有这一句", n=3)])
def test_what_the_language_lacks_stays_chinese(text: str) -> None:
    assert translated(text, ENGLISH.get) == str(text)


def test_plain_words_are_their_own_key() -> None:
    assert translated("打印", ENGLISH.get) == "Print"


def test_kept_or_sent_it_is_plain_words() -> None:
    kept = pickle.loads(pickle.dumps(said("{day}以前有效", day="今天")))
    assert type(kept) is str
    assert kept == "今天以前有效"


def test_a_value_that_is_missing_is_a_mistake_of_the_script() -> None:
    with pytest.raises(KeyError):
        said("{day}以前有效")
