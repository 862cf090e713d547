"""English is complete: every text that a citizen may read has its words, with the same values in them."""

import shutil
from pathlib import Path

import pytest

from kiosk.catalogues import FOLDER, catalogues, read
from kiosk.core.words import said
from kiosk.translation import making, sources

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_every_text_has_its_english() -> None:
    assert [f"{text.where} {text.key}" for text in making.missing("en")] == []


def test_no_text_of_a_citizen_hides_its_words_in_an_f_string() -> None:
    assert [f"{text.where} {text.key}" for text in sources.unsayable()] == []


def test_every_english_text_has_the_values_of_the_chinese_and_no_chinese() -> None:
    assert list(making.mistakes("en")) == []


def test_no_text_has_two_translations() -> None:
    assert list(making.contradictions("en")) == []


@pytest.mark.parametrize(
    "key",
    [
        "把身份证放在亮灯的地方",  # a page
        "没读到身份证",  # an error
        "{day}以前有效",  # with a value
        "登记失业",  # a declared item
        "打印机没纸了",  # a device
    ],
)
def test_the_texts_are_found_wherever_they_stand(key: str) -> None:
    assert key in {text.key for text in sources.texts()}


def test_docstrings_and_what_technicians_read_are_no_texts() -> None:
    places = {text.where.partition(":")[0] for text in sources.texts()}
    assert "kiosk/services/reconciliation.py" not in places
    assert "每天" in {text.key for text in sources.texts()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en").mkdir()
    return tmp_path


def write(folder: Path, name: str, entries: str) -> None:
    (folder / "en" / name).write_text(HEAD + entries, encoding="utf-8")


def test_a_language_is_compiled_and_read(folder: Path) -> None:
    write(folder, "a.po", 'msgid "打印"\nmsgstr "Print"\n\nmsgid "{day}以前有效"\nmsgstr "Valid until {day}"\n')
    assert list(catalogues(folder)) == []
    assert making.compile_all(folder) == [folder / "en.mo"]
    tongue = catalogues(folder)["en"]()
    assert tongue.code == "en"
    assert tongue.words("打印") == "Print"
    assert tongue.words(said("{day}以前有效", day="5-1")) == "Valid until 5-1"
    assert tongue.words("没有翻译") == "没有翻译"


def test_an_empty_translation_is_none(folder: Path) -> None:
    write(folder, "a.po", 'msgid "打印"\nmsgstr ""\n')
    making.compile_all(folder)
    assert read("en", folder).words("打印") == "打印"
    assert "打印证明" in {text.key for text in making.missing("en", folder)}


def test_a_broken_file_is_named_and_its_language_is_not_offered(folder: Path) -> None:
    write(folder, "a.po", 'msgid "打印"\nmsgstr "Print"\n')
    making.compile_all(folder)
    write(folder, "b.po", "rubbish\n")
    with pytest.raises(making.MistakeInCatalogueError, match=r"b\.po"):
        making.compile_all(folder)
    assert list(catalogues(folder)) == []


@pytest.mark.parametrize(
    ("key", "words"), [("{day}以前", "until"), ("{day}以前", "until {date}"), ("打印", "打印 it"), ("{n}页", "{n")]
)
def test_a_translation_that_would_not_show_the_same_is_found(folder: Path, key: str, words: str) -> None:
    write(folder, "a.po", f'msgid "{key}"\nmsgstr "{words}"\n')
    assert len(list(making.mistakes("en", folder))) == 1


def test_two_translations_of_one_text_are_found(folder: Path) -> None:
    write(folder, "a.po", 'msgid "打印"\nmsgstr "Print"\n')
    write(folder, "b.po", 'msgid "打印"\nmsgstr "To print"\n')
    assert len(list(making.contradictions("en", folder))) == 1


def test_what_the_terminal_reads_is_what_was_written(folder: Path) -> None:
    for file in (FOLDER / "en").glob("*.po"):
        shutil.copy(file, folder / "en")
    making.compile_all(folder)
    tongue = read("en", folder)
    assert {key for key, words in making.known("en", folder).items() if tongue.words(key) != words} == set()
