"""The house rules that no linter knows."""

import ast
import fnmatch
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KIOSK = ROOT / "kiosk"
SOURCES = sorted(KIOSK.rglob("*.py"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LONGEST_FILE = 300  # lines: read in one sitting
# Loaded where they are first used, because the window stands before any of them is needed.
HEAVY = {
    "PIL",
    "asn1crypto",
    "cryptography",
    "cv2",
    "escpos",
    "fastapi",
    "numpy",
    "pydantic",
    "pyhanko",
    "pyhanko_certvalidator",
    "pypinyin",
    "pyttsx3",
    "requests",
    "segno",
    "sqlcipher3",
    "uvicorn",
    "zxingcpp",
}
# Each command loads only its own part of the house, and a config.toml that was checked before is not checked again.
TOP = {
    KIOSK / f"{name}.py"
    for name in (
        "__main__",
        "cli",
        "cli_audit",
        "cli_config",
        "cli_effects",
        "cli_items",
        "cli_ledger",
        "cli_release",
        "cli_report",
        "cli_package",
        "cli_staff",
        "cli_translations",
        "cli_usage",
        "opening",
        "terminal",
        "terminal",
        "app",
        "config",
        "declarations/shelf",
    )
}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def own_files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file of the project: what .gitignore names, and git's own folder, left out."""
    ignored = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split())]
    for path in sorted(folder.iterdir()):
        if any(fnmatch.fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from own_files(path)
        else:
            yield path


def requirements(group: list[str]) -> dict[str, str]:
    """Normalised name → version pinned with ``==``, or an empty string."""
    found = [re.match(r"([A-Za-z0-9._-]+)(?:==(\S+))?", line) for line in group]
    return {normal(match[1]): match[2] or "" for match in found if match}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


LOCKED = dict(re.findall(r"^([a-z0-9._-]+)==(\S+) \\$", LOCK, re.MULTILINE))
DECLARED = requirements([*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]])


def test_lock_is_pins_and_hashes_and_nothing_else() -> None:
    for entry in re.split(r"\n(?=\S)", LOCK.strip()):
        pin, *hashes = entry.split(" \\\n")
        assert re.fullmatch(r"[a-z0-9._-]+==[\w.+!-]+( ; .+)?", pin), pin
        assert hashes, f"{pin} has no hash"
        assert all(re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}", line.rstrip()) for line in hashes), pin


def test_lock_holds_what_the_project_asks_for() -> None:
    for name, version in DECLARED.items():
        assert name in LOCKED, f"{name} is not in requirements.lock: run tools/lock.sh"
        assert version in ("", LOCKED[name]), f"{name} is locked at {LOCKED[name]}: run tools/lock.sh"


def test_every_library_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in DECLARED:
        lines = [line for line in text.splitlines() if re.match(rf'\s+"{name}["=<>]', line, re.IGNORECASE)]
        assert lines, name
        assert all(re.search(r'",\s+# \w', line) for line in lines), f"{name} has no reason beside it"


def test_every_library_is_in_the_list_of_licences() -> None:
    licences = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    listed = {normal(name) for name in re.findall(r"^\| ([\w.-]+) ", licences, re.MULTILINE)}
    runtime = requirements(PROJECT["project"]["dependencies"])
    assert runtime.keys() <= listed, runtime.keys() - listed


def test_every_library_of_the_application_is_imported_by_it() -> None:
    imported = {name.split(".")[0] for path in SOURCES for _, name in imports(path)}
    provided = importlib.metadata.packages_distributions()
    # A library that is only read from (QtAwesome's font) is looked up by name instead.
    imported |= {name for path in SOURCES for name in re.findall(r'find_spec\("(\w+)"\)', path.read_text("utf-8"))}
    used = {normal(distribution) for name in imported for distribution in provided.get(name, ())}
    unused = requirements(PROJECT["project"]["dependencies"]).keys() - used
    assert not unused, f"nothing imports {sorted(unused)}: take it out of pyproject.toml and lock again"


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("the host of a package index", r"pypi\.(org|python)|pythonhosted\.org|npmjs\.(org|com)"),
        ("a path of one developer's machine", r"(?<![\w.~/])/(work|Users|root)/\w"),
    ],
)
def test_no_file_names(what: str, pattern: str) -> None:
    for path in own_files():
        found = re.search(pattern, path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{relative(path)} names {what}: {found and found[0]}"


def test_files_are_read_in_one_sitting() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    too_long = {path: length for path, length in lengths.items() if length > LONGEST_FILE}
    assert not too_long


def imports(path: Path) -> Iterator[tuple[bool, str]]:
    """Each imported module, and whether the import stands inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node in inside, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node in inside, node.module


def test_core_is_standard_library_only() -> None:
    allowed = sys.stdlib_module_names | {"kiosk"}
    foreign = [
        (relative(path), name)
        for path in (KIOSK / "core").rglob("*.py")
        for _, name in imports(path)
        if name.split(".")[0] not in allowed
    ]
    assert not foreign


def test_imports_inside_functions_are_heavy_vendor_libraries_only() -> None:
    hidden = [
        (relative(path), name)
        for path in SOURCES
        for in_function, name in imports(path)
        if in_function and name.split(".")[0] not in HEAVY and not (path in TOP and name.split(".")[0] == "kiosk")
    ]
    assert not hidden
