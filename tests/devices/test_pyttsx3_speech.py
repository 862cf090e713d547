"""Speech with the real voice, into a player that writes down what it gets."""

import array
import io
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.status import Health, Status
from kiosk.devices.pyttsx3_speech import BAD_PACK, Options, _words_per_minute, open_device
from tests.busy import SLACK, quickest, quickest_timed

TEXT = "把身份证放在亮灯的地方"
SENTENCES = (
    "把身份证放在亮灯的地方。今年已经认证过了，明年再来。没读到身份证，换一面再放。办好了，记得取走身份证和回执。"
)


def _player(tmp_path, ending="exit 0"):
    """A program that keeps each sound under a number of its own."""
    script = tmp_path / "player"
    script.write_text(
        f'#!/bin/sh\nplayed="{tmp_path}/$$.wav"\ncat > "$played.part"\nmv "$played.part" "$played"\n{ending}\n'
    )
    script.chmod(0o755)
    return str(script)


@pytest.fixture
def speech(tmp_path, clock):
    driver = open_device(Options(cache=tmp_path / "voice", player=_player(tmp_path)), clock)
    yield driver
    driver.close()


def _played(tmp_path):
    return sorted(tmp_path.glob("*.wav"), key=lambda file: file.stat().st_mtime)


def _sound(file):
    with wave.open(io.BytesIO(file.read_bytes())) as source:
        samples = array.array("h", source.readframes(source.getnframes()))
        rate = source.getframerate()
    while samples and abs(samples[-1]) < 50:
        samples.pop()
    return len(samples) / rate, max(map(abs, samples))


def test_it_speaks_and_keeps_what_it_said(speech, tmp_path, until):
    speech.say(TEXT)
    until(lambda: len(_played(tmp_path)) == 1)
    assert _sound(_played(tmp_path)[0])[0] > 2
    until(lambda: speech.status == Status(Health.ONLINE))
    assert len(list((tmp_path / "voice").iterdir())) == 1
    speech.say(TEXT)
    until(lambda: len(_played(tmp_path)) == 2)
    assert len(list((tmp_path / "voice").iterdir())) == 1
    assert quickest(lambda: speech.say(SENTENCES), SLACK) < SLACK  # nobody waits for it


def test_the_pace_is_160_to_180_characters_a_minute_and_has_steps(speech, tmp_path, until):
    seconds = []
    for number, rate in enumerate((0.75, 1.0, 1.25), start=1):
        speech.say(SENTENCES, rate=rate)
        until(lambda number=number: len(_played(tmp_path)) == number)
        seconds.append(_sound(_played(tmp_path)[-1])[0])
    characters = sum(character not in "，。" for character in SENTENCES)
    paces = [characters / length * 60 for length in seconds]
    assert 160 <= paces[1] <= 180
    assert paces[0] < 0.85 * paces[1] < paces[1] < paces[2] * 0.85


def test_volume(speech, tmp_path, until):
    speech.say(TEXT)
    until(lambda: len(_played(tmp_path)) == 1)
    speech.say(TEXT, volume=0.5)
    until(lambda: len(_played(tmp_path)) == 2)
    loud, soft = (_sound(file)[1] for file in _played(tmp_path))
    assert soft == pytest.approx(loud / 2, abs=2)


@pytest.mark.parametrize(("text", "how"), [("您的号码是 12345", {}), (TEXT, {"keep": False})])
def test_what_may_be_a_citizen_s_own_leaves_no_file(speech, tmp_path, until, text, how):
    speech.say(text, **how)
    until(lambda: len(_played(tmp_path)) == 1)
    until(lambda: not list((tmp_path / "voice").iterdir()))


def test_stop_silences_the_player_at_once_and_the_next_is_heard(tmp_path, clock, until):
    speech = open_device(Options(cache=tmp_path / "voice", player=_player(tmp_path, "exec sleep 30")), clock)

    def stopped():
        before = set(_played(tmp_path))
        speech.say(TEXT)
        until(lambda: len(_played(tmp_path)) == len(before) + 1)
        [playing] = set(_played(tmp_path)) - before
        started = SystemClock().monotonic()
        speech.stop()
        until(lambda: not _alive(int(playing.stem)))
        return SystemClock().monotonic() - started

    assert quickest_timed(stopped, SLACK) < SLACK
    assert speech.status == Status(Health.ONLINE)
    assert quickest_timed(stopped, SLACK) < SLACK
    speech.close()


def test_stop_wakes_nobody_where_nothing_is_said(speech, monkeypatch):
    """It comes with every touch, and whoever is woken takes its part of the window's time."""
    woken = []
    monkeypatch.setattr(speech._wanted, "notify_all", lambda: woken.append(True))
    speech.stop()
    assert not woken


