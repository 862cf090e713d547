"""Words with values in them, which can still be said in another language.

The Chinese text is the key of a translation. One with a value in it is no key: ``said("{until}以前有效", until=day)``
is that sentence in Chinese, a ``str`` like any other, and remembers what it was made of for whoever shows it.
"""

from collections.abc import Callable, Mapping

__all__ = ["Said", "said", "translated"]


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


def translated(text: str, find: Callable[[str], str | None]) -> str:
    """The text as ``find`` has it in another language, its values too; in Chinese where ``find`` says None."""
    if not isinstance(text, Said):
        return find(text) or text
    template = find(text.template)
    if template is None:
        return str(text)
    values = {name: translated(value, find) if isinstance(value, str) else value for name, value in text.values.items()}
    return template.format_map(values)
