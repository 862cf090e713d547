"""The readiness report: one page of PDF with the date, the terminal, what was found and which versions it runs.

Set by typst from ``assets/report/readiness.typ``, which makes everything smaller rather than need a second page.
"""

import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from importlib import metadata
from re import match
from typing import Final

from kiosk import __version__
from kiosk.check.finding import Finding
from kiosk.check.pages import typeset
from kiosk.check.view import ready
from kiosk.config import Config

__all__ = ["TEMPLATE", "content", "render", "versions"]

TEMPLATE: Final = "readiness.typ"


def render(settings: Config, findings: Sequence[Finding], now: datetime) -> bytes:
    """The PDF. ``now`` is the terminal's local time."""
    return typeset(TEMPLATE, content(settings, findings, now))


def versions() -> dict[str, str]:
    """Of every library that the program names, by name in their order."""
    named = [match(r"[\w.-]+", line) for line in metadata.requires("jinban") or ()]
    return {
        name[0]: metadata.version(name[0]) for name in sorted(filter(None, named), key=lambda name: name[0].lower())
    }


def content(settings: Config, findings: Sequence[Finding], now: datetime) -> dict[str, object]:
    """What the template is filled with."""
    return {
        "terminal": settings.terminal.id,
        "site": settings.site.name,
        "package": settings.package.title,
        "date": f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}",
        "program": f"{__version__}，Python {platform.python_version()}",
        "system": f"{platform.freedesktop_os_release()['PRETTY_NAME']}，Linux {platform.release()}",
        "ready": ready(findings),
        "findings": [asdict(finding) for finding in findings],
        "libraries": list(versions().items()),
    }
