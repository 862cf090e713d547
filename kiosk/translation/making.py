"""From the ``.po`` files of a language to the one file that the terminal reads; and what is wrong with them."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from kiosk.catalogues import FOLDER, compiled
from kiosk.translation.sources import Text, texts

__all__ = ["MistakeInCatalogueError", "compile_all", "contradictions", "known", "missing", "mistakes"]

_UNFINISHED: Final = re.compile("[\u3400-\u9fff]")


class MistakeInCatalogueError(ValueError):
    """One sentence that names the file."""


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """Makes every language's catalogue. Raises MistakeInCatalogueError; the catalogue of that language is gone then."""
    return [_compile(language, folder) for language in _languages(folder)]


def _languages(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def _compile(language: str, folder: Path) -> Path:
    file = compiled(language, folder)
    catalogue = Catalog(locale=language)
    try:
        for key, words in known(language, folder).items():
            catalogue.add(key, words)
    except MistakeInCatalogueError:
        file.unlink(missing_ok=True)
        raise
    written = BytesIO()
    write_mo(written, catalogue)
    new = file.with_suffix(".new")
    new.write_bytes(written.getvalue())
    new.replace(file)
    return file


def known(language: str, folder: Path = FOLDER) -> dict[str, str]:
    """Every translation of the language by its key; of a key that stands in two files the first one's counts."""
    found: dict[str, str] = {}
    for _, key, words in _entries(language, folder):
        found.setdefault(key, words)
    return found


def contradictions(language: str, folder: Path = FOLDER) -> Iterator[str]:
    """Keys that two files translate differently."""
    translations = known(language, folder)
    for path, key, words in _entries(language, folder):
        if translations[key] != words:
            yield f"{path}: {key!r} 是 {words!r}，另一个文件写的是 {translations[key]!r}"


def _entries(language: str, folder: Path) -> Iterator[tuple[Path, str, str]]:
    for path in sorted((folder / language).glob("*.po")):
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            raise MistakeInCatalogueError(f"{path} 读不了：{error}") from error
        for message in catalogue:
            if message.id and message.string and not message.fuzzy:
                yield path, str(message.id), str(message.string)


def missing(language: str, folder: Path = FOLDER) -> list[Text]:
    """Texts without a translation, each once, where it stands first."""
    translations = known(language, folder)
    found: dict[str, Text] = {}
    for text in texts():
        if text.key not in translations:
            found.setdefault(text.key, text)
    return list(found.values())


def mistakes(language: str, folder: Path = FOLDER) -> Iterator[str]:
    """Translations that would not show what the Chinese shows: other values, or Chinese in them."""
    for key, words in known(language, folder).items():
        if _values(key) != _values(words):
            yield f"{key!r} 和 {words!r} 的 {{ }} 不一样"
        if _UNFINISHED.search(words):
            yield f"{words!r} 里还有中文"


def _values(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:
        return {f"not to be filled in: {text}"}
