"""The lock against whoever guesses, cuts the power, turns clocks, and puts older files back."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from kiosk.core.errors import StoreError
from kiosk.core.staff import Door
from kiosk.services.audit import Audit
from kiosk.services.audit_check import Anchor
from kiosk.services.audit_staff import SignInFailed
from kiosk.services.pin_lock import FREE, SHUT_AT, DoorShut, DoorWaits, PinLock, pause
from kiosk.services.store import Store
from kiosk.services.store_recovery import open_store
from kiosk.services.upkeep import Upkeep

KEY = bytes(range(32))
DOOR = Door.MAINTENANCE


class TwoClocks:
    """The wall's, which anybody turns, and the running time, which only passes, and begins anew with each start."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        self.running = 50.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.running


class Box:
    """A lock with its two places, that may be started anew, and whose places may be copied and put back."""

    def __init__(self, state: Path, *, staffed: bool = True) -> None:
        self.state, self.clock = state, TwoClocks()
        self.file, self.directory = state / "doors", state / "store"
        self.start()
        if staffed:
            with self.store.write() as db:
                db.execute("INSERT INTO staff VALUES ('9001', '顾明', 'engineer', '', NULL, 1, 0)")

    def start(self) -> None:
        self.store = Store(self.directory, KEY)
        self.lock = PinLock(self.store, self.file, KEY, self.clock)

    def stop(self) -> None:
        self.store.close()
        self.clock.running = 50.0

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def wrong(self) -> int:
        return self.lock.state(DOOR).wrong

    def guess(self, times: int = 1, door: Door = DOOR) -> None:
        for _ in range(times):
            self.clock.running += self.lock.state(door).waits
            self.lock.count(door, "9001")


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def test_five_are_free_then_waits_double_then_it_is_shut(box: Box) -> None:
    waits = []
    for _ in range(SHUT_AT):
        box.guess()
        waits.append(box.lock.state(DOOR).waits)
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4:14] == [15.0 * 2**n for n in range(10)]
    assert box.lock.state(DOOR).shut
    box.clock.running += 1e9
    with pytest.raises(DoorShut):
        box.lock.count(DOOR, "9001")
    assert box.wrong == SHUT_AT


def test_a_wait_lasts_to_its_last_moment(box: Box) -> None:
    box.guess(FREE)
    box.clock.running += 14.9
    with pytest.raises(DoorWaits) as waits:
        box.lock.count(DOOR)
    assert waits.value.remedy == "再过 1 秒 可以再试"
    assert box.wrong == FREE, "who is not let try is not counted"
    box.clock.running += 0.1
    box.lock.count(DOOR)
    assert box.wrong == FREE + 1


@pytest.mark.parametrize("days", [-4000, -1, 1, 4000])
def test_the_clock_on_the_wall_is_not_asked(box: Box, days: int) -> None:
    box.guess(FREE + 3)
    box.clock.wall += timedelta(days=days)
    assert box.lock.state(DOOR).waits == 120.0
    box.restart()
    assert box.lock.state(DOOR).waits == 120.0


def test_a_restart_begins_the_wait_in_full(box: Box) -> None:
    box.guess(FREE + 2)
    box.clock.running += 59.0
    box.restart()
    assert (box.wrong, box.lock.state(DOOR).waits) == (FREE + 2, 60.0)


def test_the_doors_are_two(box: Box) -> None:
    box.guess(9, Door.ASSIST)
    assert box.lock.state(DOOR).wrong == 0
    box.guess(3)
    box.clock.running += 1e6
    box.lock.forgive(DOOR, "9001")
    assert (box.wrong, box.lock.state(Door.ASSIST).wrong) == (0, 9)
    box.restart()
    assert (box.wrong, box.lock.state(Door.ASSIST).wrong) == (0, 9)
    box.lock.open(Door.ASSIST)
    assert box.lock.state(Door.ASSIST).wrong == 0


def test_an_older_store_put_back_resets_nothing(box: Box, tmp_path: Path) -> None:
    box.store.close()
    shutil.copytree(box.directory, tmp_path / "older")
    box.start()
    box.guess(11)
    box.stop()
    shutil.rmtree(box.directory)
    shutil.copytree(tmp_path / "older", box.directory)
    box.start()
    assert box.wrong == 11
    box.restart()
    assert box.wrong == 11, "the store has it again"


