"""How items are said in pinyin: made once by a process of its own, kept in the state directory, read when one searches.

pypinyin takes 57 MB and 0.2 s, so the window never loads it: ``python -m kiosk.services.item_index FILE`` reads phrases
as JSON from standard input and writes the file, which has its name only when it is whole.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

__all__ = ["Entry", "Phrases", "load", "make", "marked"]

FILE: Final = "items.pinyin"
FORMAT: Final = 1  # of the file, and of what ``marked`` makes
_MAKING: Final = 60.0  # seconds; it takes about one for 1,500 items on two cores
# What pypinyin reads wrongly, or as a scholar would.
READINGS: Final = {
    "还款": "huan kuan", "还贷": "huan dai", "还房贷": "huan fang dai", "还本": "huan ben", "还清": "huan qing",
    "提前还": "ti qian huan", "长护险": "chang hu xian", "长护": "chang hu", "长租": "chang zu", "长住": "chang zhu",
    "长效": "chang xiao", "长年": "chang nian", "给付": "gei fu", "幢": "zhuang", "行驶本": "xing shi ben",
    "重办": "chong ban", "重领": "chong ling", "重打": "chong da", "重开": "chong kai",
}  # fmt: skip

Phrases = tuple[str, ...]
Entry = tuple[str, Phrases]


def load(state: Path, entries: Sequence[Entry]) -> dict[str, Phrases] | None:
    """The phrases of each item in pinyin, in their order; None when none were made of exactly these entries."""
    try:
        kept = json.loads((state / FILE).read_bytes())
        if kept["made_of"] != _made_of(entries):
            return None
        return {item: tuple(phrases) for item, phrases in kept["items"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # none yet, or none of ours
        return None


def make(state: Path, entries: Sequence[Entry]) -> None:
    """Makes the file, unless what stands there was made of the same. Raises OSError when it cannot be made."""
    if load(state, entries) is not None:
        return
    command = [sys.executable, "-m", __name__, str(state / FILE)]
    try:
        subprocess.run(command, input=json.dumps(entries).encode(), check=True, timeout=_MAKING, capture_output=True)
    except subprocess.SubprocessError as error:
        raise OSError(f"{state / FILE}: the pinyin of the items was not made") from error


def marked(phrase: str) -> str:
    """``YangLaoJin`` for 养老金: each syllable begins with a capital; letters and figures stand for themselves."""
    from pypinyin import lazy_pinyin

    return "".join(_syllable(syllable) for syllable in lazy_pinyin(phrase))


def _syllable(syllable: str) -> str:
    """What is not Chinese comes from pypinyin in one piece."""
    if syllable.isascii() and syllable.isalpha() and syllable.islower():
        return syllable.capitalize()
    return "".join(character.upper() for character in syllable if character.isascii() and character.isalnum())


def _made_of(entries: Iterable[Entry]) -> str:
    return hashlib.sha256(json.dumps([FORMAT, READINGS, *entries]).encode()).hexdigest()


def _write(file: Path, entries: Sequence[Entry]) -> None:
    from pypinyin import load_phrases_dict

    load_phrases_dict({phrase: [[said] for said in reading.split()] for phrase, reading in READINGS.items()})
    items = {item: [marked(phrase) for phrase in phrases] for item, phrases in entries}
    new = file.with_name(f"{file.name}.{os.getpid()}")
    new.write_text(json.dumps({"made_of": _made_of(entries), "items": items}), encoding="utf-8")
    new.replace(file)


if __name__ == "__main__":
    _write(Path(sys.argv[1]), [(item, tuple(phrases)) for item, phrases in json.load(sys.stdin)])
