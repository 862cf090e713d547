"""A change is checked, tried, kept and put in its place; a power cut at any step leaves one of the two whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import config, probation, supervisor
from kiosk.config import ConfigError
from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled
from kiosk.run import guard_of
from kiosk.settings import change, versions
from kiosk.settings.change import Place, Trial, draft, take_up

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STEPS = 6  # draft, its trial, probation, versions, config.toml, versions: each a file that is replaced


class PowerCut(BaseException):
    pass


@pytest.fixture
def place(tmp_path: Path) -> Place:
    file, state = tmp_path / "etc" / "config.toml", tmp_path / "state"
    file.parent.mkdir()
    state.mkdir()
    file.write_bytes(config.FILE.read_bytes())
    file.chmod(0o644)
    return Place(file, state)


def comes_up(_place: Place, _file: Path, _devices: list[str]) -> Trial:
    return Trial()


def changed(place: Place, telephone: str, who: str = "1001") -> Trial:
    return take_up(place, draft(place, {"site.telephone": telephone}), who, NOW, try_start=comes_up)


def telephone(place: Place) -> str:
    return config.load(place.file, state=place.state).site.telephone


def test_a_change_is_taken_up_on_probation_and_the_one_before_kept(place: Place) -> None:
    before = place.text()
    assert changed(place, "0574-1") == Trial()
    assert telephone(place) == "0574-1"
    assert place.file.stat().st_mode & 0o777 == 0o644
    kept = versions.load(place.state)
    assert [one.text for one in kept.before] == [before]
    assert kept.made == versions.Made("1001", "2026-03-02T09:30:00+00:00")
    assert (place.state / config.SETTINGS).stat().st_mode & 0o777 == 0o600
    assert probation.read(place.state) == probation.Newcomer("config", place.text())
    assert [path.name for path in place.state.glob("draft-*")] == []


def test_five_are_kept_with_who_made_them(place: Place) -> None:
    for number in range(7):
        changed(place, f"0574-{number}", f"100{number}")
    kept = versions.load(place.state)
    assert [one.made.who for one in kept.before] == ["1001", "1002", "1003", "1004", "1005"]
    assert ['"0574-5"' in one.text for one in kept.before] == [False] * 4 + [True]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"terminal.id": "错的"}, "terminal.id 写的是 '错的'，要符合"),
        ({"panel.pixel_pitch_mm": 2.0}, "panel.pixel_pitch_mm 写的是 2.0，不能大于 1.0"),
        ({"devices.id_card.bauds": 9600}, "不认识 devices.id_card.bauds"),
        ({"gateway.url": "http://10.0.0.1"}, "只有本机才可以用 http://"),
        ({"site.name": None}, "site.name 没有写，要补上"),
        ({"terminal.package": "nowhere"}, "terminal.package 写的是 'nowhere'，可以写"),
        ({"machine.reboot": "reboot; rm -rf /"}, "machine.reboot 写的是"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_file_and_the_key(place: Place, changes: dict, says: str) -> None:
    with pytest.raises(ConfigError) as mistake:
        draft(place, changes)
    assert str(mistake.value).startswith(f"{place.file}：")
    assert says in str(mistake.value)
    assert "\n" not in str(mistake.value)


def test_what_was_set_at_the_start_cannot_be_changed_here(place: Place) -> None:
    fixed = Place(place.file, place.state, ('site.telephone="1"',))
    with pytest.raises(ConfigError, match="启动时用 --set 定的"):
        draft(fixed, {"site.telephone": "2"})


def test_what_does_not_come_up_is_not_taken(place: Place) -> None:
    before = place.text()
    text = draft(place, {"site.telephone": "0574-1"})
    trial = take_up(place, text, "1001", NOW, try_start=lambda *_: Trial("首页没有画出来"))
    assert trial.mistake
    assert place.text() == before
    assert probation.read(place.state) is None


def test_who_leaves_during_the_trial_has_changed_nothing(place: Place) -> None:
    before, cancel = place.text(), Cancel()

    def try_start(*_: object) -> Trial:
        cancel.set()
        return Trial()

    with pytest.raises(Cancelled):
        take_up(place, draft(place, {"site.telephone": "1"}), "1001", NOW, cancel=cancel, try_start=try_start)
    assert place.text() == before
    assert probation.read(place.state) is None


def test_a_device_that_does_not_answer_keeps_it_out_but_for_somebody_who_knows(place: Place) -> None:
    asked: list[list[str]] = []

    def try_start(_place: Place, _file: Path, devices: list[str]) -> Trial:
        asked.append(devices)
        return Trial(notes=("读卡器：没有回答",))

    before = place.text()
    text = draft(place, {"devices.id_card.port": "/dev/ttyS9", "devices.scanner.baud": 115200})
    assert take_up(place, text, "1001", NOW, try_start=try_start).notes
    assert place.text() == before
    assert asked == [["id_card"]]  # the scanner's wire is held by the running terminal
    take_up(place, draft(place, {"gateway.url": "http://127.0.0.1:9"}), "1001", NOW, try_start=try_start)
    assert asked[1] == ["gateway"]
    take_up(place, text, "1001", NOW, anyway=True, try_start=try_start)
    assert place.text() == text


@pytest.mark.parametrize("step", range(STEPS))
def test_a_power_cut_leaves_one_of_the_two_whole(place: Place, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    before, text = place.text(), draft(place, {"site.telephone": "0574-1"})
    left, replace_file = [step], config.replace_file

    def cut(path: Path, words: str, **mode: int) -> None:
        if not left[0]:
            raise PowerCut
        left[0] -= 1
        replace_file(path, words, **mode)

    for module in (versions, probation, change):
        monkeypatch.setattr(module, "replace_file", cut)
    with pytest.raises(PowerCut):
        take_up(place, text, "1001", NOW, try_start=comes_up)
    monkeypatch.undo()
    assert place.text() in (before, text)
    assert guard_of(place.file, place.state).before() in (None, supervisor.RENEW)  # the start that follows
    if place.text() == before:
        assert probation.read(place.state) is None
    else:
        assert versions.load(place.state).before[-1].text == before
    changed(place, "0574-2")
    texts = [one.text for one in versions.load(place.state).before]
    assert texts == list(dict.fromkeys(texts))
    assert telephone(place) == "0574-2"


@pytest.mark.parametrize("painted", [False, True])
def test_one_that_dies_again_and_again_is_left_by_the_supervisor(place: Place, painted: bool) -> None:
    before = place.text()
    changed(place, "0574-1")
    guard = guard_of(place.file, place.state)
    assert guard.before() == supervisor.RENEW  # to load it
    for _ in range(probation.MOST):
        assert guard.before() is None
        assert place.text() != before
        if painted:
            probation.painted(place.state)
    assert guard.before() == supervisor.RENEW
    assert place.text() == before
    assert versions.load(place.state).trouble == "新的设置起不来，已经退回上一份"
    assert guard.before() is None
    assert probation.read(place.state) is None


def test_one_that_stands_is_on_probation_no_more(place: Place) -> None:
    changed(place, "0574-1")
    guard = guard_of(place.file, place.state)
    probation.painted(place.state)  # the window of the one before, which has not closed yet
    assert guard.stands()
    assert guard.before() == supervisor.RENEW
    assert guard.before() is None
    assert not guard.stands()  # alive, and never painted: it hangs
    probation.painted(place.state)
    assert guard.stands()
    assert probation.read(place.state) is None
    assert guard.stands()


def test_a_running_window_hears_of_it(place: Place) -> None:
    settings = config.load(place.file, state=place.state)
    changed(place, "0574-1")
    path = place.state / config.SETTINGS
    assert settings.chosen[path] != config.text_of(path)


def test_a_file_that_was_touched_by_hand_is_not_gone_back_from(place: Place) -> None:
    changed(place, "0574-1")
    text = place.text().replace("0574-1", "0574-3")
    place.file.write_text(text)
    guard = guard_of(place.file, place.state)
    for _ in range(probation.MOST + 2):
        assert guard.before() is None
    assert place.text() == text


def test_a_place_that_cannot_be_written_is_one_sentence_and_nothing_begins(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, text: str, **mode: int) -> None:
        if path == place.file:
            raise ConfigError(f"{path.parent}：这个目录写不进去")
        config.replace_file(path, text, **mode)

    before = place.text()
    monkeypatch.setattr(versions, "replace_file", refuse)
    with pytest.raises(ConfigError, match="写不进去"):
        changed(place, "0574-1")
    assert place.text() == before
    assert probation.read(place.state) is None


def test_versions_that_are_broken_are_one_sentence(place: Place) -> None:
    (place.state / config.SETTINGS).write_text("{}")
    with pytest.raises(ConfigError, match="内容不对"):
        changed(place, "0574-1")
    assert telephone(place) == "0574-8800 0001"


def test_the_trial_start_is_the_real_program(place: Place) -> None:
    """Without the gateway's secret it cannot come up; with it, it says that the gateway does not answer."""
    overrides = ('gateway.url="http://127.0.0.1:9"',)
    here = Place(place.file, place.state, overrides)
    trial = change.try_start(here, place.file)
    assert "gateway.key" in trial.mistake
    (place.state / "gateway.key").write_text("ab" * 32)
    (place.state / "gateway.key").chmod(0o600)
    here = Place(place.file, place.state, (*overrides, 'gateway.seal_root_file="none.pem"'))
    assert "none.pem" in change.try_start(here, place.file).mistake
    place.file.write_text(place.text().replace('seal_root_file = "seal-root.pem"', ""))
    trial = change.try_start(Place(place.file, place.state, overrides), place.file, ["gateway", "id_card", "lights"])
    assert trial.mistake == ""
    assert len(trial.notes) == 3
    assert any(note.startswith("政务平台：") for note in trial.notes)
    assert any(note.startswith("读卡器：") for note in trial.notes)
    assert any(note.startswith("指示灯：") for note in trial.notes)
    assert not (place.state / "store").exists()