def test_an_older_file_put_back_resets_nothing(box: Box) -> None:
    older = box.file.read_bytes()
    box.guess(11)
    box.stop()
    box.file.write_bytes(older)
    box.start()
    assert box.wrong == 11


def test_older_copies_of_both_shut_where_the_anchor_knows_better(tmp_path: Path) -> None:
    """The whole of what a terminal's start does: the audit's anchor shows that the store is an older one."""
    clock, file, directory = TwoClocks(), tmp_path / "doors", tmp_path / "store"

    @contextmanager
    def terminal() -> Iterator[PinLock]:
        with closing(open_store(directory, KEY, clock)) as store:
            audit = Audit(store, clock)
            with closing(Upkeep(store, audit, Anchor(audit, store.files))):
                lock = PinLock(store, file, KEY, clock)
                with store.write() as db:
                    db.execute("INSERT OR IGNORE INTO staff VALUES ('9001', '顾明', 'engineer', '', NULL, 1, 0)")
                yield lock
                audit.record(None, SignInFailed("maintenance", "9001", "pin", 1))

    with terminal() as lock:
        assert lock.state(DOOR).wrong == 0
    shutil.copytree(directory, tmp_path / "older")
    shutil.copy(file, tmp_path / "older-doors")
    with terminal() as lock:
        lock.count(DOOR, "9001")
    head = (directory / "store.head").read_bytes()
    shutil.rmtree(directory)
    shutil.copytree(tmp_path / "older", directory)
    shutil.copy(tmp_path / "older-doors", file)
    (directory / "store.head").write_bytes(head)
    with terminal() as lock:
        assert lock.state(DOOR).shut
        lock.open(DOOR)
    with terminal() as lock:
        assert lock.state(DOOR).wrong == 0, "once for each time"
        assert lock.state(Door.ASSIST).shut


def spoilt_byte(file: Path) -> None:
    said = bytearray(file.read_bytes())
    said[len(said) // 2] ^= 1
    file.write_bytes(said)


def another_count(file: Path) -> None:
    said = json.loads(file.read_bytes())
    said["doors"]["maintenance"] = {}
    file.write_text(json.dumps(said))


@pytest.mark.parametrize(
    "spoil",
    [
        Path.unlink,
        spoilt_byte,
        another_count,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"[]"),
        lambda file: file.write_bytes(b'{"doors": {}, "mac": 5}'),
        lambda file: file.write_bytes(file.read_bytes()[:-9]),
    ],
)
@pytest.mark.parametrize("older_store", [False, True])
def test_a_missing_or_broken_file_shuts(
    box: Box, tmp_path: Path, spoil: Callable[[Path], None], older_store: bool
) -> None:
    """Also where an older store was put back at the same time."""
    box.store.close()
    shutil.copytree(box.directory, tmp_path / "older")
    box.start()
    box.guess(11)
    box.stop()
    spoil(box.file)
    if older_store:
        shutil.rmtree(box.directory)
        shutil.copytree(tmp_path / "older", box.directory)
    box.start()
    assert box.lock.state(DOOR).shut
    assert box.lock.state(Door.ASSIST).shut
    box.restart()
    assert box.lock.state(DOOR).shut
    box.lock.open(DOOR)
    box.restart()
    assert box.wrong == 0


def test_a_lock_that_the_store_lost_shuts(box: Box) -> None:
    with box.store.write() as db:
        db.execute("DELETE FROM door_tries")
    box.restart()
    assert box.lock.state(DOOR).shut


def test_the_first_start_is_open_even_where_the_power_failed_in_it(tmp_path: Path) -> None:
    box = Box(tmp_path, staffed=False)
    assert box.wrong == 0
    with box.store.write() as db:
        db.execute("DELETE FROM door_tries")
    box.restart()
    assert box.wrong == 0
    box.stop()
    box.file.unlink()
    box.start()
    assert box.wrong == 0


