"""The makers' side: an archive of this tree, and the TUF repository that says that it is theirs.

Four keys, one for each role. Those of root and targets are needed for a release and belong where nobody comes; those of
snapshot and timestamp also say every few days that nothing newer is there.
"""

import gzip
import json
import os
import re
import tarfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final, TypeVar

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from kiosk.config import ROOT, ConfigError
from kiosk.declarations.shelf import INDEX
from kiosk.releases.trusted import LATEST, VERSION
from kiosk.services.schema import MIGRATIONS

__all__ = ["ROLES", "archive", "make_keys", "publish", "refresh", "release"]

T = TypeVar("T", Root, Targets, Snapshot, Timestamp)
ROLES: Final = ("root", "targets", "snapshot", "timestamp")
MADE: Final = {"__pycache__", INDEX}  # by whoever runs the tree
PARTS: Final = ("kiosk", "assets", "config.toml", "requirements.lock", "LICENSE", "THIRD_PARTY.md")
DAYS: Final = {"root": 365, "targets": 365, "snapshot": 30, "timestamp": 30}  # for which each is good
EARLY: Final = timedelta(days=90)  # before their end root and targets are signed again: nobody may be at it for a while
VERSION_LINE: Final = re.compile(r'^__version__ = ".*"$', re.MULTILINE)


def make_keys(folder: Path) -> None:
    """One PEM file for each role, readable by their owner alone. Raises ConfigError when there are some."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for role in ROLES:
        try:
            handle = os.open(folder / f"{role}.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise ConfigError(f"{folder / role}.pem：已经有了，不覆盖") from error
        with os.fdopen(handle, "wb") as file:
            file.write(CryptoSigner.generate_ed25519().private_bytes)


def archive(version: str, root: Path = ROOT, wheels: Path | None = None) -> bytes:
    """The tree, the same bytes each time it is the same; wheels for libraries that terminals do not have yet."""
    packed = BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
        for path in _files(root):
            _add(tar, path, str(path.relative_to(root)), version)
        for wheel in sorted(wheels.glob("*.whl")) if wheels is not None else ():
            _add(tar, wheel, f"wheels/{wheel.name}", version)
    return packed.getvalue()


def release(repository: Path, keys: Path, version: str, wheels: Path | None, now: datetime) -> Path:
    """This tree as a version of the repository. Returns its trusted root. Raises ConfigError."""
    if not VERSION.fullmatch(version):
        raise ConfigError(f"版本写的是 {version}，要写成 0.2.0 这样")
    return publish(repository, keys, version, len(MIGRATIONS), archive(version, wheels=wheels), now)


def publish(repository: Path, keys: Path, version: str, schema: int, packed: bytes, now: datetime) -> Path:
    """Makes the repository, or one version more of it. Returns its trusted root. Raises ConfigError."""
    signers = _signers(keys)
    name = f"jinban-{version}.tar.gz"
    latest = json.dumps({"version": version, "archive": name, "schema": schema}).encode()
    targets = _next(repository, "targets", Targets())
    for path, data in ((name, packed), (LATEST, latest)):
        target = TargetFile.from_data(path, data, ["sha256"])
        targets.signed.targets[path] = target
        _write(repository / "targets" / f"{target.hashes['sha256']}.{path}", data)
    root = repository / "metadata" / "1.root.json"
    if not root.exists():
        _sign(repository, "root", _first_root(signers), signers, now)
    _sign(repository, "targets", targets, signers, now)
    _sign_what_is_there(repository, signers, now)
    return root


def refresh(repository: Path, keys: Path, now: datetime) -> None:
    """Says once more that nothing newer is there. Raises ConfigError."""
    _sign_what_is_there(repository, _signers(keys), now)


def _first_root(signers: dict[str, CryptoSigner]) -> Metadata[Root]:
    root = Metadata(Root(consistent_snapshot=True))
    for role in ROLES:
        root.signed.add_key(signers[role].public_key, role)
    return root


def _sign_what_is_there(repository: Path, signers: dict[str, CryptoSigner], now: datetime) -> None:
    if not _newest(repository, "targets"):
        raise ConfigError(f"{repository}：这里还没有发布过。先 kiosk release make")
    _renew(repository, "root", Root(), signers, now)
    _renew(repository, "targets", Targets(), signers, now)
    published = _newest(repository, "targets")
    snapshot = _next(repository, "snapshot", Snapshot())
    snapshot.signed.meta["targets.json"] = MetaFile(published)
    _sign(repository, "snapshot", snapshot, signers, now)
    timestamp = _next(repository, "timestamp", Timestamp())
    timestamp.signed.snapshot_meta = MetaFile(snapshot.signed.version)
    _sign(repository, "timestamp", timestamp, signers, now)


def _renew(repository: Path, role: str, first: T, signers: dict[str, CryptoSigner], now: datetime) -> None:
    """Signs what is about to run out; what it says stays."""
    following = _next(repository, role, first)
    if following.signed.expires < now + EARLY:
        _sign(repository, role, following, signers, now)


def _sign(repository: Path, role: str, metadata: Metadata[T], signers: dict[str, CryptoSigner], now: datetime) -> None:
    metadata.signed.expires = (now + timedelta(days=DAYS[role])).replace(microsecond=0)
    metadata.sign(signers[role])
    _write(_file(repository, role, metadata.signed.version), metadata.to_bytes())


def _next(repository: Path, role: str, first: T) -> Metadata[T]:
    """What follows the newest, or the first."""
    file = _file(repository, role, _newest(repository, role))
    if not file.exists():
        return Metadata(first)
    metadata: Metadata[T] = Metadata.from_file(str(file))
    metadata.signed.version += 1
    return metadata


def _newest(repository: Path, role: str) -> int:
    """Its version, 0 when there is none."""
    return max((int(path.name.split(".")[0]) for path in (repository / "metadata").glob(f"*.{role}.json")), default=0)


def _file(repository: Path, role: str, version: int) -> Path:
    return repository / "metadata" / (f"{role}.json" if role == "timestamp" else f"{version}.{role}.json")


def _signers(keys: Path) -> dict[str, CryptoSigner]:
    try:
        return {role: _signer((keys / f"{role}.pem").read_bytes()) for role in ROLES}
    except (OSError, ValueError) as error:
        raise ConfigError(f"{keys}：签名的密钥读不了（{error}）。先 kiosk release keys") from error


def _signer(pem: bytes) -> CryptoSigner:
    return CryptoSigner(load_pem_private_key(pem, None))


def _files(root: Path) -> Iterator[Path]:
    for part in PARTS:
        path = root / part
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and MADE.isdisjoint(one.parts))


def _add(tar: tarfile.TarFile, path: Path, name: str, version: str) -> None:
    data = path.read_bytes()
    if name == "kiosk/__init__.py":  # which version it is the release says
        lines = data.decode().splitlines(keepends=True)
        data = "".join(
            f'__version__ = "{version}"\n' if line.startswith("__version__") else line for line in lines
        ).encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o755 if os.access(path, os.X_OK) else 0o644
    tar.addfile(member, BytesIO(data))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(data)
    new.replace(path)
