"""``kiosk release``: the makers' keys, this tree as a signed release that a terminal takes, and its date renewed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kiosk.cli import app
from kiosk.config import ROOT
from kiosk.core.cancel import Cancel
from kiosk.releases import libraries, shelf
from tests.releases.world import Terminal


def release(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["release", *map(str, words)])


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    keys, repository = tmp_path / "keys", tmp_path / "repository"
    assert release("keys", "--out", keys).exit_code == 0
    return keys, repository


def test_this_tree_is_a_release_that_a_terminal_takes(
    tmp_path: Path, places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.launcher.takes_releases", lambda: True)
    keys, repository = places
    made = release("make", "--keys", keys, "--repository", repository, "--version", "9.8.7")
    assert made.exit_code == 0
    root = repository / "metadata" / "1.root.json"
    assert str(root) in made.output
    terminal = Terminal(tmp_path, root)
    assert terminal.take(repository) == "9.8.7"
    tree = shelf.tree(terminal.state)
    assert tree is not None
    assert (tree / "kiosk" / "__init__.py").read_text().endswith('__version__ = "9.8.7"\n')
    ours = {path.relative_to(ROOT) for path in (ROOT / "kiosk").rglob("*.py")}
    assert {path.relative_to(tree) for path in (tree / "kiosk").rglob("*.py")} == ours
    assert not list(tree.rglob("__pycache__"))
    assert libraries.missing((tree / "requirements.lock").read_text(encoding="utf-8")) == {}
    terminal.store.close()


def test_a_date_is_renewed_without_a_new_version(tmp_path: Path, places: tuple[Path, Path]) -> None:
    keys, repository = places
    release("make", "--keys", keys, "--repository", repository, "--version", "9.8.7")
    terminal = Terminal(tmp_path, repository / "metadata" / "1.root.json")
    terminal.look(repository)
    assert release("refresh", "--keys", keys, "--repository", repository).exit_code == 0
    timestamp = json.loads((repository / "metadata" / "timestamp.json").read_bytes())
    assert timestamp["signed"]["version"] == 2
    found = terminal.updates.newer_in(terminal.updates.repository(repository, Cancel()))
    assert found is not None
    assert found.version == "9.8.7"
    terminal.store.close()


def test_keys_are_for_their_owner_alone_and_never_written_over(places: tuple[Path, Path]) -> None:
    keys, _ = places
    assert {path.stat().st_mode & 0o777 for path in keys.iterdir()} == {0o600}
    again = release("keys", "--out", keys)
    assert again.exit_code == 2
    assert "已经有了，不覆盖" in again.output


def test_mistakes_are_one_sentence(tmp_path: Path, places: tuple[Path, Path]) -> None:
    keys, repository = places
    for words, says in (
        (("make", "--keys", keys, "--repository", repository, "--version", "new"), "要写成 0.2.0 这样"),
        (("make", "--keys", tmp_path, "--repository", repository), "先 kiosk release keys"),
        (("refresh", "--keys", keys, "--repository", repository), "先 kiosk release make"),
    ):
        said = release(*words)
        assert said.exit_code == 2
        assert says in said.output
        assert said.output.count("\n") == 1
