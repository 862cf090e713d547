"""docs/declared-items.md, as the schema of declared items has it: ``python -m tests.reference`` writes it anew."""

from pathlib import Path

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from kiosk.declarations.schema import KINDS, TABLES, ItemTable

__all__ = ["PAGE", "page"]

PAGE = Path(__file__).parent.parent / "docs" / "declared-items.md"
HEAD = """# The file of a declared item

Made from `kiosk/declarations/schema.py` by `python -m tests.reference`. How to add one:
[add-an-item.md](add-an-item.md).

- A name (`name`, `value`) is small letters, digits and `_`, at most 24, and begins with a letter. A `name` stands
  once in the file; a question's is not `name`, `id_number`, `signature` or `fee`, a consent's not `keep`.
- What a citizen reads is one action a sentence, in everyday words, at most 20 characters; no 请, no 确定. A title
  begins with a verb.
- Money is in whole 分. A day is a date as TOML has it (`2026-01-01`), or whole days from today.
- Handed in of each field: text as written; digits; an amount in 分; a day as `2026-01-01`; the `value` of a choice.
- Keys of the file itself stand before the first `[[ask]]`, as TOML wants it.
- `fee` and `certificate` do not go together, and neither goes with `offline = "deferred"`. `fen` of a choice needs
  a `[fee]`.
- A required sheet that cannot be laid down and a name that cannot be written are left to the staff: the gateway hears
  which ones.

"""

COMMON = ("kind", "name", "label", "heading", "hint", "when", "optional")


def page() -> str:
    return f"{HEAD}{reference()}\n"


def reference() -> str:
    """Markdown: the file's own keys, what every question has, what each kind of question has besides, the tables."""
    parts = ["The file itself:", _table(ItemTable, skip=(*TABLES, "ask"))]
    parts += ["Every `[[ask]]` (`optional` not in a `choice`):", _table(KINDS["phone"], skip=("kind",))]
    for kind, model in KINDS.items():
        if set(model.model_fields) - set(COMMON):
            parts += [f'Besides, with `kind = "{kind}"`:', _table(model, skip=COMMON)]
    kinds = "、".join(f"`{kind}`" for kind, model in KINDS.items() if not set(model.model_fields) - set(COMMON))
    parts += [f"Nothing besides: {kinds}."]
    for name, head in (
        ("choices", "Each of `choices`:"),
        ("consent", "Each `[[consent]]`:"),
        ("fee", "`[fee]`:"),
        ("certificate", "`[certificate]`:"),
        ("done", "`[done]`:"),
    ):
        parts += [head, _table(TABLES[name])]
    return "\n\n".join(parts)


def _table(model: type[BaseModel], skip: tuple[str, ...] = ()) -> str:
    rows = ["| key | | without it |", "| --- | --- | --- |"]
    for name, about in model.model_fields.items():
        if name not in skip:
            default = about.default
            without = "必须写" if default is PydanticUndefined else _default(default)
            rows.append(f"| `{name}` | {about.description}{_limits(about)} | {without} |")
    return "\n".join(rows)


def _limits(about: FieldInfo) -> str:
    most = [each.max_length for each in about.metadata if isinstance(each, MaxLen)]
    bounds = [each.ge for each in about.metadata if isinstance(each, Ge)]
    bounds += [each.le for each in about.metadata if isinstance(each, Le)]
    if most:
        return f"（最多 {most[0]} {'个字' if about.annotation is str else '样'}）"
    return f"（{bounds[0]} 到 {bounds[1]}）" if len(bounds) == 2 else ""


def _default(value: object) -> str:
    if value is None or value in ("", [], {}):
        return ""
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
