"""The table of docs/packages.md as the schema has it: ``python -m tests.package.keys`` prints it."""

import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kiosk.package.schema import PackageTable

__all__ = ["rows"]

WORDS = {str: "文字", int: "整数", bool: "true 或 false", list: "列表", dict: "一节"}


def rows() -> Iterator[str]:
    yield "| 键 | 写什么 | 不写就是 | 意思 |"
    yield "| --- | --- | --- | --- |"
    yield from _rows(PackageTable, "")


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _rows(kind, f"{prefix}{name}.")
        else:
            yield f"| `{prefix}{name}` | {_kind(kind)}{_limits(field)} | {_default(field)} | {field.description} |"


def _kind(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "、".join(f"`{value}`" for value in get_args(kind))
    if get_origin(kind) in (Union, types.UnionType):
        kind = get_args(kind)[0]
    return WORDS[get_origin(kind) or kind]


def _limits(field: FieldInfo) -> str:
    limits = {key: getattr(limit, key) for limit in field.metadata for key in limit.__slots__ if hasattr(limit, key)}
    least, most = limits.get("ge", limits.get("min_length")), limits.get("le", limits.get("max_length"))
    if least is not None and most is not None:
        return f"，{least} 到 {most}"
    return f"，最多 {most}" if most is not None else ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "一定要写"
    if field.default is None or field.default in ("", [], {}):
        return "没有"
    return f"`{str(field.default).lower()}`"


if __name__ == "__main__":
    print("\n".join(rows()))
