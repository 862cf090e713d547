"""Words with values in them, which can still be said in another language.

The Chinese text is the key of a translation. One with a value in it is no key: ``said("{until}以前有效", until=day)``
is that sentence in Chinese, a ``str`` like any other, and remembers what it was made of for whoever shows it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["CHINESE", "LANGUAGES", "AsIs", "Said", "Tongue", "is_chinese", "joined", "said", "translated"]

LANGUAGES: Final = {"en": "English", "zh": "中文"}  # what each calls itself
_HAN: Final = re.compile("[\u3400-\u9fff]")
_MARKS: Final = {  # of Chinese sentences, as Latin script has them
    "，": ", ", "、": ", ", "。": ". ", "；": "; ", "：": ": ", "！": "! ", "？": "? ", "（": " (", "）": ")",
    "「": "“", "」": "”", "—": "–",
}  # fmt: skip


class Said(str):
    """A sentence in Chinese made of ``template`` and ``values``. What becomes of it by slicing or adding is plain."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)  # stored or sent it is plain words


def said(template: str, **values: object) -> Said:
    """Raises KeyError where the template names a value that is not given."""
    sentence = Said(template.format_map(values))
    sentence.template, sentence.values = template, values
    return sentence


class AsIs(str):
    """What a citizen wrote: it is no word of the terminal, and shown as it is in every language."""

    __slots__ = ()


def joined(separator: str, parts: Iterable[str]) -> Said:
    """Like ``separator.join``, and every part is translated by itself. What is empty is left out."""
    values = {f"p{at}": part for at, part in enumerate(part for part in parts if part)}
    return said(separator.join(f"{{{name}}}" for name in values), **values)


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _HAN.search(text) is not None


@dataclass(frozen=True)
class Tongue:
    """A language for citizens. ``code`` is that of ISO 639-1; ``find`` is its catalogue, None for Chinese."""

    code: str
    find: Callable[[str], str | None] | None

    def words(self, text: str) -> str:
        """The text in this language, in Chinese where the catalogue lacks it. Chinese itself costs nothing."""
        return text if self.find is None else translated(text, self._find)

    def _find(self, key: str) -> str | None:
        """What has no Chinese character is no key: only its punctuation is another one."""
        if self.find is None or is_chinese(key):
            return self.find(key) if self.find is not None else None
        return "".join(_MARKS.get(character, character) for character in key).rstrip(" ") if key else key


CHINESE: Final = Tongue("zh", None)


def translated(text: str, find: Callable[[str], str | None]) -> str:
    """The text as ``find`` has it in another language, its values too; in Chinese where ``find`` says None."""
    if isinstance(text, AsIs):
        return str(text)
    if not isinstance(text, Said):
        return find(text) or text
    template = find(text.template)
    if template is None:
        return str(text)
    values = {name: translated(value, find) if isinstance(value, str) else value for name, value in text.values.items()}
    return template.format_map(values)
