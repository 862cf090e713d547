"""Speech by pyttsx3 on espeak-ng: each utterance is made by a child process as a WAV file, and played by another.

Words that a recorded pack has are played from it (``pyttsx3_pack``). What was said before is kept as a file by text and
rate. Kept are screen words only: a text with a digit in it is made anew each time and its file removed at once, and
names, numbers and amounts are not spoken unless a citizen asks (norm 21); who does speak them passes them with
``keep=False``.
"""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import wave
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.clock import Clock
from kiosk.core.errors import Clearer, Fault
from kiosk.core.status import Health, Status
from kiosk.devices.pyttsx3_pack import PackError, VoicePack
from kiosk.devices.pyttsx3_readings import with_readings
from kiosk.devices.pyttsx3_sound import at_volume, is_whole
from kiosk.devices.spoken import spoken

__all__ = ["BAD_PACK", "NO_SOUND", "NO_VOICE", "Options", "Pyttsx3Speech", "open_device"]

NO_VOICE: Final = "speech.voice"  # the WAV could not be made
NO_SOUND: Final = "speech.sound"  # it was made, and could not be played

BAD_PACK: Final = "speech.pack"  # recordings cannot be used; the voice of the terminal says everything

_MANDARIN: Final = "cmn-latn-pinyin"
_VOICES: Final = {"en": "en"}  # espeak-ng's for other languages
_ENGLISH_WORDS: Final = 150  # a minute
_ONCE: Final = "once-"  # files of what is not kept
_DEADLINE: Final = 5.0  # making it takes 0.2 s
_QUIET_AFTER_FAULT: Final = 60.0  # without a sound card no child is started for every screen
_CHARACTERS_PER_MINUTE: Final = 178  # without a pause; with those of sentences 165 remain, the norm is 160 to 180
_BYTES_PER_SECOND: Final = 44100  # 16 bits at 22,050 Hz


