"""From a signed release to the tree that the terminal starts on: fetched, unpacked, tried, and only then made current.

    fetched      releases/archive, verified; what came in part is kept
    unpacked     releases/.new, then releases/<version> under its name
    tried        a start of that tree with this terminal's config.toml, and its migrations on a copy of the store
    current      one link is another one; until its window stands it is on probation (``kiosk/probation.py``)

A power cut between two of them changes nothing: what is not current is made anew. The store's migrations go forward
only, so that there is no way back to a version that knows fewer of them.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from kiosk import __version__, config, launcher, probation
from kiosk.core.cancel import Cancel
from kiosk.releases import libraries, shelf
from kiosk.releases.fetch import FileFetcher, HttpFetcher, Kept
from kiosk.releases.shelf import ABOUT, INSTALLED, About
from kiosk.releases.trusted import Release, Repository, UpdateRefused, newer, trusted_root
from kiosk.releases.unpack import unpack
from kiosk.services.schema import MIGRATIONS
from kiosk.services.store import Store
from kiosk.settings import change
from kiosk.settings.change import Place, Trial

__all__ = ["STICK", "Updates", "copied", "find_stick"]

STICK: Final = "jinban"  # the folder of a stick that holds metadata/ and targets/
NEW: Final = ".new"
VERSION_LINE: Final = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


class Updates:
    """``try_tree(tree)`` is a trial start of it. Each method raises UpdateRefused in one sentence, ConfigError, or
    StoreError."""

    def __init__(
        self, settings: config.Config, state: Path, store: Store, try_tree: Callable[[Path], Trial] | None = None
    ) -> None:
        self._settings, self._state, self._store = settings, state, store
        self._place = Place(settings.file, state, settings.overrides)
        self._try_tree = try_tree or self._start_tree

    def repository(self, source: str | Path, cancel: Cancel) -> Repository:
        """``source`` is an address, or a stick's folder."""
        kept = Kept(shelf.folder(self._state) / "parts")
        root = trusted_root(self._state / self._settings.update.root_file)
        if isinstance(source, Path):
            folder = source.resolve()
            return Repository(self._state, root, folder.as_uri(), FileFetcher(folder, cancel), kept)
        return Repository(self._state, root, source.rstrip("/"), HttpFetcher(kept, cancel), kept)

    def newer_in(self, repository: Repository) -> Release | None:
        """None when this terminal runs the newest, or one that is newer still."""
        release = repository.newest()
        return release if newer(release.version, __version__) else None

    def bring(self, repository: Repository, release: Release) -> None:
        """Fetches, unpacks and tries it; afterwards it may be made current."""
        if release.schema < len(MIGRATIONS):
            raise UpdateRefused(sentence="新版本比现在的数据库旧，换了就打不开数据库")
        tree = shelf.folder(self._state) / release.version
        self._tidy(keep=release.version)
        if shelf.about(self._state, release.version) is None:
            self._unpacked(repository.fetched(release), release, tree)
        trial = self._try_tree(tree)
        if trial.mistake:
            self._remove(tree)
            raise UpdateRefused(trial.mistake, sentence=f"新版本试着启动没有起来：{trial.mistake}")

    def make_current(self, version: str) -> None:
        """On probation. The terminal is to be started anew afterwards."""
        if not launcher.takes_releases():
            raise UpdateRefused(sentence="演示里不换版本", remedy="用 kiosk run 开的终端才换")
        if launcher.INSIDE not in os.environ:
            shelf.remember_installed(self._state, About(__version__, len(MIGRATIONS)))
        with probation.begun(self._state, "release", version):
            shelf.switch(self._state, version)

    def previous(self) -> About | None:
        """What there is to go back to."""
        before = shelf.previous(self._state)
        return shelf.about(self._state, before) if before and before != shelf.current(self._state) else None

    def go_back(self, cancel: Cancel) -> str:
        """To the previous version, tried before; returns it. The terminal is to be started anew afterwards."""
        before = self.previous()
        if before is None:
            raise UpdateRefused(sentence="没有以前的版本可以退")
        if before.schema < len(MIGRATIONS):
            raise UpdateRefused(sentence=f"数据库已经升级，{before.version} 打不开它，退不回去")
        name = shelf.previous(self._state)
        home = Path(os.environ.get(launcher.HOME, config.ROOT))
        trial = self._try_tree(home if name == INSTALLED else shelf.folder(self._state) / name)
        if trial.mistake:
            raise UpdateRefused(trial.mistake, sentence=f"{before.version} 试着启动没有起来：{trial.mistake}")
        cancel.check()
        self.make_current(name)
        return before.version

    def _start_tree(self, tree: Path) -> Trial:
        with copied(self._store, self._state) as store:
            return change.try_start(self._place, self._settings.file, tree=tree, store=store)

    def _unpacked(self, archive: Path, release: Release, tree: Path) -> None:
        new = tree.with_name(NEW)
        unpack(archive, new)
        try:
            _look_over(new, release)
            libraries.install(new)
            config.replace_file(new / ABOUT, json.dumps(asdict(About(release.version, release.schema))))
            self._remove(tree)
            new.rename(tree)
            config.sync(tree.parent)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        archive.unlink(missing_ok=True)

    def _tidy(self, keep: str) -> None:
        """Takes away every tree but the current and the previous one."""
        stay = {shelf.current(self._state), shelf.previous(self._state), keep, "metadata", "parts"}
        with suppress(FileNotFoundError):
            for path in shelf.folder(self._state).iterdir():
                if path.is_dir() and not path.is_symlink() and path.name not in stay:
                    self._remove(path)

    @staticmethod
    def _remove(tree: Path) -> None:
        (tree / ABOUT).unlink(missing_ok=True)  # without it a tree is none, however far the rest gets
        shutil.rmtree(tree, ignore_errors=True)


@contextmanager
def copied(store: Store, state: Path) -> Iterator[Path]:
    """The store as it stands, encrypted as it is, in a directory of its own that goes with the block."""
    with tempfile.TemporaryDirectory(dir=state, prefix="store-") as folder:
        with store.write():  # nobody writes or empties the log meanwhile
            for file in store.files.directory.glob(f"{store.files.database.name}*"):
                if not file.name.endswith("-shm"):
                    shutil.copyfile(file, Path(folder) / file.name)
        yield Path(folder)


def find_stick(media: Path) -> Path:
    """The first of the mounted sticks that holds a release. Raises UpdateRefused."""
    for pattern in (STICK, f"*/{STICK}", f"*/*/{STICK}"):
        for folder in sorted(media.glob(pattern)):
            if (folder / "metadata" / "timestamp.json").is_file():
                return folder
    raise UpdateRefused(sentence="没有找到装着新版本的 U 盘", remedy=f"插好，等几秒再试；U 盘上要有 {STICK} 文件夹")


def _look_over(tree: Path, release: Release) -> None:
    """What every release has. Raises UpdateRefused."""
    for part in ("kiosk/__main__.py", "kiosk/__init__.py", "assets", "requirements.lock"):
        if not (tree / part).exists():
            raise UpdateRefused(sentence=f"新版本里缺 {part}")
    found = VERSION_LINE.search((tree / "kiosk" / "__init__.py").read_text(encoding="utf-8"))
    if found is None or found[1] != release.version:
        raise UpdateRefused(sentence=f"新版本里写的版本不是 {release.version}")
