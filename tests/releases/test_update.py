"""A release from a stick: found, brought, taken up, taken back; and everything that is refused, in one sentence."""

import io
import json
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import __version__, config, probation, supervisor
from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled
from kiosk.releases import libraries, make, shelf, trusted, unpack, update
from kiosk.releases.trusted import UpdateRefused, newer
from kiosk.releases.update import copied, find_stick
from kiosk.run import guard_of
from kiosk.services.schema import MIGRATIONS
from kiosk.services.store import Store
from kiosk.settings.change import Trial
from tests.releases.world import LOCK, Makers, Terminal, packed
from tests.services.world import KEY


class PowerCut(BaseException):
    pass


def refused(terminal: Terminal, makers: Makers) -> str:
    """The sentence with which nothing was taken."""
    before = shelf.current(terminal.state)
    with pytest.raises(UpdateRefused) as refusal:
        terminal.take(makers.repository)
    assert shelf.current(terminal.state) == before
    assert probation.read(terminal.state) is None
    assert "\n" not in refusal.value.sentence
    return refusal.value.sentence


def test_a_release_is_found_on_the_stick_and_taken_up_on_probation(terminal: Terminal, makers: Makers) -> None:
    stick = find_stick(makers.repository.parent.parent)
    assert stick == makers.repository
    assert terminal.take(stick) == "1.0.0"
    tree = shelf.tree(terminal.state)
    assert tree is not None
    assert terminal.tried == [terminal.state / "releases" / "1.0.0"]
    assert (tree / "kiosk" / "__main__.py").exists()
    assert (shelf.current(terminal.state), shelf.previous(terminal.state)) == ("1.0.0", shelf.INSTALLED)
    assert shelf.about(terminal.state, shelf.INSTALLED) == shelf.About(__version__, len(MIGRATIONS))
    assert probation.read(terminal.state) == probation.Newcomer("release", "1.0.0")


def test_no_stick_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UpdateRefused) as refusal:
        find_stick(tmp_path)
    assert refusal.value.sentence == "没有找到装着新版本的 U 盘"


def test_what_is_not_newer_is_not_offered(terminal: Terminal, makers: Makers) -> None:
    makers.publish(__version__)
    assert terminal.look(makers.repository)[1] is None
    assert newer("0.10.0", "0.9.9")
    assert not newer("1.0", "1.0.0")


def test_only_the_current_and_the_previous_tree_are_kept(terminal: Terminal, makers: Makers) -> None:
    for version in ("1.0.0", "1.0.1", "1.0.2"):
        makers.publish(version)
        terminal.take(makers.repository)
    trees = {path.name for path in (terminal.state / "releases").iterdir() if (path / shelf.ABOUT).exists()}
    assert trees >= {"1.0.1", "1.0.2"}
    makers.publish("1.0.3")
    terminal.take(makers.repository)
    assert not (terminal.state / "releases" / "1.0.0").exists()


def test_a_year_in_which_nothing_was_made_but_signed_again(terminal: Terminal, tmp_path: Path) -> None:
    """Root and targets are signed again with the rest before they run out; a terminal follows them."""
    makers = Makers(tmp_path / "slow")
    root = makers.publish("1.0.1", days_ago=300)
    (terminal.state / "update-root.json").write_bytes(root.read_bytes())
    metadata = makers.repository / "metadata"
    for _ in range(2):
        make.refresh(makers.repository, makers.keys, datetime.now(UTC))
        assert {path.name for path in metadata.glob("*.root.json")} == {"1.root.json", "2.root.json"}
        assert {path.name for path in metadata.glob("*.targets.json")} == {"1.targets.json", "2.targets.json"}
    assert terminal.take(makers.repository) == "1.0.1"


# --- what is refused ---


def said_expiry(path: Path) -> str:
    return str(json.loads(path.read_bytes())["signed"]["expires"])


def archive_of(makers: Makers, version: str = "1.0.0") -> Path:
    [path] = (makers.repository / "targets").glob(f"*.jinban-{version}.tar.gz")
    return path


def test_frozen_or_expired(terminal: Terminal, makers: Makers) -> None:
    makers.publish("1.0.1", days_ago=40)
    assert refused(terminal, makers) == "更新源过期了，不能再信。等制作方重新发布"


