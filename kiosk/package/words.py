"""What a technician reads of packages, whether in a console or on the screen."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from kiosk.package.difference import Difference

__all__ = ["CONFIG", "lines", "moment"]

CONFIG: Final = "config.toml 里写的"
NOTHING: Final = "（没有）"


def lines(change: Difference, title_of: Callable[[str], str]) -> Iterator[tuple[str, str, str]]:
    """What, now, and what takes its place. ``title_of`` an item's id; what is gone from the program may have none."""
    for item in change.added:
        yield "首页加上", "", _named(item, title_of)
    for item in change.removed:
        yield "首页拿掉", _named(item, title_of), ""
    for item, place, new in change.moved:
        yield f"首页挪动 {title_of(item)}", f"第 {place} 个", f"第 {new} 个"
    for key, before, after in change.keys:
        yield key, _value(before), _value(after)


def moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"


def _named(item: str, title_of: Callable[[str], str]) -> str:
    return f"{title_of(item)}（{item}）"


def _value(value: Any) -> str:
    match value:
        case None | "" | []:
            return NOTHING
        case bool():
            return "是" if value else "否"
        case list():
            return "、".join(map(str, value))
        case _:
            return str(value)