class Options(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    cache: Path = Field(default=Path("voice"), description="存放念过的话的目录；写相对路径时在状态目录里")
    voice: str = Field(default=_MANDARIN, description="espeak-ng 的声音；普通话用 cmn-latn-pinyin")
    pack: Path | None = Field(
        default=None, description="录好的语音包目录（方言或真人），里面有 manifest.toml；可以不写"
    )
    player: str = Field(default="aplay", description="播放程序，从标准输入读 WAV")


def open_device(options: Options, clock: Clock) -> "Pyttsx3Speech":
    return Pyttsx3Speech(options, clock)


@dataclass(frozen=True)
class _Utterance:
    """``words`` as the screen has them, ``text`` as the voice reads them."""

    words: str
    text: str
    voice: str
    rate: float
    volume: float
    keep: bool


class Pyttsx3Speech:
    """Implements ``core.ports.Speech``. One thread does the work; only the newest utterance counts."""

    def __init__(self, options: Options, clock: Clock) -> None:
        self._options = options
        self._clock = clock
        self._wanted = threading.Condition()  # over all below
        self._next: _Utterance | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = 0  # grows with every say and stop: what belongs to an older one is not begun
        self._closed = self._speaking = False
        self._fault: Fault | None = None
        self._on_status: Callable[[Status], None] = lambda _status: None
        self._pack: VoicePack | None = None
        self._notices: tuple[Fault, ...] = ()
        self._open_pack()
        self._clear_away()
        self._silent_until = 0.0
        self._thread = threading.Thread(target=self._live, name="speech", daemon=True)
        self._thread.start()

    @property
    def status(self) -> Status:
        fault = self._fault
        return Status(Health.ONLINE if fault is None else Health.OFFLINE, fault=fault, notices=self._notices)

    def on_status(self, tell: Callable[[Status], None]) -> None:
        """``tell`` is called from the thread when there is no sound any more, and when there is again."""
        self._on_status = tell

    def say(
        self, text: str, *, language: str = "zh", rate: float = 1.0, volume: float = 1.0, keep: bool = True
    ) -> None:
        """See the port. ``keep`` False leaves no file behind."""
        keep = keep and not any(character.isdigit() for character in text)
        readable, voice = text, self._options.voice
        if language in _VOICES:
            voice = _VOICES[language]
        else:
            readable = spoken(text)
            if voice == _MANDARIN:
                readable = with_readings(readable)
        self._interrupt(_Utterance(text, readable, voice, rate, volume, keep))

    def stop(self) -> None:
        """With each touch: a thread that has nothing to stop is not woken for it, the window's next picture waits."""
        with self._wanted:
            silent = self._next is None and not self._speaking
        if not silent:
            self._interrupt(None)

    def wait_until_silent(self, seconds: float) -> bool:
        """Whether everything has been said, or could not be, within so many seconds."""
        with self._wanted:
            return self._wanted.wait_for(lambda: self._next is None and not self._speaking, seconds)

    def close(self) -> None:
        with self._wanted:
            self._closed = True
        self._interrupt(None)
        self._thread.join()

    def _interrupt(self, utterance: _Utterance | None) -> None:
        with self._wanted:
            self._next = utterance
            self._turn += 1
            if self._child is not None:
                _kill(self._child)
            self._wanted.notify_all()

    # --- the thread ---

    def _live(self) -> None:
        while True:
            with self._wanted:
                self._wanted.wait_for(lambda: self._next is not None or self._closed)
                if self._closed:
                    return
                utterance, turn = self._next, self._turn
                self._next, self._speaking = None, True
            if utterance is not None and utterance.text and self._clock.monotonic() >= self._silent_until:
                self._speak(utterance, turn)
            with self._wanted:
                self._speaking = False
                self._wanted.notify_all()

    def _speak(self, utterance: _Utterance, turn: int) -> None:
        try:
            sound = self._recorded(utterance) or self._made(utterance, turn)
            if sound is None:
                return
            sound = at_volume(sound, utterance.volume)
        except (OSError, EOFError, wave.Error) as error:
            self._failed(f"{type(error).__name__} with the sound file")
            return
        player = [self._options.player, *_player_arguments(self._options.player)]
        if self._run(player, sound, _DEADLINE + len(sound) / _BYTES_PER_SECOND, turn, code=NO_SOUND):
            self._publish(None)

    def _recorded(self, utterance: _Utterance) -> bytes | None:
        """The words from the pack, where it has them."""
        if self._pack is None:
            return None
        try:
            return self._pack.sound(utterance.words, utterance.rate)
        except (PackError, OSError) as error:
            self._without_pack(str(error))
            return None

    def _made(self, utterance: _Utterance, turn: int) -> bytes | None:
        """The words from the voice of the terminal; None when it failed, or was interrupted."""
        file = self._file(utterance)
        try:
            if is_whole(file) or self._make(utterance, file, turn):
                return file.read_bytes()
        finally:
            if not utterance.keep:
                file.unlink(missing_ok=True)
        return None

    def _file(self, utterance: _Utterance) -> Path:
        key = f"{utterance.voice}|{utterance.rate}|{utterance.text}"
        name = f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.wav"
        return self._options.cache / (name if utterance.keep else _ONCE + name)

    def _clear_away(self) -> None:
        """What a power failure left of words that are not kept, or of a file that was not whole yet."""
        for pattern in (f"{_ONCE}*", "*.new"):
            for file in self._options.cache.glob(pattern):
                file.unlink(missing_ok=True)

    def _open_pack(self) -> None:
        if self._options.pack is not None:
            try:
                self._pack = VoicePack(self._options.pack)
            except PackError as error:
                self._without_pack(str(error))

    def _without_pack(self, technician: str) -> None:
        self._pack = None
        self._notices = (Fault(BAD_PACK, "录好的语音用不了", "机器自己念，不影响办事", technician, Clearer.ENGINEER),)
        self._on_status(self.status)

    def _make(self, utterance: _Utterance, file: Path, turn: int) -> bool:
        self._options.cache.mkdir(parents=True, exist_ok=True)
        program = [sys.executable, "-m", "kiosk.devices.pyttsx3_child"]
        english = utterance.voice in _VOICES.values()
        speed = round(_ENGLISH_WORDS * utterance.rate) if english else _words_per_minute(utterance.rate)
        arguments = [utterance.voice, str(speed), str(file)]
        done = self._run([*program, *arguments], utterance.text.encode(), _DEADLINE, turn)
        file.with_name(f"{file.name}.new").unlink(missing_ok=True)  # of a child that was stopped
        return done

    def _run(self, command: list[str], given: bytes, deadline: float, turn: int, *, code: str = NO_VOICE) -> bool:
        """Runs one child to its end. False when it failed, which is a fault, or was interrupted, which is none."""
        with self._wanted:
            if turn != self._turn:
                return False
            try:
                child = self._child = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    process_group=0,
                )
            except OSError as error:
                self._failed(f"{command[0]}: {error.strerror}", code)
                return False
        try:
            child.communicate(given, timeout=deadline)
        except subprocess.TimeoutExpired:
            _kill(child)
            child.communicate()
        with self._wanted:
            self._child = None
            if child.returncode != 0 and turn == self._turn:
                self._failed(f"{Path(command[0]).name} ended with {child.returncode}", code)
        return child.returncode == 0

    def _failed(self, technician: str, code: str = NO_VOICE) -> None:
        self._silent_until = self._clock.monotonic() + _QUIET_AFTER_FAULT
        self._publish(Fault(code, "现在没有声音", "看屏幕上的字接着办", technician, Clearer.ENGINEER))

    def _publish(self, fault: Fault | None) -> None:
        if fault != self._fault:
            self._fault = fault
            self._on_status(self.status)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """With all that it has started: a player may be a script, and what that runs would go on."""
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _player_arguments(player: str) -> tuple[str, ...]:
    return ("-q", "-") if Path(player).name == "aplay" else ()


def _words_per_minute(rate: float) -> int:
    """What espeak-ng takes for its rate; measured, it speaks 1.32 characters a word less 14 in a minute."""
    return round((_CHARACTERS_PER_MINUTE * rate + 14) / 1.32)