def test_replayed(terminal: Terminal, makers: Makers, tmp_path: Path) -> None:
    old = shutil.copytree(makers.repository, tmp_path / "old")
    makers.publish("1.0.1")
    terminal.look(makers.repository)
    shutil.rmtree(makers.repository)
    old.rename(makers.repository)
    assert refused(terminal, makers) == "更新源比这台机器见过的旧，或几个文件对不上"


def test_mixed(terminal: Terminal, makers: Makers) -> None:
    """The timestamp of one release with the snapshot of another, under the other's name."""
    makers.publish("1.0.1")
    metadata = makers.repository / "metadata"
    (metadata / "2.snapshot.json").write_bytes((metadata / "1.snapshot.json").read_bytes())
    assert refused(terminal, makers) == "更新源比这台机器见过的旧，或几个文件对不上"


@pytest.mark.parametrize("role", ["timestamp", "1.snapshot", "1.targets"])
def test_changed_after_it_was_signed(terminal: Terminal, makers: Makers, role: str) -> None:
    path = makers.repository / "metadata" / f"{role}.json"
    path.write_text(path.read_text().replace(said_expiry(path), "2999-01-01T00:00:00Z"))
    assert refused(terminal, makers) == "更新源的签名不对"


def test_signed_by_somebody_else(terminal: Terminal, makers: Makers, tmp_path: Path) -> None:
    others = Makers(tmp_path / "others")
    others.publish("9.0.0")
    assert refused(terminal, others) == "更新源的签名不对"


def test_no_root_that_is_trusted(terminal: Terminal, makers: Makers) -> None:
    (terminal.state / "update-root.json").unlink()
    assert refused(terminal, makers) == "没有更新的根证书 update-root.json"
    (terminal.state / "update-root.json").write_text("{}")
    assert refused(terminal, makers) == "更新源的内容不对"


def test_truncated(terminal: Terminal, makers: Makers) -> None:
    path = archive_of(makers)
    path.write_bytes(path.read_bytes()[:-100])
    assert refused(terminal, makers) == "下来的文件和签过名的不一样"


def test_of_the_same_length_and_other_content(terminal: Terminal, makers: Makers) -> None:
    path = archive_of(makers)
    path.write_bytes(bytes(len(path.read_bytes())))
    assert refused(terminal, makers) == "下来的文件和签过名的不一样"


def test_longer_than_it_was_signed(terminal: Terminal, makers: Makers) -> None:
    path = archive_of(makers)
    path.write_bytes(path.read_bytes() + bytes(100))
    assert refused(terminal, makers) == "下来的文件比签过名的大"


def test_missing(terminal: Terminal, makers: Makers) -> None:
    archive_of(makers).unlink()
    assert refused(terminal, makers) == "更新源里缺文件"
    (makers.repository / "metadata" / "timestamp.json").unlink()
    assert refused(terminal, makers) == "更新源里缺文件"


def test_too_large(terminal: Terminal, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "LARGEST", 1000)
    assert refused(terminal, makers).startswith("新版本太大")


def test_too_large_when_it_is_unpacked(terminal: Terminal, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    makers.publish("1.0.1", archive=packed("1.0.1", {"assets/zeros": bytes(3_000_000)}))
    monkeypatch.setattr(unpack, "ROOM", 1_000_000)
    assert refused(terminal, makers) == "新版本解开以后太大"
    monkeypatch.setattr(unpack, "MOST_FILES", 2)
    monkeypatch.setattr(unpack, "ROOM", 10_000_000)
    assert refused(terminal, makers) == "新版本的文件太多，超过 2 个"


def test_no_room_on_the_disk(terminal: Terminal, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted.shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10, 5, 5))
    assert refused(terminal, makers) == "磁盘放不下新版本"


@pytest.mark.parametrize("name", ["../outside", "/outside", "kiosk/../../outside", "a\\..\\b"])
def test_a_path_out_of_the_tree(terminal: Terminal, makers: Makers, name: str) -> None:
    makers.publish("1.0.1", archive=packed("1.0.1", {name: b"x"}))
    assert refused(terminal, makers) == "新版本里有不该有的文件"
    assert not list(terminal.state.rglob("outside"))
    assert not (terminal.state / "releases" / ".new").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_what_is_neither_file_nor_directory(terminal: Terminal, makers: Makers, kind: bytes) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        member = tarfile.TarInfo("kiosk/link")
        member.type, member.linkname = kind, "/etc/passwd"
        tar.addfile(member)
    makers.publish("1.0.1", archive=made.getvalue())
    assert refused(terminal, makers) == "新版本里有不该有的文件"


