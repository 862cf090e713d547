"""What the check of a terminal says of its function package."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import config
from kiosk.check.package import findings
from kiosk.core.clock import SystemClock
from kiosk.package import kept
from kiosk.package.inherit import merged


@pytest.fixture
def settings(tmp_path: Path) -> config.Config:
    return config.load(config.FILE, state=tmp_path)


def said(settings: config.Config, state: Path) -> list[tuple[bool | None, str]]:
    return [(finding.ok, finding.words) for finding in findings(settings, state)]


def test_the_one_that_was_meant_is_named(settings: config.Config, tmp_path: Path) -> None:
    assert said(settings, tmp_path) == [(True, f"「乡镇街道」，首页 {len(settings.items)} 件事")]


def test_another_one_than_was_meant_is_a_problem(settings: config.Config, tmp_path: Path) -> None:
    assert said(replace(settings, package_trouble="坏了。还用着"), tmp_path) == [(False, "坏了。还用着")]


@pytest.mark.parametrize(
    ("text", "words"), [("{", "不是正确的 TOML"), ('title = "x"', "换上以后改过"), (None, "读不到")]
)
def test_a_file_that_is_not_what_was_used_is_said(
    settings: config.Config, tmp_path: Path, text: str | None, words: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('inherits = "township"\ntitle = "试点"\n', encoding="utf-8")
    kept.write(tmp_path, kept.Kept(kept.entry(merged(file), SystemClock().now())))
    assert [ok for ok, _ in said(settings, tmp_path)] == [True]
    if text is None:
        file.unlink()
    else:
        file.write_text(text, encoding="utf-8")
    (_, _), (ok, sentence) = said(settings, tmp_path)
    assert ok is None
    assert words in sentence
    assert "还用着" in sentence
