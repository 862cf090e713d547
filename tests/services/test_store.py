"""The encrypted store: durable, one writer, erased means gone, and never made anew in place of what is damaged."""

import os
import shutil
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from kiosk.core.errors import StoreError
from kiosk.services import store as store_module
from kiosk.services.store import Store
from tests.services.world import KEY, decrypted_pages, raw_bytes, rot_a_free_page

SECRET = b"11010519491231002X" * 20
OTHER_KEY = bytes(32)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(directory: Path) -> Iterator[Store]:
    store = Store(directory, KEY)
    yield store
    store.close()


def put(store: Store, name: str, value: bytes) -> None:
    with store.write() as db:
        db.execute("INSERT INTO secrets VALUES (?, ?)", (name, value))


def names(store: Store) -> set[str]:
    return {row["name"] for row in store.read("SELECT name FROM secrets")} - {"owner"}


def tables_of(store: Store) -> set[str]:
    return {row["name"] for row in store.read("SELECT name FROM sqlite_master WHERE type = 'table'")}


def made(directory: Path) -> Path:
    """A store with something in it, closed."""
    store = Store(directory, KEY)
    put(store, "a", SECRET)
    store.close()
    return directory / "store.db"


def test_what_was_written_is_there_after_a_restart(directory: Path) -> None:
    made(directory)
    store = Store(directory, KEY)
    assert store.read("SELECT value FROM secrets WHERE name = 'a'")[0]["value"] == SECRET
    store.close()


