"""The child process of one utterance: text on standard input to a WAV file, by pyttsx3 on espeak-ng.

``python -m kiosk.devices.pyttsx3_child VOICE WORDS_PER_MINUTE FILE``. A process of its own because pyttsx3 dies with
three threads and may hang in ``stop``; the file has its name only when it is whole.
"""

import sys
import threading
from pathlib import Path

import pyttsx3

_DEADLINE = 10.0  # the parent's own is shorter


def main(voice: str, rate: str, file: str) -> int:
    """Exit code 0 when the file is there."""
    engine = pyttsx3.init("espeak")
    # An unknown voice would be ignored without a word, and Chinese read by an English one.
    voices = [known.id for known in engine.getProperty("voices") if known.id.rpartition("/")[2] == voice]
    if not voices:
        return 3
    engine.setProperty("voice", voices[0])
    written = threading.Event()
    engine.connect("finished-utterance", lambda name, completed: written.set())  # called by keyword
    new = Path(f"{file}.new")
    text = sys.stdin.buffer.read().decode().replace("\x01", "")
    # espeak-ng's own command for the rate, in the text: set as a property, one utterance in sixty had another rate.
    engine.save_to_file(f"\x01{int(rate)}S{text}", str(new))
    engine.runAndWait()  # may return before the file is written
    if not written.wait(_DEADLINE):
        return 4
    new.replace(file)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
