"""On which line of a TOML file a key stands, which ``tomllib`` does not tell; for a sentence, so a guess is none."""

import re
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["line_of"]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"^\s*\[\[?\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_EACH = re.compile(rf"^\s*\[\[\s*({_DOTTED})\s*\]\]\s*(?:#.*)?$")
_KEY = re.compile(rf"^\s*({_DOTTED})\s*=")
_QUOTES = ('"""', "'''")


def line_of(text: str, key: Sequence[str], value: str = "", occurrence: int = 1) -> int | None:
    """Counted from 1, or None when it cannot be told. ``value`` is looked for as a string behind the key, as often as
    ``occurrence`` says; where it is not found, and where the whole key is not, the line is that of what encloses it.

    The place in a list, counted from 0, is a part of the key: ``("ask", "2", "choices", "0", "label")``.
    """
    lines = text.splitlines()
    keys = list(_keys(lines))
    for depth in range(len(key), 0, -1):
        for index, (number, found) in enumerate(keys):
            if found == tuple(key[:depth]):
                end = keys[index + 1][0] if index + 1 < len(keys) else len(lines) + 1
                if value:
                    return _line_with(lines, number, end, value, occurrence)
                return _line_of_element(lines, number, end, key[depth]) if depth < len(key) else number
    return None


def _line_with(lines: Sequence[str], begin: int, end: int, value: str, occurrence: int) -> int:
    for number in range(begin, end):
        occurrence -= lines[number - 1].count(f'"{value}"') + lines[number - 1].count(f"'{value}'")
        if occurrence <= 0:
            return number
    return begin


def _line_of_element(lines: Sequence[str], begin: int, end: int, place: str) -> int:
    """Of an inline table in a list, each on a line of its own."""
    tables = [number for number in range(begin, end) if lines[number - 1].lstrip().startswith("{")]
    return tables[int(place)] if place.isdigit() and int(place) < len(tables) else begin


def _keys(lines: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and whole key of each key and each table's head, those within strings of several lines left out."""
    table: tuple[str, ...] = ()
    within = ""
    places: dict[tuple[str, ...], int] = {}  # of the last table of each list
    for number, line in enumerate(lines, 1):
        if not within:
            if each := _EACH.match(line):
                of = _placed(_parts(each[1])[:-1], places) + _parts(each[1])[-1:]
                places[of] = places.get(of, -1) + 1
                table = (*of, str(places[of]))
                yield number, of
                yield number, table
            elif head := _TABLE.match(line):
                table = _placed(_parts(head[1]), places)
                yield number, table
            elif key := _KEY.match(line):
                yield number, (*table, *_parts(key[1]))
        for quotes in _QUOTES:
            if within in ("", quotes) and line.count(quotes) % 2:
                within = "" if within else quotes


def _placed(parts: tuple[str, ...], places: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
    """With the place in the list after each part that is one."""
    whole: tuple[str, ...] = ()
    for part in parts:
        whole = (*whole, part)
        if whole in places:
            whole = (*whole, str(places[whole]))
    return whole


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
