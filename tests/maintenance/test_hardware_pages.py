"""Touch, picture and sound: what a person found is kept with its date; what is not there is said plainly."""

from pathlib import Path

import pytest

from kiosk.core.board import Board, Go, Mood, Said
from kiosk.core.cancel import Cancel
from kiosk.core.errors import Clearer, KioskError
from kiosk.core.status import Fault, Health, Status
from kiosk.core.touch_grid import TouchGrid
from kiosk.devices.pyttsx3_speech import NO_SOUND
from kiosk.maintenance.pages.display import Display
from tests.maintenance.premises import ENGINEER, SITE, Menu, actions, facts, menu, newcomer, rows


@pytest.fixture(scope="module")
def desk(sandbox, tmp_path_factory):
    with menu(newcomer(sandbox, tmp_path_factory.mktemp("terminal") / "state")) as made:
        yield made


def did(desk: Menu, place: str, grid: TouchGrid) -> object:
    """As the touch screen's own page says it."""
    return desk._pages.do(place, "result", grid.encode(), ENGINEER, Cancel())


def said(board: Board) -> list[tuple[str, Mood]]:
    return [(row.title, row.mood) for row in rows(board)]


def test_where_the_screen_did_not_answer_is_named_and_kept(desk):
    whole = frozenset(range(12 * 20))
    outcome = did(desk, "touch:wipe", TouchGrid(12, 20, whole - {0, 1, 12, 239}))
    assert outcome == Go("touch", "测好了：左上 3 格没反应，右下 1 格没反应")
    assert ("左上 3 格没反应，右下 1 格没反应", Mood.BAD) in said(desk.board("touch"))
    did(desk, "touch:wipe", TouchGrid(12, 20, whole))
    assert said(desk.board("touch"))[2] == ("每一处都有反应", Mood.GOOD)  # the newest first, after the two tests
    did(desk, "touch:wipe", TouchGrid(12, 20))
    assert ("整个屏幕都没反应", Mood.BAD) in said(desk.board("touch"))


def test_what_fired_by_itself_is_named(desk):
    did(desk, "touch:still", TouchGrid(12, 20))
    assert ("五秒里没有乱点", Mood.GOOD) in said(desk.board("touch"))
    did(desk, "touch:still", TouchGrid(12, 20, frozenset({126})))
    assert ("中间 1 格自己动了", Mood.BAD) in said(desk.board("touch"))


def test_each_test_of_the_screen_is_a_page_of_its_own(desk):
    assert [row.opens for row in rows(desk.board("touch"))[:2]] == ["touch:wipe", "touch:still"]
    assert {desk.board(place).screen for place in ("touch:wipe", "touch:still")} == {"touch"}
    assert desk.board("display:colours").screen == "colours"


def test_what_is_no_result_is_not_kept(desk):
    before = said(desk.board("touch"))
    with pytest.raises(KioskError, match="no result"):
        desk._pages.do("touch:wipe", "result", "rubbish", ENGINEER, Cancel())
    assert said(desk.board("touch")) == before


def test_who_tried_it_and_when_stands_beside_the_result(desk):
    desk.do("display", "well", staff=SITE)
    found = next(row for row in rows(desk.board("display")) if row.title == "画面没问题")
    assert "工号 S01" in found.detail
    assert f"{desk.premises.clock.now():%Y-%m-%d}" in found.detail


def test_what_is_wrong_with_the_picture_is_chosen(desk):
    assert desk.do("display", "faulty", "flicker") == Said("记下了")
    assert ("闪", Mood.BAD) in said(desk.board("display"))


def backlight(folder: Path, now: int, most: int) -> Path:
    light = folder / "intel_backlight"
    light.mkdir()
    (light / "brightness").write_text(f"{now}\n")
    (light / "max_brightness").write_text(f"{most}\n")
    return light


def test_brightness_goes_by_steps_and_never_to_nothing(desk, tmp_path, monkeypatch):
    light = backlight(tmp_path, 300, 1000)
    monkeypatch.setattr(Display, "backlights", tmp_path)
    assert facts(desk.board("display"))["亮度"] == "第 3 档，共 10 档"
    assert desk.do("display", "brighter") == Said("亮度：第 4 档")
    assert int((light / "brightness").read_text()) == 400
    for _ in range(9):
        desk.do("display", "darker")
    assert int((light / "brightness").read_text()) == 100
    assert facts(desk.board("display"))["亮度"] == "第 1 档，共 10 档"


def test_a_brightness_that_may_not_be_written_is_said(desk, tmp_path, monkeypatch):
    light = backlight(tmp_path, 300, 1000)
    (light / "brightness").unlink()
    (light / "brightness").symlink_to("/proc/version")  # can be opened by nobody for writing
    (light / "max_brightness").write_text("1000")
    monkeypatch.setattr(Display, "backlights", tmp_path)
    monkeypatch.setattr(Display, "_level", lambda _page, _light: 3)
    with pytest.raises(KioskError) as refused:
        desk.do("display", "brighter")
    assert refused.value.sentence == "调不了亮度"


def test_a_screen_with_a_plug_of_its_own_says_so(desk, tmp_path, monkeypatch):
    for folder in (tmp_path, tmp_path / "nowhere"):
        monkeypatch.setattr(Display, "backlights", folder)
        assert "用屏幕上的按键" in facts(desk.board("display"))["亮度"]
        assert not {"brighter", "darker"} & {one.name for one in actions(desk.board("display"))}


def test_each_volume_is_spoken_and_a_person_says_whether_it_was_heard(desk, monkeypatch):
    heard: list[tuple[str, float]] = []
    speech = desk.premises.services.kit.speech
    monkeypatch.setattr(speech, "say", lambda text, volume=1.0, **_: heard.append((text, volume)))
    board = desk.board("sound")
    plays = [row.action.name for row in rows(board) if row.action is not None]
    assert len(plays) == 4
    for play in plays:
        assert isinstance(desk.do("sound", play), Said)
    volumes = [volume for _, volume in heard]
    assert volumes == sorted(set(volumes))
    desk.do("sound", "well")
    assert ("听得清", Mood.GOOD) in said(desk.board("sound"))
    desk.do("sound", "faulty", "broken")
    assert ("有杂音，断断续续", Mood.BAD) in said(desk.board("sound"))


def test_without_a_sound_card_it_says_so_and_offers_nothing_to_hear(desk, qtbot):
    """The voice itself has told that it cannot be heard."""
    fault = Fault(NO_SOUND, "没有声音", "看音箱", "aplay: no soundcards", Clearer.ENGINEER)
    desk.premises.services.faults.note("speech", Status(Health.OFFLINE, fault=fault))
    qtbot.waitUntil(lambda: desk.board("sound").mood is Mood.BAD, timeout=30_000)
    board = desk.board("sound")
    assert board.note == "没有声音"
    assert actions(board) == []