def test_a_block_that_raises_is_undone(store: Store) -> None:
    def fail_halfway() -> None:
        with store.write() as db:
            db.execute("INSERT INTO secrets VALUES ('a', x'00')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    put(store, "b", b"")
    assert names(store) == {"b"}


def test_its_settings_are_those_that_durability_and_erasure_need(store: Store) -> None:
    settings = {name: store.read(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "secure_delete")}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert store.read("PRAGMA temp_store")[0][0] == 2


def test_nobody_else_can_read_its_files(directory: Path) -> None:
    directory.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        store = Store(directory, KEY)
        put(store, "a", b"")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {"store.db", "store.db-wal"} < modes.keys()
    assert set(modes.values()) == {0o600}


def test_without_the_key_nothing_can_be_read(store: Store, directory: Path) -> None:
    put(store, "a", SECRET)
    assert SECRET[:18] not in raw_bytes(directory)
    assert SECRET[:18] in decrypted_pages(directory, KEY)


def test_what_was_erased_is_gone_from_the_file_and_from_its_log(store: Store, directory: Path) -> None:
    for name in "abc":
        put(store, name, SECRET * 50)  # over several pages
    with store.write(erases=True) as db:
        db.execute("UPDATE secrets SET value = x'' WHERE name <> 'owner'")
    pages = decrypted_pages(directory, KEY)
    assert b"CREATE TABLE" in pages
    assert SECRET[:18] not in pages


def test_an_erasure_that_a_reader_held_up_is_made_good(store: Store, directory: Path) -> None:
    put(store, "a", SECRET)
    reader = dbapi2.connect(directory / "store.db", isolation_level=None)
    reader.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM secrets").fetchone()[0] == 2
    store.read("PRAGMA busy_timeout = 0")
    with store.write(erases=True) as db:
        db.execute("DELETE FROM secrets WHERE name = 'a'")
    assert SECRET[:18] in decrypted_pages(directory, KEY)
    reader.close()
    store.scrub()
    assert SECRET[:18] not in decrypted_pages(directory, KEY)


def test_an_erasure_that_a_power_cut_held_up_is_made_good_at_the_start(store: Store, directory: Path) -> None:
    put(store, "a", SECRET)
    with store.write() as db:
        db.execute("DELETE FROM secrets WHERE name = 'a'")
    after = directory.with_name("after")
    shutil.copytree(directory, after)
    assert SECRET[:18] in decrypted_pages(after, KEY)
    Store(after, KEY).close()
    assert SECRET[:18] not in decrypted_pages(after, KEY)


def test_threads_write_in_turn(store: Store) -> None:
    def write_many(thread: int) -> None:
        for number in range(20):
            put(store, f"{thread}-{number}", b"")

    threads = [threading.Thread(target=write_many, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(store)) == 120


def test_a_second_terminal_process_is_refused(store: Store, directory: Path) -> None:
    with pytest.raises(StoreError, match="另一个终端程序"):
        Store(directory, KEY)
    put(store, "a", b"")


def test_the_store_is_free_again_after_an_opening_that_failed(directory: Path) -> None:
    made(directory)
    with pytest.raises(StoreError):
        Store(directory, OTHER_KEY)
    Store(directory, KEY).close()


def test_under_another_key_it_does_not_open_and_stays_as_it_is(
    directory: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = made(directory)
    before = file.read_bytes()
    with pytest.raises(StoreError, match="密钥不是这个数据库的") as caught:
        Store(directory, OTHER_KEY)
    assert file.read_bytes() == before
    assert OTHER_KEY.hex() not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("loss", ["missing", "empty"])
def test_what_is_lost_is_not_made_anew(directory: Path, loss: str) -> None:
    file = made(directory)
    if loss == "missing":
        file.unlink()
    else:
        file.write_bytes(b"")
    with pytest.raises(StoreError, match="数据库不见了"):
        Store(directory, KEY)
    assert not file.exists() or not file.read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole") / "store").parent


@given(data=st.data())
def test_a_damaged_file_is_refused_or_tells_the_truth(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    directory = tmp_path_factory.mktemp("damaged") / "store"
    shutil.copytree(whole, directory)
    file = directory / "store.db"
    content = bytearray(file.read_bytes())
    if data.draw(st.booleans(), label="cut off"):
        del content[data.draw(st.integers(1, len(content) - 1), label="from") :]
    else:
        content[data.draw(st.integers(0, len(content) - 1), label="at")] ^= data.draw(st.integers(1, 255), label="bits")
    file.write_bytes(content)
    try:
        store = Store(directory, KEY)
    except StoreError as error:
        assert str(file) in error.technician  # noqa: PT017 - both ends are allowed, and each is checked
    else:
        assert store.read("SELECT value FROM secrets WHERE name = 'a'")[0]["value"] == SECRET
        store.close()
    shutil.rmtree(directory.parent)


def test_a_reading_of_the_whole_file_finds_what_no_table_uses(directory: Path) -> None:
    store = Store(directory, KEY)
    assert store.damage() == []
    rot_a_free_page(store)
    again = Store(directory, KEY)
    assert len(again.damage()) == 1
    again.close()


def test_a_file_of_a_newer_version_is_left_alone(directory: Path) -> None:
    store = Store(directory, KEY)
    with store.write() as db:
        db.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(StoreError, match="更新的版本（99）"):
        Store(directory, KEY)


def test_migrations_are_taken_once_in_order_and_whole(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(directory)
    store = Store(directory, KEY)
    before = tables_of(store)
    store.close()
    first = store_module.MIGRATIONS
    broken = "CREATE TABLE more (a TEXT);\nINSERT INTO nowhere VALUES (1);\n"
    monkeypatch.setattr(store_module, "MIGRATIONS", (*first, broken))
    with pytest.raises(StoreError):
        Store(directory, KEY)
    monkeypatch.setattr(store_module, "MIGRATIONS", (*first, "CREATE TABLE more (a TEXT);", "DROP TABLE secrets;"))
    store = Store(directory, KEY)
    assert store.read("PRAGMA user_version")[0][0] == len(first) + 2
    assert tables_of(store) == before - {"secrets"} | {"more"}
    store.close()


def test_a_full_disk_refuses_and_keeps_what_was_there(store: Store) -> None:
    put(store, "a", SECRET)
    (pages,) = store.read("PRAGMA page_count")[0]
    store.read(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match="SQLITE_FULL") as caught:
        put(store, "b", bytes(100_000))
    assert store.failure is caught.value
    assert SECRET[:18].decode() not in str(caught.value)
    assert names(store) == {"a"}
    put(store, "c", b"")
    assert store.failure is None
    assert names(store) == {"a", "c"}


def test_a_disk_that_became_read_only_refuses(store: Store) -> None:
    store.read("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="SQLITE_READONLY"):
        put(store, "a", b"")
    assert store.failure is not None


def test_a_mistake_in_the_program_is_not_taken_for_a_bad_disk(store: Store) -> None:
    put(store, "a", b"")
    with pytest.raises(dbapi2.IntegrityError):
        put(store, "a", b"")
    assert store.failure is None


def test_a_place_where_nothing_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file"):
        Store(tmp_path / "file" / "store", KEY)