def test_a_try_that_cannot_be_kept_is_none(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path, _text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.services.pin_lock.durable", full)
    with pytest.raises(StoreError, match="磁盘满了"):
        box.lock.count(DOOR, "9001")
    assert box.wrong == 1, "and it counts all the same while the terminal runs"


def test_the_file_says_nothing_that_another_key_made(box: Box, tmp_path: Path) -> None:
    box.guess(3)
    other = PinLock(box.store, tmp_path / "other", b"another", box.clock)
    other.open(DOOR)
    box.stop()
    box.file.write_bytes((tmp_path / "other").read_bytes())
    box.start()
    assert box.lock.state(DOOR).shut


class PowerCutError(BaseException):
    """Nothing after this was done."""


class Guesser(RuleBasedStateMachine):
    """Whatever is done to it from outside, who guesses never has more tries than the lock allows.

    ``tried`` is what was really tried since the door was last opened rightly.
    """

    copies = Bundle("copies")

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(mkdtemp())
        self.box = Box(self.place / "state")
        self.tried = 0
        self.earned: float = 0.0  # running time that has passed since the last try, in this life of the terminal
        self.copied = 0

    def teardown(self) -> None:
        self.box.store.close()
        shutil.rmtree(self.place)

    @initialize()
    def begin(self) -> None:
        self.earned = 0.0

    @rule()
    def guess(self) -> None:
        if self.tried < SHUT_AT and self.earned >= pause(self.tried):
            if not self.box.lock.state(DOOR).shut and self.box.lock.state(DOOR).waits == 0:
                self.box.lock.count(DOOR, "9001")
                self.tried, self.earned = self.tried + 1, 0.0
            return
        with pytest.raises((DoorWaits, DoorShut)):
            self.box.lock.count(DOOR, "9001")

    @rule(after_file=st.booleans())
    def guess_and_cut_the_power(self, after_file: bool) -> None:
        """In the middle of counting: nothing was compared yet, so it is no try; it may count or not."""
        if self.box.lock.state(DOOR).shut or self.box.lock.state(DOOR).waits > 0:
            return
        with pytest.MonkeyPatch.context() as patch:

            def cut(*_given: object, **_more: object) -> None:
                raise PowerCutError

            target = self.box.store if after_file else None
            if target is not None:
                patch.setattr(target, "write", cut)
            else:
                patch.setattr("kiosk.services.pin_lock.durable", cut)
            with pytest.raises(PowerCutError):
                self.box.lock.count(DOOR, "9001")
        self.box.restart()
        self.earned = 0.0

    @rule(seconds=st.sampled_from([0.5, 14.0, 15.0, 61.0, 5_000.0]))
    def time_passes(self, seconds: float) -> None:
        self.box.clock.running += seconds
        self.earned += seconds

    @rule(days=st.integers(-9000, 9000))
    def turn_the_clock(self, days: int) -> None:
        self.box.clock.wall = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(days=days)

    @rule()
    def restart(self) -> None:
        self.box.restart()
        self.earned = 0.0

    @rule(target=copies)
    def copy(self) -> tuple[Path, Path]:
        self.copied += 1
        store, file = self.place / f"store-{self.copied}", self.place / f"file-{self.copied}"
        self.box.store.close()
        shutil.copytree(self.box.directory, store)
        shutil.copy(self.box.file, file)
        self.box.start()
        self.earned = 0.0
        return store, file

    @rule(copy=copies, what=st.sampled_from(["store", "file"]))
    def put_back(self, copy: tuple[Path, Path], what: str) -> None:
        self.box.stop()
        if what == "store":
            shutil.rmtree(self.box.directory)
            shutil.copytree(copy[0], self.box.directory)
        else:
            shutil.copy(copy[1], self.box.file)
        self.box.start()
        self.earned = 0.0

    @rule()
    def lose_the_file(self) -> None:
        self.box.stop()
        self.box.file.unlink()
        self.box.start()
        self.earned = 0.0

    @rule()
    def open_rightly(self) -> None:
        self.box.lock.open(DOOR)
        self.tried = 0

    @invariant()
    def nothing_is_forgotten(self) -> None:
        assert self.box.wrong >= self.tried
        assert not self.box.lock.state(DOOR).shut or self.box.wrong >= SHUT_AT


TestGuesser = Guesser.TestCase
TestGuesser.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_counts_are_of_whom_was_tried(box: Box) -> None:
    box.lock.count(DOOR, "9001")
    box.lock.count(DOOR)
    assert box.lock._counts[DOOR] == Counter({"9001": 1, "": 1})
