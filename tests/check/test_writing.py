"""The check writes a character and spells a word."""

from pathlib import Path

import pytest

from kiosk.check import writing
from kiosk.devices import libpinyin
from kiosk.devices.zinnia import Zinnia


def test_both_ways_of_writing_work_here() -> None:
    found = writing.finding()
    assert found.ok
    assert "「十」" in found.words
    assert "「宁波」" in found.words


def test_a_missing_model_is_named_with_its_package(tmp_path: Path) -> None:
    found = writing.finding(hand=Zinnia(tmp_path / "none"))
    assert found.ok is False
    assert "tegaki-zinnia-simplified-chinese" in found.words


def test_missing_data_of_pinyin_are_named_with_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libpinyin, "_DATA", ())
    found = writing.finding()
    assert found.ok is False
    assert "libpinyin-data" in found.words
