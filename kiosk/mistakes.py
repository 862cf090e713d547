"""A person's mistake in a file, in words: what stands there, and what may."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

__all__ = ["listed", "nearest", "problem", "sentence"]

MOST_LISTED = 12


def sentence(error: ValidationError, value: object, prefix: str) -> str:
    """The first complaint, with its key. ``value`` is what was validated."""
    first = error.errors(include_url=False)[0]
    key = ".".join(part for part in (prefix, *map(str, first["loc"])) if part)
    if first["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        known = [str(other["loc"][-1]) for other in error.errors() if other["type"] == "missing"]
        present = [name for name in value if name != first["loc"][-1]] if isinstance(value, dict) else []
        return f"不认识 {key}{nearest(str(first['loc'][-1]), [*known, *present])}"
    return problem(key, first)


def problem(key: str, complaint: Mapping[str, Any]) -> str:
    """One complaint of pydantic's ``errors()``."""
    if complaint["type"] == "missing":
        return f"{key} 没有写，要补上"
    allowed = _allowed(complaint["type"], complaint.get("ctx", {}), complaint["msg"])
    return f"{key} 写的是 {_short(complaint['input'])}，{allowed}"


def nearest(key: str, known: Iterable[str]) -> str:
    """The right name that was probably meant, or all of them."""
    names = list(known)
    close = difflib.get_close_matches(key, names, n=1)
    if close:
        return f"，是不是 {close[0]}"
    return f"，这里可以写：{listed(names)}" if names else "，删掉它"


def listed(names: Iterable[str]) -> str:
    """All of a few; of many the first ones."""
    all_names = list(names)
    more = f" 等 {len(all_names)} 样" if len(all_names) > MOST_LISTED else ""
    return "、".join(all_names[:MOST_LISTED]) + more


def _short(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 80 else f"{words[:80]}…"


def _allowed(kind: str, context: Mapping[str, Any], message: str) -> str:
    """What may stand there, in Chinese for pydantic's commonest complaints, else in its own words."""
    words = {
        "string_type": "要写带引号的文字",
        "int_type": "要写整数",
        "int_from_float": "要写整数",
        "float_type": "要写数字",
        "bool_type": "要写 true 或 false",
        "greater_than_equal": f"不能小于 {context.get('ge')}",
        "greater_than": f"要大于 {context.get('gt')}",
        "less_than_equal": f"不能大于 {context.get('le')}",
        "string_too_long": f"最多 {context.get('max_length')} 个字",
        "string_too_short": f"至少 {context.get('min_length')} 个字",
        "string_pattern_mismatch": f"要符合 {context.get('pattern')}",
        "tuple_type": '要写成列表，例如 ["…", "…"]',
        "list_type": '要写成列表，例如 ["…", "…"]',
        "too_long": f"最多 {context.get('max_length')} 样",
        "too_short": f"至少 {context.get('min_length')} 样",
        "dict_type": "要写成一节，例如 [hours]",
        "model_type": "要写成一节",
        "literal_error": f"可以写：{context.get('expected')}",
        "enum": f"可以写：{context.get('expected')}",
        "path_type": "要写带引号的路径",
        "value_error": str(context.get("error", message)),
    }
    return words.get(kind, message)
