"""The languages that this terminal can be used in besides Chinese: catalogues made from ``assets/translations``.

A folder there is a language, with gettext ``.po`` files; ``kiosk translations compile``, which the set-up runs, makes
one ``.mo`` of them. Without it the language is not offered, and ``kiosk check`` says why.
"""

import gettext
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.config import ROOT
from kiosk.core.words import Tongue

__all__ = ["FOLDER", "catalogues", "compiled", "read"]

FOLDER: Final = ROOT / "assets" / "translations"


def compiled(language: str, folder: Path = FOLDER) -> Path:
    """Where the catalogue of the language is, or would be."""
    return folder / f"{language}.mo"


def catalogues(folder: Path = FOLDER) -> Mapping[str, Callable[[], Tongue]]:
    """What reads each language that can be offered, by its code (ISO 639-1). Nothing is read yet."""
    return {file.stem: partial(read, file.stem, folder) for file in sorted(folder.glob("*.mo"))}


def read(language: str, folder: Path = FOLDER) -> Tongue:
    """Reads the catalogue, 10 ms for 5,000 texts. Raises OSError or UnicodeDecodeError where it cannot be read."""
    with compiled(language, folder).open("rb") as file:
        catalogue = gettext.GNUTranslations(file)

    def find(key: str) -> str | None:
        words = catalogue.gettext(key)
        return None if words is key else words

    return Tongue(language, find)
