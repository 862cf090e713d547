"""The function package: the one that was meant, and whether its file is still what was checked."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.check.finding import Finding
from kiosk.config import Config, ConfigError
from kiosk.package import kept, source
from kiosk.package.words import moment

__all__ = ["findings"]

PART = "功能包"


def findings(settings: Config, state: Path) -> Iterator[Finding]:
    if settings.package_trouble:
        yield Finding(PART, False, settings.package_trouble)
        return
    yield Finding(PART, True, f"「{settings.package.title}」，首页 {len(settings.items)} 件事")
    if changed := _changed(kept.read(state)):
        yield Finding("功能包的文件", None, changed)


def _changed(chosen: kept.Kept) -> str:
    """Why what stands on the disk is not what is in use, or ""."""
    entry = chosen.active
    if entry is None:
        return ""
    still = f"还用着 {moment(entry.at)} 查过的那一份；要换上新的，用 kiosk package use"
    for path, text in entry.texts.items():
        try:
            now = source.read(Path(path))
        except ConfigError as mistake:
            return f"{mistake}。{still}"
        if now.text != text:
            return f"{path}：换上以后改过。{still}"
    return ""
