"""Writing in the window as ``app.py`` joins it: what is written is read, and nothing of it stays after the visit."""

import threading
from pathlib import Path
from typing import Any

import pytest

from kiosk import config
from kiosk.app import joined
from kiosk.core.clock import SystemClock
from kiosk.core.step import EnterText
from kiosk.screens.content import Page
from kiosk.screens.window import Window
from kiosk.terminal import Terminal
from tests.screens.test_write import draw, offered, pad_of


def mapped_models() -> int:
    return Path("/proc/self/maps").read_text(encoding="utf-8").count("handwriting-zh_CN.model")


def test_what_is_written_is_read_and_forgotten(tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    others = mapped_models()
    monkeypatch.setattr(Terminal, "build", lambda _terminal: None)  # no device is needed to write
    settings, clock = config.load(config.ROOT / "config.toml", state=tmp_path), SystemClock()
    window = Window(pitch=0.248, orientation="portrait", text_size="standard", clock=clock)
    qtbot.addWidget(window)
    window.open(windowed=True)
    with joined(window, settings, tmp_path, clock) as conductor:
        window.show_page("write", Page(EnterText("name", "孩子的名字怎么写", most=10), "办出生登记"))
        draw(pad_of(window))
        qtbot.waitUntil(lambda: "十" in offered(window), timeout=30_000)
        assert mapped_models() == others + 1
        conductor.leave()
        qtbot.waitUntil(lambda: not [one for one in threading.enumerate() if one.name == "scribe"], timeout=30_000)
        assert mapped_models() == others
