"""The home pages of a package, drawn as the terminal would show them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kiosk import gallery
from kiosk.config import Config, ConfigError
from kiosk.gallery import Look
from kiosk.opening import home
from kiosk.screens.content import Page, Tile
from kiosk.screens.home import PER_PAGE
from kiosk.screens.preview_sample import Sample
from kiosk.screens.window import SIZES

__all__ = ["draw"]


def draw(settings: Config, out: Path, now: datetime) -> tuple[list[Path], list[str]]:
    """A PNG for each page of home, upright and wide, in the first text size; what is against the norms. No process may
    have a Qt application yet. Raises ConfigError when they cannot be written."""
    tiles = [Tile(item.id, item.title, item.official, item.icon) for item in settings.items]
    page = Page(home(settings, now, tiles))
    size = SIZES[settings.package.text_size]
    looks = [Look(size, portrait, high_contrast=False) for portrait in (True, False)]
    try:
        return gallery.draw(out, list(_samples(page, len(tiles))), looks)
    except OSError as error:
        raise ConfigError(f"{out}：图片写不了（{error.strerror}）。换一个地方，或改权限") from error


def _samples(page: Page, tiles: int) -> Iterator[Sample]:
    yield Sample("home-1", "home", page)
    for number in range(1, -(-tiles // PER_PAGE)):
        yield Sample(f"home-{number + 1}", "home", page, pressed="nav.page_after")
