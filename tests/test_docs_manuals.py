"""The two manuals for staff say what stands on the screen: words, pictures, commands and pages are held to the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kiosk import config
from kiosk.cli import app
from kiosk.maintenance import pages
from kiosk.maintenance.page import find_pages

DOCS = config.ROOT / "docs"
MANUALS = (DOCS / "运维手册.md", DOCS / "帮办手册.md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]+\]\((pictures/[\w-]+\.png)\)")
QUOTED = re.compile(r"「([^「」\n]+)」")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
COMMAND = re.compile(r"(?:\./run|\bkiosk)((?: [^\s`]+)+)")
PART = 4  # letters of a sentence by which it is known
LARGEST = 2_500_000  # bytes of all pictures: a manual is downloaded over a thin line


def text_of(manual: Path) -> str:
    return manual.read_text(encoding="utf-8")


def anchors(manual: Path) -> set[str]:
    """As GitHub makes them of headings."""
    heads = re.findall(r"^#+ (.+)$", text_of(manual), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@cache
def said_by_the_code() -> frozenset[str]:
    """Every string of ``kiosk/`` that is no docstring, and the fixed parts of those with values."""
    said: set[str] = set()
    for source in sorted((config.ROOT / "kiosk").rglob("*.py")):
        tree = ast.parse(source.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        said |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        }
    return frozenset(said)


def is_said(words: str) -> bool:
    """Word for word; of a sentence a part will do, of a button's few words not."""
    said = said_by_the_code()
    return words in said or (len(words) >= PART and any(words in one for one in said))


@pytest.mark.parametrize("manual", MANUALS, ids=lambda manual: manual.stem)
def test_what_is_quoted_stands_on_the_screen(manual: Path) -> None:
    quoted = QUOTED.findall(text_of(manual))
    assert len(quoted) > 30
    assert sorted({words for words in quoted if not is_said(words)}) == []


@pytest.mark.parametrize("manual", MANUALS, ids=lambda manual: manual.stem)
def test_links_and_pictures_are_there(manual: Path) -> None:
    for link in LINK.findall(text_of(manual)):
        file, _, anchor = link.partition("#")
        target = DOCS / file if file else manual
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


def test_every_picture_is_used_and_all_are_small() -> None:
    used = {name for manual in MANUALS for name in PICTURE.findall(text_of(manual))}
    there = {f"pictures/{picture.name}" for picture in (DOCS / "pictures").iterdir()}
    assert there == used
    assert sum(picture.stat().st_size for picture in (DOCS / "pictures").iterdir()) < LARGEST


def test_every_page_of_the_menu_has_its_section_in_the_order_of_the_menu() -> None:
    titles = [page.title for page in find_pages(pages) if page.icon]
    sections = re.findall(r"^### (.+)$", text_of(MANUALS[0]), re.MULTILINE)
    assert sorted(sections) == sorted(titles)


def commands() -> Iterator[tuple[str, ...]]:
    """Each command with its options, as the manuals write it."""
    for manual in MANUALS:
        for code in CODE.findall(text_of(manual)):
            for words in COMMAND.findall(code):
                yield tuple(words.split())


@pytest.mark.parametrize("words", sorted(set(commands())), ids=" ".join)
def test_every_command_is_one(words: tuple[str, ...]) -> None:
    named = [word for word in words if re.fullmatch(r"[a-z]+", word)][:2]
    told = CliRunner().invoke(app, [*named, "--help"])
    assert told.exit_code == 0, told.output
    assert all(option in told.output for option in words if option.startswith("--")), told.output


def test_every_command_of_the_terminal_is_in_the_manual() -> None:
    listed = CliRunner().invoke(app, ["--help"]).output.partition("Commands:")[2]
    there = set(re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE))
    assert len(there) > 10
    assert {words[0] for words in commands()} >= there
