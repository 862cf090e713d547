"""The key: made once and whole, from a credential where there is one, and refused when it is not what it should be."""

import os
import stat
from pathlib import Path

import pytest

from kiosk.core.errors import StoreError
from kiosk.services.store import Store
from kiosk.services.store_key import store_key


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        key = store_key(tmp_path / "store", {})
    finally:
        os.umask(before)
    assert len(key) == 32
    assert stat.S_IMODE((tmp_path / "store" / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["key"]
    assert store_key(tmp_path / "store", {}) == key
    assert store_key(tmp_path / "another", {}) != key


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610, 0o601, 0o666])
def test_a_key_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    store_key(tmp_path, {})
    (tmp_path / "key").chmod(mode)
    with pytest.raises(StoreError, match=rf"{mode:04o}.*chmod 600"):
        store_key(tmp_path, {})


def test_a_key_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_key(tmp_path, {})
    someone_else = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: someone_else)
    with pytest.raises(StoreError, match="密钥是别的用户的"):
        store_key(tmp_path, {})


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_key_of_another_size_is_refused_and_left_alone(tmp_path: Path, size: int) -> None:
    store_key(tmp_path, {})
    (tmp_path / "key").write_bytes(bytes(size))
    with pytest.raises(StoreError, match=f"32 个字节，现在是 {size} 个"):
        store_key(tmp_path, {})
    assert (tmp_path / "key").stat().st_size == size


def test_no_new_key_is_made_while_the_store_is_there(tmp_path: Path) -> None:
    Store(tmp_path, store_key(tmp_path, {})).close()
    (tmp_path / "key").unlink()
    with pytest.raises(StoreError, match="密钥不见了"):
        store_key(tmp_path, {})
    assert not (tmp_path / "key").exists()


def test_a_credential_of_the_service_goes_first(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "store-key").write_bytes(b"k" * 32)
    assert store_key(tmp_path / "store", {"CREDENTIALS_DIRECTORY": str(credentials)}) == b"k" * 32
    assert not (tmp_path / "store").exists()
    (credentials / "store-key").write_bytes(b"short")
    with pytest.raises(StoreError, match="现在是 5 个"):
        store_key(tmp_path / "store", {"CREDENTIALS_DIRECTORY": str(credentials)})


def test_a_service_without_this_credential_uses_the_file(tmp_path: Path) -> None:
    assert store_key(tmp_path, {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == (tmp_path / "key").read_bytes()


def test_of_two_that_start_at_once_both_get_the_same_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def someone_was_quicker(source: str, target: Path) -> None:
        target.write_bytes(b"q" * 32)
        target.chmod(0o600)
        link(source, target)

    monkeypatch.setattr(os, "link", someone_was_quicker)
    assert store_key(tmp_path, {}) == b"q" * 32


def test_a_key_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="密钥读写不了"):
        store_key(tmp_path / "file", {})