def test_stop_ends_what_a_player_has_started_too(tmp_path, clock, until):
    """A player may be a script: what that runs would go on, and holds the sound that is still to be written."""
    script = tmp_path / "player"
    script.write_text(
        f'#!/bin/sh\nsleep 30 &\necho $! > "{tmp_path}/started.new"\n'
        f'mv "{tmp_path}/started.new" "{tmp_path}/started"\nwait\n'
    )
    script.chmod(0o755)
    speech = open_device(Options(cache=tmp_path / "voice", player=str(script)), clock)
    speech.say(TEXT)
    until((tmp_path / "started").exists)
    speech.stop()
    assert speech.wait_until_silent(5.0)
    until(lambda: not _alive(int((tmp_path / "started").read_text())))
    speech.close()


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def _pack(folder, text, seconds=1.5):
    folder.mkdir()
    with wave.open(str(folder / "one.wav"), "wb") as target:
        target.setparams((1, 2, 16000, 0, "NONE", "not compressed"))
        target.writeframes(b"\x10\x27" * round(16000 * seconds))
    (folder / "manifest.toml").write_text(
        f'title = "宁波话"\n[[prompt]]\nid = "place"\ntext = "{text}"\nfile = "one.wav"\n', encoding="utf-8"
    )
    return folder


def test_recorded_words_come_from_the_pack_and_others_from_the_voice(tmp_path, clock, until):
    folder = _pack(tmp_path / "pack", TEXT)
    speech = open_device(Options(cache=tmp_path / "voice", player=_player(tmp_path), pack=folder), clock)
    speech.say(f"{TEXT}。", volume=0.5)
    until(lambda: len(_played(tmp_path)) == 1)
    assert _sound(_played(tmp_path)[0]) == (1.5, 5000)
    speech.say("别的话")
    until(lambda: len(_played(tmp_path)) == 2)
    until(lambda: speech.wait_until_silent(0))
    assert len(list((tmp_path / "voice").iterdir())) == 1
    assert speech.status == Status(Health.ONLINE)
    speech.close()


@pytest.mark.parametrize("when", ["at first", "later"])
def test_a_pack_gone_bad_is_told_and_the_voice_says_it(tmp_path, clock, until, when):
    folder = _pack(tmp_path / "pack", TEXT)
    if when == "at first":
        (folder / "manifest.toml").unlink()
    speech = open_device(Options(cache=tmp_path / "voice", player=_player(tmp_path), pack=folder), clock)
    if when == "later":
        (folder / "one.wav").unlink()
    speech.say(TEXT)
    until(lambda: len(_played(tmp_path)) == 1)
    assert speech.status.usable
    assert [notice.code for notice in speech.status.notices] == [BAD_PACK]
    speech.close()


def test_what_a_power_failure_left_is_cleared_away_or_made_anew(tmp_path, clock, until):
    voice = tmp_path / "voice"
    options = Options(cache=voice, player=_player(tmp_path))
    speech = open_device(options, clock)
    speech.say(TEXT)
    until(lambda: len(_played(tmp_path)) == 1)
    speech.close()
    (kept,) = voice.iterdir()
    kept.write_bytes(b"")
    (voice / "once-0123.wav").write_bytes(b"a name")
    (voice / "0123.wav.new").write_bytes(b"half")
    speech = open_device(options, clock)
    assert list(voice.iterdir()) == [kept]
    speech.say(TEXT)
    until(lambda: len(_played(tmp_path)) == 2)
    speech.close()
    assert _sound(_played(tmp_path)[1])[0] > 2
    assert kept.stat().st_size > 10_000


def test_words_are_given_to_the_voice_as_they_are_pronounced(speech, tmp_path, until):
    """The same sound as that of the pinyin: chong2, not zhong4."""
    speech.say("全部重写")
    until(lambda: len(_played(tmp_path)) == 1)
    made = _played(tmp_path)[0].read_bytes()
    program = [sys.executable, "-m", "kiosk.devices.pyttsx3_child", "cmn-latn-pinyin"]
    for text, same in (("全部chong2写", True), ("全部zhong4写", False)):
        file = tmp_path / "right.sound"
        subprocess.run([*program, str(_words_per_minute(1.0)), str(file)], input=text.encode(), check=True)
        assert (file.read_bytes() == made) is same


def test_only_the_newest_of_many_is_spoken_to_its_end(speech, tmp_path, until):
    for number in "甲乙丙丁戊己":
        speech.say(f"第{number}句话")
    until(lambda: len(_played(tmp_path)) >= 1)
    kept = {file.name for file in (tmp_path / "voice").iterdir()}
    assert len(_played(tmp_path)) == 1
    assert len(kept) == 1


@pytest.mark.parametrize(
    "broken",
    [{"player": "/nonexistent/player"}, {"player": "false"}, {"voice": "no-such-voice"}],
    ids=["no player", "no sound card", "no voice"],
)
def test_without_sound_it_is_silent_harmless_and_says_so(tmp_path, clock, until, broken):
    options = Options(**{"cache": tmp_path / "voice", "player": _player(tmp_path), **broken})
    speech = open_device(options, clock)
    speech.say(TEXT)
    until(lambda: speech.status.health is Health.OFFLINE)
    assert speech.status.fault.sentence == "现在没有声音"
    speech.say("第二句")
    speech.stop()
    speech.close()
    assert _played(tmp_path) == []
