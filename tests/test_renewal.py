"""When a window is opened anew: a file says something else, and nobody is being served."""

from pathlib import Path

import pytest

from kiosk.renewal import Renewal


class Watched:
    def __init__(self, file: Path, known: str | None) -> None:
        self.nobody, self.ended = True, 0
        self.renewal = Renewal({file: known, file.with_name("other"): None}, lambda: self.nobody, self._end)

    def _end(self) -> None:
        self.ended += 1

    def look(self) -> int:
        self.renewal.look()
        return self.ended


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "package.json"


def test_what_stands_as_it_did_changes_nothing(file: Path) -> None:
    file.write_text("a")
    watched = Watched(file, "a")
    assert watched.look() == 0
    file.write_text("a")  # touched, but the same
    assert watched.look() == 0


@pytest.mark.parametrize(("before", "after"), [(None, "a"), ("a", "b"), ("a", None)])
def test_another_text_ends_the_window(file: Path, before: str | None, after: str | None) -> None:
    watched = Watched(file, before)
    if after is not None:
        file.write_text(after)
    assert watched.look() == 1


def test_what_was_changed_between_the_reading_and_the_first_look_is_seen(file: Path) -> None:
    file.write_text("b")
    assert Watched(file, "a").look() == 1


def test_never_while_somebody_is_served(file: Path) -> None:
    watched = Watched(file, None)
    watched.nobody = False
    file.write_text("a")
    assert [watched.look(), watched.look()] == [0, 0]
    watched.nobody = True
    assert watched.look() == 1


def test_an_untouched_file_is_not_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("a")
    watched = Watched(file, "a")
    watched.look()
    monkeypatch.setattr("kiosk.renewal.text_of", lambda _path: pytest.fail("it was read"))
    assert watched.look() == 0
