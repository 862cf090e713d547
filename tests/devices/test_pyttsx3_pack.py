"""A recorded voice: which words it has, how they are put together, and what is wrong with one that cannot be used."""

import io
import math
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.pyttsx3_pack import PackError, VoicePack

RATE = 16000


def record(file, seconds, *, hertz=440, rate=RATE, width=2):
    with wave.open(str(file), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(width)
        target.setframerate(rate)
        samples = [round(9000 * math.sin(2 * math.pi * hertz * at / rate)) for at in range(round(seconds * rate))]
        target.writeframes(struct.pack(f"<{len(samples)}h", *samples) if width == 2 else bytes(len(samples)))


def pack(folder, *prompts, title="宁波话"):
    folder.mkdir(exist_ok=True)
    lines = [f'title = "{title}"']
    for number, (text, options) in enumerate(prompts):
        file = options.pop("file", f"{number}.wav")
        if not options.pop("missing", False):
            record(folder / file, options.pop("seconds", 0.5), **options.pop("how", {}))
        lines += ["[[prompt]]", f'id = "p{number}"', f'text = "{text}"', f'file = "{file}"']
        lines += [f"{name} = {value}" for name, value in options.items()]
    (folder / "manifest.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def seconds(sound):
    with wave.open(io.BytesIO(sound)) as source:
        return source.getnframes() / source.getframerate()


def test_words_are_found_whatever_their_punctuation(tmp_path):
    voice = VoicePack(pack(tmp_path / "pack", ("把身份证放好", {"seconds": 0.7})))
    assert voice.title == "宁波话"
    for text in ("把身份证放好", "把身份证，放好。", "「把身份证」放好！"):
        assert seconds(voice.sound(text, 1.0)) == pytest.approx(0.7)
    assert voice.sound("把身份证拿走", 1.0) is None
    assert voice.sound("", 1.0) is None


def test_sentences_that_are_all_recorded_are_put_together_with_a_pause(tmp_path):
    voice = VoicePack(pack(tmp_path / "pack", ("办好了", {"seconds": 0.5}), ("拿好身份证", {"seconds": 0.6})))
    assert seconds(voice.sound("办好了。拿好身份证", 1.0)) == pytest.approx(0.5 + 0.35 + 0.6)
    assert voice.sound("办好了。等一等", 1.0) is None


def test_what_was_recorded_in_different_ways_is_not_put_together(tmp_path):
    voice = VoicePack(pack(tmp_path / "pack", ("办好了", {}), ("拿好身份证", {"how": {"rate": 22050}})))
    assert voice.sound("办好了。拿好身份证", 1.0) is None
    assert voice.sound("办好了", 1.0)


def test_a_pace_that_was_not_recorded_is_not_there(tmp_path):
    voice = VoicePack(pack(tmp_path / "pack", ("办好了", {}), ("办好了", {"rate": 0.75, "seconds": 0.8})))
    assert seconds(voice.sound("办好了", 0.75)) == pytest.approx(0.8)
    assert voice.sound("办好了", 1.25) is None


@pytest.mark.parametrize(
    ("prompts", "what"),
    [
        ([("办好了", {"missing": True})], "0.wav"),
        ([("办好了", {"how": {"width": 1}})], "16 bits"),
        ([("办好了", {"seconds": 0})], "empty"),
        ([("办好了", {"file": "../stray.wav"})], "outside"),
        ([("办好了", {}), ("办好了。", {})], "those of another"),
        ([("……", {})], "no words"),
        ([("办好了", {"speed": 1})], "speed"),
        ([("办好了", {"rate": -1})], "rate"),
    ],
)
def test_a_pack_that_cannot_be_used_says_why(tmp_path, prompts, what):
    with pytest.raises(PackError, match=what):
        VoicePack(pack(tmp_path / "pack", *[(text, dict(options)) for text, options in prompts]))


@pytest.mark.parametrize("manifest", [None, b"", b"title = ", b"\xff\xfe", b"title = 5\nprompt = []"])
def test_a_manifest_that_is_none_says_where(tmp_path, manifest):
    if manifest is not None:
        (tmp_path / "manifest.toml").write_bytes(manifest)
    with pytest.raises(PackError, match=r"manifest\.toml"):
        VoicePack(tmp_path)


@given(st.binary(max_size=80))
def test_any_file_is_a_recording_or_an_error_of_the_pack(tmp_path_factory, content):
    folder = pack(tmp_path_factory.mktemp("pack"), ("办好了", {"missing": True}))
    (folder / "0.wav").write_bytes(content)
    with pytest.raises(PackError):
        VoicePack(folder)
