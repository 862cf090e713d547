"""The tour: its first chapter in the real window, and the page that it writes."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from kiosk.tour import tour
from kiosk.tour.album import Album


def looked_at(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        picture.load()
    return picture


def test_the_main_job_leaves_pictures_receipt_page_and_facts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tour.run(tmp_path, landscape=True, chapters=tour.CHAPTERS[:1]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "index.html")

    facts = json.loads((tmp_path / "tour.json").read_text(encoding="utf-8"))
    assert (facts["steps"], facts["taps"]) == (6, 3)
    assert [entry["number"] for entry in facts["books"]["submissions"]] == [facts["reference"]]

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert facts["reference"] in page
    shown = re.findall(r'<img src="([^"]+)"', page)
    assert shown == facts["chapters"]["main"]
    *screens, receipt = [looked_at(tmp_path / name) for name in shown]
    assert {screen.size for screen in screens} == {(1920, 1080)}
    assert len({screen.tobytes() for screen in screens}) == len(screens), "each picture shows something else"
    assert receipt.width < 1080


def test_a_tour_that_cannot_go_on_says_where_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def wait_in_vain(walk: tour.Tour) -> None:
        walk.album.begin("vain", "白等", "")
        walk.terminal.wait_for("screen.nowhere", timeout=0.1)

    assert tour.run(tmp_path, chapters=[wait_in_vain]) == 1
    first, *_ = capsys.readouterr().err.splitlines()
    assert first == f"走到「白等」停住了：等了 0.1 秒没有等到 screen.nowhere。画面在 {tmp_path / 'stopped.png'}"
    assert looked_at(tmp_path / "stopped.png").size == (1080, 1920)
    assert not (tmp_path / "index.html").exists()


def test_a_tour_without_its_programs_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tour.run(tmp_path / "out") == 1
    assert capsys.readouterr().err == "没有 setpriv 这个程序\n"


def test_the_page_escapes_what_it_is_told(tmp_path: Path) -> None:
    album = Album(tmp_path)
    album.begin("one", "甲 <b>", "乙 & 丙")
    album.take(Image.new("RGB", (4, 4)), '丁 "戊"', "点 <己>")
    album.finish({}, facts={"庚": "<辛>"}, landscape=False)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    for told in ("甲 &lt;b&gt;", "乙 &amp; 丙", "丁 &quot;戊&quot;", "点 &lt;己&gt;", "&lt;辛&gt;"):
        assert told in page


def test_an_album_begins_empty(tmp_path: Path) -> None:
    (tmp_path / "01-old-1.png").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("kept")
    Album(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
