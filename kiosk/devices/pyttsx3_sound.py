"""Sounds as WAV: whether a file holds one, and louder or softer."""

import array
import contextlib
import io
import wave
from pathlib import Path

__all__ = ["at_volume", "is_whole"]


def is_whole(file: Path) -> bool:
    """Whether there is a sound in it: a power failure may leave an empty one."""
    try:
        with wave.open(str(file)) as sound:
            return bool(sound.getnframes())
    except (OSError, EOFError, wave.Error):
        return False


def at_volume(sound: bytes, volume: float) -> bytes:
    """A 16-bit WAV, louder or softer."""
    if volume == 1.0:
        return sound
    with wave.open(io.BytesIO(sound)) as source:
        parameters, samples = source.getparams(), array.array("h", source.readframes(source.getnframes()))
    changed = array.array("h", (max(-32768, min(32767, round(sample * volume))) for sample in samples))
    buffer = io.BytesIO()
    with contextlib.closing(wave.open(buffer, "wb")) as target:
        target.setparams(parameters)
        target.writeframes(changed.tobytes())
    return buffer.getvalue()