@pytest.mark.parametrize(
    ("archive", "says"),
    [
        (b"no archive", "新版本的文件解不开"),
        (packed("1.0.1")[:300], "新版本的文件解不开"),
        (packed("1.0.2"), "新版本里写的版本不是 1.0.1"),
        (packed("1.0.1", leave_out="kiosk/__main__.py"), "新版本里缺 kiosk/__main__.py"),
        (packed("1.0.1", leave_out="requirements.lock"), "新版本里缺 requirements.lock"),
    ],
)
def test_what_is_no_release(terminal: Terminal, makers: Makers, archive: bytes, says: str) -> None:
    makers.publish("1.0.1", archive=archive)
    assert refused(terminal, makers) == says


def test_a_file_that_comes_twice(terminal: Terminal, makers: Makers) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for _ in range(2):
            tar.addfile(tarfile.TarInfo("kiosk/twice.py"))
    makers.publish("1.0.1", archive=made.getvalue())
    assert refused(terminal, makers) == "新版本的文件解不开"


def test_a_schema_older_than_the_store(terminal: Terminal, makers: Makers) -> None:
    makers.publish("1.0.1", schema=len(MIGRATIONS) - 1)
    assert refused(terminal, makers) == "新版本比现在的数据库旧，换了就打不开数据库"


def test_what_does_not_come_up(terminal: Terminal, makers: Makers) -> None:
    terminal.trial = Trial("首页没有画出来")
    assert refused(terminal, makers) == "新版本试着启动没有起来：首页没有画出来"
    assert not (terminal.state / "releases" / "1.0.0").exists()


def test_in_the_demo(terminal: Terminal, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update.launcher, "takes_releases", lambda: False)
    assert refused(terminal, makers) == "演示里不换版本"


def test_given_up_by_the_technician(terminal: Terminal, makers: Makers) -> None:
    cancel = Cancel()
    repository = terminal.updates.repository(makers.repository, cancel)
    release = terminal.updates.newer_in(repository)
    assert release is not None
    cancel.set()
    with pytest.raises(Cancelled):
        terminal.updates.bring(repository, release)


# --- libraries ---


def test_libraries_that_are_not_here(terminal: Terminal, makers: Makers) -> None:
    lock = f"{LOCK}\nnever-heard-of==1.0 \\\n    --hash=sha256:00\n".encode()
    makers.publish("1.0.1", archive=packed("1.0.1", {"requirements.lock": lock}))
    assert refused(terminal, makers) == "新版本要的程序库这里没有：never-heard-of 1.0"


def test_libraries_that_the_release_brings(terminal: Terminal, makers: Makers) -> None:
    lock = f"{LOCK}\nnever-heard-of==1.0 \\\n    --hash=sha256:00\n".encode()
    wheel = {"wheels/never_heard_of-1.0-py3-none-any.whl": wheel_of("never_heard_of", "1.0")}
    makers.publish("1.0.1", archive=packed("1.0.1", {"requirements.lock": lock, **wheel}))
    terminal.take(makers.repository)
    assert (terminal.state / "releases/1.0.1/libs/never_heard_of.py").read_text() == "here = True\n"


def test_a_wheel_that_is_none(terminal: Terminal, makers: Makers) -> None:
    lock = f"{LOCK}\nnever-heard-of==1.0 \\\n    --hash=sha256:00\n".encode()
    wheel = {"wheels/never_heard_of-1.0-py3-none-any.whl": b"no zip"}
    makers.publish("1.0.1", archive=packed("1.0.1", {"requirements.lock": lock, **wheel}))
    assert refused(terminal, makers) == "新版本带的程序库装不上"


def test_what_the_running_release_brought_is_not_the_next_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = tmp_path / "never_heard_of-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: never-heard-of\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert libraries.missing("never-heard-of==1.0 \\\n") == {}
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert libraries.missing("never-heard-of==1.0 \\\n") == {"never-heard-of": "1.0"}


def test_the_lock_of_this_tree_is_what_is_installed() -> None:
    assert libraries.missing(LOCK) == {}


def wheel_of(name: str, version: str) -> bytes:
    made = io.BytesIO()
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(made, "w") as wheel:
        wheel.writestr(f"{name}.py", "here = True\n")
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return made.getvalue()


# --- power cuts, and the way back ---


