"""A small release, its makers' repository, and a terminal that takes it: everything real but the trial start."""

import gzip
import io
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk import config
from kiosk.config import ROOT
from kiosk.core.cancel import Cancel
from kiosk.releases import make
from kiosk.releases.trusted import Release, Repository
from kiosk.releases.update import Updates
from kiosk.services.schema import MIGRATIONS
from kiosk.services.store import Store
from kiosk.settings.change import Trial
from tests.services.world import KEY

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def packed(version: str, files: dict[str, bytes] | None = None, leave_out: str = "") -> bytes:
    """A tree that has what every release has, and nothing in it."""
    tree = {
        "kiosk/__init__.py": f'__version__ = "{version}"\n'.encode(),
        "kiosk/__main__.py": b"",
        "assets/none.txt": b"",
        "requirements.lock": LOCK.encode(),
        **(files or {}),
    }
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, data in tree.items():
            if name != leave_out:
                member = tarfile.TarInfo(name)
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
    return gzip.compress(made.getvalue(), mtime=0)


class Makers:
    """Whoever has the keys."""

    def __init__(self, folder: Path) -> None:
        self.keys, self.repository = folder / "keys", folder / "media" / "stick" / "jinban"
        make.make_keys(self.keys)

    def publish(
        self, version: str, *, schema: int = len(MIGRATIONS), archive: bytes | None = None, days_ago: int = 0
    ) -> Path:
        data = packed(version) if archive is None else archive
        now = datetime.now(UTC) - timedelta(days=days_ago)
        return make.publish(self.repository, self.keys, version, schema, data, now)


class Terminal:
    """One that trusts these makers. ``trial`` is what its trial starts say."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.state = folder / "state"
        self.state.mkdir()
        (self.state / "update-root.json").write_bytes(root.read_bytes())
        self.store = Store(self.state / "store", KEY)
        self.trial, self.tried = Trial(), list[Path]()
        settings = config.load(config.FILE, state=self.state)
        self.updates = Updates(settings, self.state, self.store, self._try)

    def _try(self, tree: Path) -> Trial:
        self.tried.append(tree)
        return self.trial

    def look(self, source: str | Path) -> tuple[Repository, Release | None]:
        repository = self.updates.repository(source, Cancel())
        return repository, self.updates.newer_in(repository)

    def take(self, source: str | Path, before: Callable[[], object] = lambda: None) -> str:
        """Finds, brings and makes current; returns the version."""
        repository, release = self.look(source)
        assert release is not None
        before()
        self.updates.bring(repository, release)
        self.updates.make_current(release.version)
        return release.version
