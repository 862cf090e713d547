"""The newest release that the makers have signed, by TUF: found, and its archive fetched and verified.

The update's root (``update.root_file``) is the one thing that is trusted from the beginning. What was seen once is kept
in ``releases/metadata``, so that nothing older is taken again: not from the network, not from a stick.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuf.api import exceptions
from tuf.api.metadata import TargetFile
from tuf.ngclient import FetcherInterface, Updater

from kiosk.core.errors import KioskError
from kiosk.releases import shelf
from kiosk.releases.fetch import Kept

__all__ = ["LATEST", "Release", "Repository", "UpdateRefused", "newer", "trusted_root"]

LATEST: Final = "latest.json"  # the target that names the newest archive
VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}")
ARCHIVE: Final = re.compile(r"[A-Za-z0-9._-]{1,100}\.tar\.gz")
LARGEST: Final = 512 * 1024 * 1024  # bytes of an archive
TIMES_UNPACKED: Final = 10  # so much larger than its archive may a tree be, and the disk has to hold both


class UpdateRefused(KioskError):
    """A release is not taken, and why: nothing has changed."""

    code = "update"
    sentence = "没有换版本"
    remedy = "程序没有变，照样用"


# The first that fits says what is wrong, in words for staff.
REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (exceptions.ExpiredMetadataError, "更新源过期了，不能再信。等制作方重新发布"),
    (exceptions.BadVersionNumberError, "更新源比这台机器见过的旧，或几个文件对不上"),
    (exceptions.UnsignedMetadataError, "更新源的签名不对"),
    (exceptions.LengthOrHashMismatchError, "下来的文件和签过名的不一样"),
    (exceptions.DownloadLengthMismatchError, "下来的文件比签过名的大"),
    (exceptions.DownloadHTTPError, "更新源里缺文件"),
    (exceptions.DownloadError, "更新源没有连上"),
    (exceptions.RepositoryError, "更新源的内容不对"),
    (OSError, "磁盘读写出错"),
)


@dataclass(frozen=True)
class Release:
    """``size`` is of the archive, in bytes; ``schema`` is how many migrations of the store it knows."""

    version: str
    schema: int
    size: int
    target: TargetFile


class Repository:
    """``url`` is what metadata/ and targets/ stand under. Raises UpdateRefused, in one sentence each."""

    def __init__(self, state: Path, root: bytes, url: str, fetcher: FetcherInterface, kept: Kept) -> None:
        self._folder, self._kept = shelf.folder(state), kept
        metadata = self._folder / "metadata"
        metadata.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _in_words():
            self._updater = Updater(
                str(metadata),
                f"{url}/metadata",
                str(self._folder),
                f"{url}/targets",
                fetcher=fetcher,
                bootstrap=root,
            )

    def newest(self) -> Release:
        with _in_words():
            latest = self._target(LATEST)
            file = Path(self._updater.download_target(latest, str(self._folder / LATEST)))
            try:
                said = json.loads(file.read_bytes())
                version, archive, schema = str(said["version"]), str(said["archive"]), int(said["schema"])
            except (ValueError, TypeError, KeyError) as error:
                raise UpdateRefused(sentence="更新源的内容不对") from error
            if not VERSION.fullmatch(version) or not ARCHIVE.fullmatch(archive):
                raise UpdateRefused(sentence="更新源写的版本或文件名不对")
            target = self._target(archive)
        if target.length > LARGEST:
            raise UpdateRefused(sentence=f"新版本太大：{target.length >> 20} MB，最多 {LARGEST >> 20} MB")
        return Release(version, schema, target.length, target)

    def fetched(self, release: Release) -> Path:
        """Its archive, as long as nobody fetches another one; a part that is there already is not fetched again."""
        path = self._folder / "archive"
        with _in_words():
            if self._updater.find_cached_target(release.target, str(path)):
                return path
            path.unlink(missing_ok=True)
            if shutil.disk_usage(self._folder).free < release.size * (TIMES_UNPACKED + 1):
                raise UpdateRefused(sentence="磁盘放不下新版本", remedy="先腾出地方")
            try:
                self._updater.download_target(release.target, str(path))
            except (exceptions.RepositoryError, exceptions.DownloadLengthMismatchError):
                self._kept.forget()
                raise
            self._kept.forget()
        return path

    def _target(self, name: str) -> TargetFile:
        target = self._updater.get_targetinfo(name)
        if target is None:
            raise UpdateRefused(sentence=f"更新源里没有签过名的 {name}")
        return target


def trusted_root(file: Path) -> bytes:
    """Raises UpdateRefused where there is none."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise UpdateRefused(
            str(error), sentence=f"没有更新的根证书 {file.name}", remedy="向制作方要，放到状态目录里"
        ) from error


def newer(version: str, than: str) -> bool:
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (exceptions.RepositoryError, exceptions.DownloadError, OSError) as error:
        reason = next(words for kind, words in REASONS if isinstance(error, kind))
        raise UpdateRefused(f"{type(error).__name__}: {error}", sentence=reason) from error