@pytest.mark.parametrize("step", range(9))
def test_a_power_cut_leaves_a_version_that_starts(
    terminal: Terminal, makers: Makers, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Cut after so many of the moments at which something on the disk becomes another thing."""
    left = [step]

    def cut(work: Callable[..., object]) -> Callable[..., object]:
        def cutting(*what: object, **how: object) -> object:
            if not left[0]:
                raise PowerCut
            left[0] -= 1
            return work(*what, **how)

        return cutting

    with monkeypatch.context() as patched:
        patched.setattr(update, "unpack", cut(update.unpack))
        patched.setattr(update.config, "replace_file", cut(config.replace_file))
        patched.setattr(update.config, "sync", cut(config.sync))
        patched.setattr(shelf, "replace_file", cut(config.replace_file))
        patched.setattr(probation, "replace_file", cut(config.replace_file))
        patched.setattr(shelf, "_point", cut(shelf._point))
        with suppress(PowerCut):
            terminal.take(makers.repository)
    assert guard_of(config.FILE, terminal.state).before() in (None, supervisor.RESTART)
    current = shelf.current(terminal.state)
    assert current in (shelf.INSTALLED, "1.0.0")
    if current == "1.0.0":
        assert shelf.tree(terminal.state) is not None
        assert shelf.about(terminal.state, "1.0.0") is not None
        assert probation.read(terminal.state) is not None
    else:
        assert probation.read(terminal.state) is None
        terminal.take(makers.repository)
        assert shelf.current(terminal.state) == "1.0.0"
    assert shelf.previous(terminal.state) == shelf.INSTALLED


def test_one_that_dies_before_it_is_painted_is_left_by_the_supervisor(terminal: Terminal, makers: Makers) -> None:
    makers.publish("1.0.1", schema=len(MIGRATIONS) + 1)
    terminal.take(makers.repository)
    guard = guard_of(config.FILE, terminal.state)
    codes = [guard.before() for _ in range(probation.MOST + 2)]
    assert codes == [supervisor.RESTART, *[None] * probation.MOST, supervisor.RESTART]
    assert shelf.current(terminal.state) == shelf.INSTALLED
    assert probation.read(terminal.state) is None


def test_one_that_may_have_migrated_the_store_is_not_left(
    terminal: Terminal, makers: Makers, capfd: pytest.CaptureFixture[str]
) -> None:
    makers.publish("1.0.1", schema=len(MIGRATIONS) + 1)
    terminal.take(makers.repository)
    guard = guard_of(config.FILE, terminal.state)
    assert [guard.before() for _ in range(2)] == [supervisor.RESTART, None]
    probation.painted(terminal.state)
    assert {guard.before() for _ in range(9)} == {None}
    assert shelf.current(terminal.state) == "1.0.1"
    assert "数据库已经升级，退不回 installed" in capfd.readouterr().err


def test_the_way_back_by_hand(terminal: Terminal, makers: Makers) -> None:
    with pytest.raises(UpdateRefused) as refusal:
        terminal.updates.go_back(Cancel())
    assert refusal.value.sentence == "没有以前的版本可以退"
    terminal.take(makers.repository)
    assert terminal.updates.go_back(Cancel()) == __version__
    assert shelf.current(terminal.state) == shelf.INSTALLED
    assert terminal.tried[-1] == config.ROOT
    assert terminal.updates.go_back(Cancel()) == "1.0.0"


def test_no_way_back_past_a_migration(terminal: Terminal, makers: Makers, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.take(makers.repository)
    monkeypatch.setattr(update, "MIGRATIONS", (*MIGRATIONS, "one more"))
    with pytest.raises(UpdateRefused) as refusal:
        terminal.updates.go_back(Cancel())
    assert refusal.value.sentence == f"数据库已经升级，{__version__} 打不开它，退不回去"
    assert shelf.current(terminal.state) == "1.0.0"


def test_the_copy_of_the_store_holds_what_was_just_written_and_is_gone_afterwards(terminal: Terminal) -> None:
    with terminal.store.write() as db:
        db.execute("INSERT INTO secrets VALUES ('probe', x'00')")
    with copied(terminal.store, terminal.state) as folder:
        copy = Store(folder, KEY)
        assert copy.read("SELECT count(*) FROM secrets WHERE name = 'probe'")[0][0] == 1
        copy.close()
        assert b"secrets" not in (folder / "store.db").read_bytes()  # as encrypted as the store
    assert not folder.exists()
