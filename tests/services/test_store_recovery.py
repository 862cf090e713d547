"""A store that is damaged or missing: kept as it was, replaced by a new one, and what can be read is in it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.errors import StoreError
from kiosk.services.audit import Audit
from kiosk.services.audit_check import verdict
from kiosk.services.effects import Effects
from kiosk.services.store import Store
from kiosk.services.store_files import StoreDamaged
from kiosk.services.store_recovery import FIRST, Replacement, open_store, replacements
from tests.people import ZHANG
from tests.services.conftest import Terminal, call
from tests.services.world import KEY, TERMINAL, SetClock, raw_bytes

PAGE = 4096


@pytest.fixture
def directory(terminal: Terminal) -> Path:
    """A closed store: 25 slips of people that wait, and one thing that was handed in."""
    terminal.submit("done")
    for number in range(25):
        terminal.defer(f"kept-{number:02}", walk=f"w{number}")
    terminal.store.close()
    return terminal.directory


@pytest.fixture
def opened(directory: Path) -> Iterator[Callable[[], Store]]:
    stores: list[Store] = []

    def open_again() -> Store:
        for store in stores:
            store.close()
        stores[:] = []
        stores.append(open_store(directory, KEY, SetClock()))
        return stores[0]

    yield open_again
    for store in stores:
        store.close()


def spoil(file: Path, page: int) -> None:
    """One bit of the page; page 1 is the first."""
    data = bytearray(file.read_bytes())
    data[page * PAGE - 1000] ^= 1
    file.write_bytes(data)


def keys(store: Store) -> set[str]:
    return {row["key"] for row in store.read("SELECT key FROM effects WHERE kind = 'submit'")}


def leaves(directory: Path, table: str) -> list[int]:
    """Pages whose loss makes exactly the table's own reading fail; found by trying."""
    found = []
    whole = (directory / "store.db").read_bytes()
    for page in range(2, len(whole) // PAGE + 1):
        spoil(directory / "store.db", page)
        try:
            Store(directory, KEY).close()
        except StoreDamaged:
            found.append(page)
        (directory / "store.db").write_bytes(whole)
    return found


def test_a_first_start_is_noted_and_sets_nothing_aside(tmp_path: Path) -> None:
    store = open_store(tmp_path / "new", KEY, SetClock())
    [replacement] = replacements(store)
    assert (replacement.reason, replacement.kept, replacement.rebuilt) == (FIRST, "", None)
    assert list(Audit(store, SetClock()).rows()) == []
    store.close()
    again = open_store(tmp_path / "new", KEY, SetClock())
    assert len(replacements(again)) == 1
    again.close()


def test_a_damaged_store_is_kept_and_what_can_be_read_is_taken_over(
    directory: Path, opened: Callable[[], Store], terminal: Terminal
) -> None:
    before = Store(directory, KEY)
    everything = keys(before)
    before.close()
    outcomes = set()
    whole = directory.with_name("whole")
    shutil.copytree(directory, whole)
    for page in leaves(directory, "effects"):
        shutil.rmtree(directory)
        shutil.copytree(whole, directory)
        spoil(directory / "store.db", page)
        as_it_was = (directory / "store.db").read_bytes()
        store = opened()
        [replacement] = replacements(store)
        assert replacement.reason == "damaged"
        kept = directory / replacement.kept
        assert (kept / "store.db").read_bytes() == as_it_was
        assert keys(store) <= everything
        outcomes.add(len(keys(store)))
        [row] = Audit(store, terminal.clock).rows()
        assert (row.event, row.detail["reason"], row.detail["kept"]) == ("store.replaced", "damaged", replacement.kept)
        assert row.detail["saved"] == replacement.saved >= len(keys(store))
        assert store.damage() == []
        assert verdict(store)[0]
        assert ZHANG.id_number.encode() not in raw_bytes(directory)
        assert not list(directory.glob("reading-*"))
        assert len(replacements(opened())) == 1  # once for each
    assert len(everything) in outcomes  # a page of another table cost nothing of the work
    assert any(0 < count < len(everything) for count in outcomes)  # a page of theirs cost the rows on it


def test_what_lies_beside_a_damaged_page_is_taken_over(directory: Path, opened: Callable[[], Store]) -> None:
    store = Store(directory, KEY)
    with store.write() as db:
        db.execute("INSERT INTO usage (item, hour, outcome, step, count, seconds) VALUES ('a', 7, 'done', '', 2, 60)")
        db.execute("INSERT INTO paper_used VALUES ('a4_printer', 'a', 7, 1, 1)")
        db.execute("INSERT INTO paper_stock VALUES ('a4_printer', 250, NULL, 0, 1, 0)")
        db.execute(
            "INSERT INTO paper_filled (device, at, kind, amount, staff) VALUES ('a4_printer', 1, 'refilled', 250, 'S1')"
        )
    store.close()
    spoil(directory / "store.db", leaves(directory, "effects")[-1])  # of the submissions: the last rows of all
    store = opened()
    tables = ("usage", "paper_used", "paper_stock", "paper_filled")
    assert [len(store.read(f"SELECT * FROM {table}")) for table in tables] == [1, 1, 1, 1]
    assert 20 <= len(keys(store)) < 26  # all but those on the page


def test_what_was_taken_over_goes_on(directory: Path, opened: Callable[[], Store], terminal: Terminal) -> None:
    """Slips are still found by their person, and sent exactly once."""
    page = leaves(directory, "faults")[-1]
    spoil(directory / "store.db", page)
    store = opened()
    audit = Audit(store, terminal.clock)
    effects = Effects(store, terminal.line, terminal.clock, terminal=TERMINAL, audit=audit)
    for key in effects.due():
        effects.settle(key, terminal.cancel())
    assert set(terminal.books.submissions) == keys(store)
    receipt = effects.submit(call("done"), key="done", person=ZHANG, walk="w", cancel=terminal.cancel())
    assert receipt == terminal.books.submissions["done"]


@pytest.mark.parametrize("loss", ["missing", "empty", "first page"])
def test_a_store_that_is_gone_is_replaced(directory: Path, opened: Callable[[], Store], loss: str) -> None:
    file = directory / "store.db"
    if loss == "missing":
        file.unlink()
    elif loss == "empty":
        file.write_bytes(b"")
    else:
        spoil(file, 1)
    store = opened()
    assert keys(store) == set()
    [replacement] = replacements(store)
    assert replacement.reason == ("missing" if loss == "missing" else "damaged")
    assert [path.name for path in store.files.quarantined()] == [replacement.kept]
    assert replacement.rebuilt is None


@pytest.mark.parametrize("loss", ["damaged", "missing"])
def test_a_store_that_fails_while_it_is_in_use_is_replaced_without_a_restart(
    directory: Path, terminal: Terminal, loss: str
) -> None:
    told: list[Replacement] = []
    store = open_store(directory, KEY, terminal.clock, tell=told.append)
    connection = store._db
    everything = keys(store)
    audit = Audit(store, terminal.clock)
    effects = Effects(store, terminal.line, terminal.clock, terminal=TERMINAL, audit=audit)
    store.scrub()
    file = directory / "store.db"
    whole = file.read_bytes()
    store.read("PRAGMA shrink_memory")
    file.write_bytes(whole[:PAGE] + bytes(len(whole) - PAGE))
    with pytest.raises(StoreError):
        store.read("SELECT * FROM effects")
    assert not store.status.usable
    if loss == "missing":
        file.unlink()
    else:
        data = bytearray(whole)
        data[leaf_of_faults(directory, whole) * PAGE - 1000] ^= 1
        file.write_bytes(data)
    found = keys(store)
    assert store._db is not connection
    assert found == (everything if loss == "damaged" else set())
    assert [replacement.reason for replacement in told] == [loss]
    store.probe()
    assert store.status.usable
    receipt = effects.submit(call("new"), key="new", person=ZHANG, walk="w", cancel=terminal.cancel())
    assert receipt in effects.unfinished(ZHANG, cancel=terminal.cancel())
    store.close()
    again = open_store(directory, KEY, terminal.clock, tell=told.append)
    assert keys(again) == found | {"new"}
    assert len(told) == 1
    again.close()


def leaf_of_faults(directory: Path, whole: bytes) -> int:
    """A page that is looked at when the store is opened, and holds no effect."""
    for page in reversed(range(2, len(whole) // PAGE + 1)):
        copy = directory.with_name(f"looked-at-{page}")
        copy.mkdir()
        (copy / "store.db").write_bytes(whole)
        (copy / "store.made").write_text((directory / "store.made").read_text())
        spoil(copy / "store.db", page)
        store = open_store(copy, KEY, SetClock())
        found = len(keys(store)) == 26 and replacements(store)[-1].reason == "damaged"
        store.close()
        if found:
            return page
    raise AssertionError("no such page")


def test_a_disk_that_cannot_be_read_for_a_moment_is_not_replaced(
    directory: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Replacement] = []
    store = open_store(directory, KEY, terminal.clock, tell=told.append)
    before = keys(store)
    once = [StoreDamaged("for a moment")]
    unlock = Store._unlock

    def fail_once(self: Store) -> None:
        if once:
            raise once.pop()
        unlock(self)

    monkeypatch.setattr(Store, "_unlock", fail_once)
    store._trusted = False
    assert keys(store) == before
    assert (told, store.files.quarantined()) == ([], [])
    store.close()


@pytest.mark.parametrize("key", [bytes(32), KEY[::-1]])
def test_under_a_wrong_key_nothing_is_moved(directory: Path, key: bytes) -> None:
    before = raw_bytes(directory)
    with pytest.raises(StoreError, match="密钥不是这个数据库的。放回原来的密钥再启动"):
        open_store(directory, key, SetClock())
    assert raw_bytes(directory) == before
    assert list(directory.glob("damaged-*")) == []


def test_without_a_word_of_the_key_nothing_is_moved(directory: Path) -> None:
    """The marker of an older version was empty."""
    (directory / "store.made").write_text("")
    with pytest.raises(StoreError, match="密钥不对，或者数据库坏了"):
        open_store(directory, bytes(32), SetClock())
    assert list(directory.glob("damaged-*")) == []
    open_store(directory, KEY, SetClock()).close()
    assert (directory / "store.made").read_text()


def test_a_file_that_cannot_be_read_is_a_bad_disk_and_no_damage(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(directory / "store.db", 1)
    broken = OSError(5, "Input/output error")

    def fail(_path: Path) -> bytes:
        raise broken

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(StoreError, match="磁盘读写出错"):
        open_store(directory, KEY, SetClock())
    assert list(directory.glob("damaged-*")) == []


class PowerCut(BaseException):
    pass


@settings(max_examples=15)
@given(data=st.data())
def test_a_power_cut_while_it_is_set_aside_costs_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """After any of the renames, and again during the next start."""
    directory = tmp_path_factory.mktemp("cut") / "store"
    terminal = Terminal(directory)
    for number in range(3):
        terminal.defer(f"kept-{number}", walk=f"w{number}")
    shutil.copytree(directory, directory.with_name("copy"))  # with its log, as a power cut leaves it
    terminal.store.close()
    shutil.rmtree(directory)
    directory.with_name("copy").rename(directory)
    files = {path.name for path in directory.iterdir() if path.name.startswith("store.db") or path.name == "store.made"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "_damage", lambda *_: StoreDamaged("as the test wants it"))
        patch.setattr(Store, "_unlock", lambda self: (_ for _ in ()).throw(self._damage("")))
        for cut_at in data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3), label="renames"):
            left, rename = [cut_at], Path.rename

            def cut(path: Path, target: Path, left: list[int] = left, rename: Callable[..., Path] = rename) -> Path:
                if not left[0]:
                    raise PowerCut
                left[0] -= 1
                return rename(path, target)

            patch.setattr(Path, "rename", cut)
            with pytest.raises((PowerCut, StoreError)):
                open_store(directory, KEY, terminal.clock)
            patch.setattr(Path, "rename", rename)
    store = open_store(directory, KEY, terminal.clock)
    places = store.files.quarantined()
    kept = {path.name for place in places for path in place.iterdir()}
    assert keys(store) == {"kept-0", "kept-1", "kept-2"}
    assert not places or files <= kept
    store.close()
    shutil.rmtree(directory.parent)
