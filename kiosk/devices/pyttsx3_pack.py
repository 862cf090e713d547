"""Recorded voices: a directory of WAV files with a manifest, for a dialect or for a voice that people know.

``manifest.toml``::

    title = "宁波话，女声"

    [[prompt]]
    id = "identify.place"                # the prompt's name for who records it
    text = "把身份证放在亮灯的地方"          # the words as the screen says them; punctuation does not count
    file = "identify.place.wav"          # in this directory: 16 bits, PCM
    rate = 1.0                           # of 0.75, 1.0 and 1.25, how fast it is spoken; 1.0 when left out

A text is spoken from the pack when it is recorded at the rate that is asked for, whole or sentence by sentence; any
other is made by the voice of the terminal.
"""

import contextlib
import io
import re
import tomllib
import wave
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

__all__ = ["PackError", "VoicePack"]

MANIFEST: Final = "manifest.toml"
_SILENT: Final = re.compile(r"[\W_]+")  # what is not pronounced
_SENTENCES: Final = re.compile(r"[。！？；\n]+")
_PAUSE: Final = 0.35  # seconds between two recorded sentences


class PackError(Exception):
    """The pack cannot be used: a sentence for the technician, with the file's name."""


class _Prompt(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    file: str
    rate: float = Field(default=1.0, gt=0)


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    prompt: tuple[_Prompt, ...]


class VoicePack:
    """``title`` is what the pack calls itself."""

    def __init__(self, folder: Path) -> None:
        """Reads the manifest and looks into every file. Raises PackError."""
        manifest = _read_manifest(folder / MANIFEST)
        self.title = manifest.title
        self._files: dict[tuple[str, float], Path] = {}
        for prompt in manifest.prompt:
            file = folder / prompt.file
            if file.resolve().parent != folder.resolve():
                raise PackError(f"{prompt.file}: prompt {prompt.id} lies outside the pack")
            _read(file)
            key = (_key(prompt.text), prompt.rate)
            if not key[0] or key in self._files:
                raise PackError(f"{MANIFEST}: prompt {prompt.id} has no words, or those of another")
            self._files[key] = file

    def sound(self, text: str, rate: float) -> bytes | None:
        """The text as a WAV, or None where it is not recorded. Raises PackError when a file has gone bad since."""
        whole = self._files.get((_key(text), rate))
        if whole is not None:
            return whole.read_bytes()
        parts = [self._files.get((_key(part), rate)) for part in _SENTENCES.split(text) if _key(part)]
        files = [part for part in parts if part is not None]
        return _joined(files) if files and len(files) == len(parts) else None


def _key(text: str) -> str:
    """The words without what is not pronounced."""
    return _SILENT.sub("", text)


def _read_manifest(file: Path) -> _Manifest:
    try:
        return _Manifest.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"{file}: cannot be read") from error
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{file}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise PackError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _read(file: Path) -> tuple[tuple[int, int, int], bytes]:
    """Channels, bytes a sample and rate of a recording, and its samples. Raises PackError."""
    try:
        with wave.open(str(file)) as source:
            kind = (source.getnchannels(), source.getsampwidth(), source.getframerate())
            samples = source.readframes(source.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise PackError(f"{file.name}: is no WAV that can be read") from error
    if kind[1] != 2 or not samples:
        raise PackError(f"{file.name}: is empty, or not recorded with 16 bits")
    return kind, samples


def _joined(files: list[Path]) -> bytes | None:
    """One after the other with a pause between; None when they were recorded in different ways."""
    read = [_read(file) for file in files]
    kind = read[0][0]
    if any(other != kind for other, _ in read):
        return None
    channels, width, rate = kind
    pause = bytes(round(_PAUSE * rate) * channels * width)
    buffer = io.BytesIO()
    with contextlib.closing(wave.open(buffer, "wb")) as target:
        target.setnchannels(channels)
        target.setsampwidth(width)
        target.setframerate(rate)
        target.writeframes(pause.join(samples for _, samples in read))
    return buffer.getvalue()
