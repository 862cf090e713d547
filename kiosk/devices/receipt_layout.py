"""A receipt as lines of a page with fixed columns: what it says and where, apart from how a printer is told.

A cell is the width of one ASCII character; everything else takes two, as on every Chinese receipt printer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from kiosk.core.receipt import Receipt, ReceiptState

__all__ = ["Align", "Code", "Element", "Line", "cells", "lay_out", "wrap"]


class Align(Enum):
    LEFT = "left"
    CENTER = "center"


@dataclass(frozen=True)
class Line:
    """At most as many cells as the page has columns; a ``large`` one half of them. Empty: a blank line."""

    text: str = ""
    align: Align = Align.LEFT
    large: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Code:
    """A QR code of this text, in the middle."""

    text: str


Element = Line | Code

_HEADINGS: Final = {
    ReceiptState.DONE: ("办件回执", "办好了", "办件编号"),
    ReceiptState.CHECKING: ("受理回执", "工作人员正在核对", "办件编号"),
    ReceiptState.RETURNED: ("退款单", "钱退回付款的账户", "订单号"),
    ReceiptState.TICKET: ("排队号", "等叫号，过号重新取", "号码"),
    ReceiptState.ENQUIRY: ("查询单", "仅供本人参考", "查询单号"),
    ReceiptState.NOTICE: ("告知单", "这里没有办", "告知单号"),
    ReceiptState.ENTERED: ("登记单", "登记好了", "登记号"),
    ReceiptState.QUEUED: ("待办单", "已存好，网络通了就办", "查询号"),
}
_NOT_FIRST: Final = "，。、；：？！）》」』”’…"  # a line does not begin with these
_LONGEST_LABEL: Final = 16
_WORD: Final = re.compile(r"[!-~]+")


def lay_out(receipt: Receipt, *, copy: int, columns: int = 48) -> tuple[Element, ...]:
    """The page from top to bottom. ``copy`` is 0 for the first sheet; any other says 补打, and which one it is."""
    return tuple(_elements(receipt, copy=copy, columns=columns))


def _elements(receipt: Receipt, *, copy: int, columns: int) -> Iterator[Element]:
    heading, state, number_label = _HEADINGS[receipt.state]
    rule = Line("-" * columns)
    yield from _centred(receipt.agency, columns)
    yield Line()
    yield Line(heading, Align.CENTER, large=True, bold=True)
    if copy:
        yield Line(f"补打 第{copy}次", Align.CENTER, bold=True)
    yield rule
    issued = f"{receipt.issued_at:%Y}年{receipt.issued_at.month}月{receipt.issued_at.day}日 {receipt.issued_at:%H:%M}"
    assisted = (("协助", f"经帮办协助，工号 {receipt.assisted}"),) if receipt.assisted else ()
    yield from _table((("事项", receipt.title), ("状态", state), *receipt.rows, *assisted, ("时间", issued)), columns)
    yield rule
    yield Line(number_label, Align.CENTER)
    yield from _centred(receipt.number, columns, large=cells(receipt.number) <= columns // 2)
    if receipt.code:
        yield Line()
        yield Code(receipt.code)
    if receipt.note:
        yield Line()
        yield from (Line(text) for text in wrap(receipt.note, columns))


def _centred(text: str, columns: int, *, large: bool = False) -> Iterator[Line]:
    for part in wrap(text, columns // 2 if large else columns):
        yield Line(part, Align.CENTER, large=large, bold=True)


def _table(rows: tuple[tuple[str, str], ...], columns: int) -> Iterator[Line]:
    """Labels on the left, values beside them; what is too long goes on under its own beginning."""
    column = min(_LONGEST_LABEL, max(cells(label) for label, _ in rows)) + 2
    for label, value in rows:
        labels, values = wrap(label, column - 2), wrap(value, columns - column)
        for place in range(max(len(labels), len(values))):
            left = labels[place] if place < len(labels) else ""
            right = values[place] if place < len(values) else ""
            yield Line(left + " " * (column - cells(left)) + right)


def cells(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells (at least two), broken between Chinese characters and around ASCII words.

    A word longer than a line is cut. Control characters are left out, line breaks kept. No text, no lines.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for piece in _pieces("".join(character for character in paragraph if character.isprintable()), width):
            if cells(line + piece) <= width:
                line += piece
            elif piece in _NOT_FIRST and cells(line) > 2:
                lines.append(line[:-1].rstrip())
                line = line[-1] + piece
            else:
                lines.append(line.rstrip())
                line = piece.lstrip()
        lines.append(line.rstrip())
    return [line for line in lines if line]


def _pieces(text: str, width: int) -> Iterator[str]:
    """ASCII words whole, or in pieces of a line's length; all else character by character."""
    place = 0
    while place < len(text):
        word = _WORD.match(text, place)
        piece = word.group()[:width] if word else text[place]
        yield piece
        place += len(piece)
