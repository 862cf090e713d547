"""Which items a package makes reachable: those on home first, then what ``also`` matches."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

__all__ = ["reachable"]


def reachable(items: Sequence[str], also: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """Ids: ``items`` in their order, then in the order of ``known`` each that an id or a pattern of ``also`` names."""
    home = set(items)
    found = (item for item in known if item not in home and any(fnmatchcase(item, pattern) for pattern in also))
    return (*items, *found)
