"""One package file as it stands on the disk; nothing of it is believed yet."""

import os
import re
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.config import PACKAGES, ConfigError
from kiosk.package.lines import line_of

__all__ = ["BASE", "Source", "find", "names", "read"]

BASE: Final = "base"  # what the others inherit; no package by itself
MOST_BYTES: Final = 64 * 1024  # ten times the longest that anybody wrote by hand
NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


@dataclass(frozen=True)
class Source:
    path: Path
    text: str
    table: dict[str, Any]

    def mistake(self, words: str, *key: str, value: str = "", occurrence: int = 1) -> ConfigError:
        """One sentence that names file, line where it can be told, and what ``words`` say of the key."""
        line = line_of(self.text, key, value, occurrence) if key else None
        place = f"{self.path}：" if line is None else f"{self.path} 第 {line} 行："
        return ConfigError(place + _printable(words))


def names() -> list[str]:
    """Of the packages that come with the terminal."""
    return sorted(path.stem for path in PACKAGES.glob("*.toml") if path.stem != BASE)


def find(name: str, beside: Path) -> Path | None:
    """The file of a package's name: in the directory ``beside``, else with those that come with the terminal.

    None for what is no name, whatever there may be under it.
    """
    if NAME.fullmatch(name) is None:
        return None
    own = beside / f"{name}.toml"
    return own if os.path.lexists(own) else PACKAGES / f"{name}.toml"


def read(path: Path) -> Source:
    """Raises ConfigError for what is no plain file of a package's size in UTF-8 and TOML."""
    raw = _bytes(path)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path} 第 {line} 行：不是 UTF-8。用 UTF-8 编码重新保存") from error
    try:
        return Source(path, text, tomllib.loads(text))
    except RecursionError as error:
        raise ConfigError(f"{path}：不是正确的 TOML（括号套得太深）。改好再试") from error
    except ValueError as error:  # TOMLDecodeError is one; so is a number with thousands of digits
        raise ConfigError(
            f"{path}{_place(str(error))}不是正确的 TOML（{_AT.sub('', str(error)).strip()}）。改好再试"
        ) from error


def _bytes(path: Path) -> bytes:
    """Never through a link, which may lead anywhere, and never from what is no file: that might not end."""
    try:
        with open(path, "rb", opener=_plain) as file:
            raw = file.read(MOST_BYTES + 1)
    except ValueError as error:  # a zero byte in the name
        raise ConfigError(f"{str(path)!r}：不是文件名") from error
    except OSError as error:
        if path.is_symlink():
            raise ConfigError(f"{path}：是一个链接。功能包要是文件本身，不跟着链接走") from error
        raise ConfigError(f"{path}：读不到这个文件（{error.strerror}）。检查路径和权限") from error
    if len(raw) > MOST_BYTES:
        raise ConfigError(f"{path}：太大了，功能包最多 {MOST_BYTES // 1024} KB")
    return raw


def _plain(name: str, flags: int) -> int:
    handle = os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ConfigError(f"{name}：不是普通文件。功能包要是一个 .toml 文件")
    return handle


def _printable(words: str) -> str:
    """What somebody wrote may hold anything: the sentence stays one line that can be read."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in words)


def _place(message: str) -> str:
    at = _AT.search(message)
    if at is None:
        return "："
    return f" 第 {at[1]} 行第 {at[2]} 个字：" if at[1] else " 末尾："
