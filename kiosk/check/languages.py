"""The languages besides Chinese: each catalogue is really read."""

from pathlib import Path
from typing import Final

from kiosk.catalogues import FOLDER, compiled, read
from kiosk.check.finding import Finding
from kiosk.core.words import LANGUAGES

__all__ = ["PART", "finding"]

PART: Final = "别的语言"


def finding(folder: Path = FOLDER) -> Finding:
    """Where a catalogue is missing or broken, its language is not offered; everything works in Chinese."""
    names = []
    for language in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        name, file = LANGUAGES.get(language, language), compiled(language, folder)
        try:
            read(language, folder)
        except FileNotFoundError:
            return Finding(PART, False, f"没有 {file}，首页没有 {name}。运行 kiosk translations compile")
        except (OSError, ValueError) as error:
            return Finding(PART, False, f"{file} 读不了（{error}）。删掉它，再运行 kiosk translations compile")
        names.append(name)
    return Finding(PART, True, "、".join(names) if names else "只有中文")
