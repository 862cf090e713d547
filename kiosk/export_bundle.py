"""What leaves the terminal for the head office: logs, faults, versions, config.toml without secrets, the last checks.

Of events and faults only declared fields are taken, and of a technician's words only what the log would take: names on
cards are Chinese, and numbers that may be an ID number go.
"""

import io
import json
import platform
import re
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.check.report import versions
from kiosk.config import Config
from kiosk.services.faults import FaultHistory
from kiosk.services.log_reading import declared
from kiosk.services.logs import cleaned
from kiosk.services.rounds import Inspected
from kiosk.services.schema import MIGRATIONS
from kiosk.settings.keys import ENTRANCE, HIDDEN

__all__ = ["bundle", "contents", "name_of", "without_secrets"]

FAULTS: Final = 5_000  # a year of a terminal with a loose plug
_SECRET: Final = re.compile(r'(?mi)^(\s*[\w.]*(?:secret|password|token|pin|passphrase)\s*=\s*)(".*?"|\'.*?\'|[^#\n]*)')


def name_of(settings: Config, now: datetime) -> str:
    """Of the encrypted file. ``now`` is the terminal's local time."""
    return f"jinban-{settings.terminal.id}-{now:%Y%m%d-%H%M%S}.tar.gz.p7m"


def bundle(settings: Config, state: Path, faults: FaultHistory, checks: Sequence[Inspected], now: datetime) -> bytes:
    """A tar archive, compressed. Raises OSError where a log cannot be read, StoreError."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, data in contents(settings, state, faults, checks).items():
            about = tarfile.TarInfo(name)
            about.size, about.mtime, about.mode = len(data), int(now.timestamp()), 0o600
            archive.addfile(about, io.BytesIO(data))
    return packed.getvalue()


def contents(settings: Config, state: Path, faults: FaultHistory, checks: Sequence[Inspected]) -> Mapping[str, bytes]:
    """Each file by its name. Raises as ``bundle``."""
    files = {f"logs/{name}": data for name, data in declared(state / "logs").items()}
    files["faults.json"] = _json(list(_faults(faults)))
    files["versions.json"] = _json(_versions(settings))
    files["config.toml"] = without_secrets(settings.file.read_text("utf-8")).encode()
    files["checks.json"] = _json([{**asdict(check), "at": check.at.isoformat()} for check in checks])
    return files


def without_secrets(text: str) -> str:
    """Of config.toml: who stands in an address before its @, and keys that are called a secret. Names of files stay."""
    return _SECRET.sub(rf'\1"{HIDDEN}"', ENTRANCE.sub(HIDDEN, text))


def _faults(faults: FaultHistory) -> Iterator[dict[str, object]]:
    for record in faults.recent(most=FAULTS):
        yield {
            "device": record.device,
            "code": record.fault.code,
            "stops": record.stops,
            "clearer": record.fault.clearer.value,
            "technician": cleaned(record.fault.technician),
            "began": record.began.isoformat(),
            "ended": record.ended.isoformat() if record.ended is not None else None,
            "ending": record.ending.value if record.ending is not None else None,
        }


def _versions(settings: Config) -> dict[str, object]:
    return {
        "terminal": settings.terminal.id,
        "program": __version__,
        "schema": len(MIGRATIONS),
        "package": settings.package.title,
        "python": platform.python_version(),
        "system": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}",
        "overrides": [without_secrets(override) for override in settings.overrides],
        "libraries": versions(),
    }


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
