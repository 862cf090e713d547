"""The home pages of a package, drawn as the terminal would show them."""

from datetime import datetime
from pathlib import Path

from kiosk import gallery
from kiosk.config import Config, ConfigError
from kiosk.gallery import Look
from kiosk.opening import home
from kiosk.screens.content import Page, Tile
from kiosk.screens.preview_sample import Sample
from kiosk.screens.window import SIZES

__all__ = ["draw"]


def draw(settings: Config, out: Path, now: datetime) -> tuple[list[Path], list[str]]:
    """A PNG for each page of home, upright and wide, in the first text size; what is against the norms. No process may
    have a Qt application yet. Raises ConfigError when they cannot be written."""
    tiles = [Tile(item.id, item.title, item.official, item.icon) for item in settings.items]
    sample = Sample("home", "home", Page(home(settings, now, tiles)))
    size = SIZES[settings.package.text_size]
    looks = [Look(size, portrait, high_contrast=False) for portrait in (True, False)]
    try:
        return gallery.draw(out, sample, looks)
    except OSError as error:
        raise ConfigError(f"{out}：图片写不了（{error.strerror}）。换一个地方，或改权限") from error
