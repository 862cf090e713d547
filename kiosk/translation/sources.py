"""Every text that a citizen may read, as it stands in the sources: Chinese, which is the key of its translation.

In Python these are the string literals with a Chinese character in them, templates of ``said`` among them, but for what
no citizen reads: docstrings, descriptions of settings, and the files and places named here. In TOML they are the values
of a declared item and the announcement of a package. An f-string with Chinese in it has no key: ``unsayable`` finds it.
"""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.config import ROOT
from kiosk.core.words import is_chinese

__all__ = ["Text", "texts", "unsayable"]

KIOSK: Final = ROOT / "kiosk"
READ: Final = (
    "core", "flows", "screens", "widgets", "perform", "devices", "services", "app.py", "helping.py", "opening.py",
)  # fmt: skip
UNREAD: Final = (  # by citizens: what technicians read, what is printed or spoken in Chinese only, and tables
    "core/certificate.py", "core/money.py", "core/parts.py", "core/staff.py", "core/words.py",
    "devices/simulators", "devices/probe.py", "devices/registry.py", "devices/pyttsx3_readings.py", "devices/spoken.py",
    "devices/receipt_layout.py", "devices/stroke_orders.py", "devices/yunet.py", "devices/serial_lights.py",
    "devices/ipp_queue.py", "devices/ipp_wire.py", "devices/sdt_cards.py", "devices/sdt_serial.py",
    "screens/maintenance", "widgets/board", "screens/norms.py", "screens/previews", "screens/preview_sample.py",
    "screens/assist/veil.py", "services/audit", "services/reconciliation.py", "services/store",
    "services/item_index.py",
    "services/ledger_slips.py", "services/sheets.py", "services/signing.py", "services/pdf_", "services/faults.py",
    "services/home_", "services/delisting.py", "services/effect_", "services/order_", "services/usage.py",
    "services/upkeep.py", "services/finding.py",
    "services/staff", "services/pin", "services/challenge.py", "services/schema", "services/statistics.py",
    "services/paper_state.py", "services/fault_case", "core/routing.py", "services/sticks.py",
    "services/sealed.py", "services/casework.py", "services/rounds.py", "core/touch_grid.py",
    "devices/escpos_trace.py", "devices/sdt_trace.py", "devices/line_trace.py", "devices/trace.py",
)  # fmt: skip
NO_WORDS: Final = ("description", "words", "technician")  # keywords whose values no citizen reads
NO_CALLS: Final = ("ValueError", "TypeError", "RuntimeError", "Field", "Literal")  # what they are given is for others
SIGNS: Final = (*"机台窗厕门梯水座取", "四个汉字")  # of a site's map, and what a width is measured by
OF_AN_ITEM: Final = (
    "words",
    "agency",
    "icon",
    "telephone",
    "regions",
    "pattern",
    "example",
)  # keys whose values are no citizen's language


@dataclass(frozen=True)
class Text:
    """``key`` as it stands at ``where``: a file's path from the root, and the line in Python."""

    key: str
    where: str


def texts() -> Iterator[Text]:
    """All of them, in the order of the files; one that stands in two places comes twice."""
    for file in _files():
        for node in _literals(file):
            if node.value not in SIGNS:
                yield Text(node.value, f"{file.relative_to(ROOT)}:{node.lineno}")
    for file in sorted((ROOT / "assets" / "items").rglob("*.toml")):
        yield from _of_table(tomllib.loads(file.read_text(encoding="utf-8")), str(file.relative_to(ROOT)))
    for file in sorted((ROOT / "assets" / "packages").glob("*.toml")):
        announced = tomllib.loads(file.read_text(encoding="utf-8")).get("announcement", "")
        if is_chinese(announced):
            yield Text(announced, str(file.relative_to(ROOT)))


def unsayable() -> Iterator[Text]:
    """F-strings with Chinese in them: what they say is no key."""
    for file in _files():
        for node in _seen(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and any(is_chinese(part.value) for part in _parts(node)):
                yield Text(ast.unparse(node), f"{file.relative_to(ROOT)}:{node.lineno}")


def _files() -> list[Path]:
    found = [path for name in READ for path in sorted((KIOSK / name).rglob("*.py"))]
    found += [KIOSK / name for name in READ if name.endswith(".py")]
    return [path for path in found if not str(path.relative_to(KIOSK)).startswith(UNREAD)]


def _literals(file: Path) -> Iterator[Any]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in _seen(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_chinese(node.value):
            yield from [node] if id(node) not in inside else []


def _seen(tree: ast.AST) -> Iterator[ast.AST]:
    """What of the tree a citizen may read."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        if isinstance(child, ast.keyword) and child.arg in NO_WORDS:
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in NO_CALLS:
            continue
        yield child
        yield from _seen(child)


def _parts(node: ast.JoinedStr) -> Iterator[Any]:
    return (part for part in node.values if isinstance(part, ast.Constant))


def _of_table(table: Any, where: str) -> Iterator[Text]:
    if isinstance(table, str) and is_chinese(table):
        yield Text(table, where)
    elif isinstance(table, dict):
        for key, value in table.items():
            if key not in OF_AN_ITEM:
                yield from _of_table(value, where)
    elif isinstance(table, list):
        for value in table:
            yield from _of_table(value, where)
