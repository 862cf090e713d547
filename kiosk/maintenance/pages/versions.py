"""Which versions of everything run here; another one taken up or taken back; the application and the machine ended."""

import importlib.metadata
import platform
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Final

from kiosk import __version__, supervisor
from kiosk.config import ConfigError
from kiosk.core.board import Action, Board, Confirm, Facts, Mood, Outcome, Said
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.core.timing import LAST_WORDS
from kiosk.maintenance.page import MaintenancePage, Premises
from kiosk.releases.trusted import Release, UpdateRefused
from kiosk.releases.update import Updates, find_stick
from kiosk.services.schema import MIGRATIONS

__all__ = ["Version"]

LIBRARIES: Final = (
    "PySide6-Essentials",
    "opencv-python-headless",
    "sqlcipher3",
    "cryptography",
    "python-escpos",
    "pycups",
    "pyserial",
    "tuf",
)


class Version(MaintenancePage):
    name, title, icon, order = "version", "版本和关机", "mdi6.update", 120

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self._updates = Updates(premises.settings, premises.state, self.services.store)
        self._found: tuple[str | Path, Release] | None = None  # where from

    def board(self, at: str, staff: Staff) -> Board:
        found = self._found[1] if self._found is not None else None
        before = self._updates.previous()
        program = [("程序", __version__), ("以前的版本", before.version if before is not None else "没有")]
        if found is not None:
            program.append(("找到的新版本", f"{found.version}（{found.size / 1_000_000:.1f} MB）"))
        parts = (
            Facts((*program, ("数据库", f"第 {len(MIGRATIONS)} 版"), ("功能包", self._package())), "程序"),
            Facts((("系统", _system()), ("内核", platform.release()), ("机器", _machine())), "机器"),
            Facts((("Python", platform.python_version()), *_libraries()), "程序库"),
        )
        return Board(self.title, parts, (*self._update_actions(found), *self._endings()))

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        actions: dict[str, Callable[[Cancel], Outcome]] = {
            "look": lambda cancel: self._look(self._address(), cancel),
            "stick": lambda cancel: self._look(find_stick(Path(self.premises.settings.update.media)), cancel),
            "install": self._install,
            "rollback": self._rollback,
            "restart": lambda _cancel: self._end(supervisor.RESTART, "程序马上重新打开"),
            "reboot": lambda _cancel: self._end_machine(supervisor.REBOOT),
            "power_off": lambda _cancel: self._end_machine(supervisor.POWER_OFF),
        }
        try:
            return actions[action](cancel)
        except ConfigError as mistake:
            raise KioskError(str(mistake), sentence=str(mistake), remedy="程序没有变") from mistake

    # --- another version ---

    def _update_actions(self, found: Release | None) -> tuple[Action, ...]:
        actions = [
            Action("look", "从网上找新版本", "mdi6.cloud-download"),
            Action("stick", "从 U 盘找新版本", "mdi6.usb-flash-drive"),
        ]
        if found is not None:
            detail = "先取来、验过、另外启动一次，起得来才换；换的时候程序重新打开"
            ask = Confirm(f"换成 {found.version}？", f"换成 {found.version}", detail)
            actions.insert(0, Action("install", f"换成 {found.version}", "mdi6.update", ask, primary=True))
        if before := self._updates.previous():
            ask = Confirm(f"退回 {before.version}？", f"退回 {before.version}", "先另外启动一次，起得来才退")
            actions.append(Action("rollback", f"退回 {before.version}", "mdi6.history", ask))
        return tuple(actions)

    def _address(self) -> str:
        url = self.premises.settings.update.url
        if not url:
            raise UpdateRefused(sentence="没有写新版本的地址", remedy="在设置里写 update.url，或用 U 盘")
        return url

    def _look(self, source: str | Path, cancel: Cancel) -> Outcome:
        self._found = None
        repository = self._updates.repository(source, cancel)
        release = self._updates.newer_in(repository)
        if release is None:
            return Said(f"没有比 {__version__} 新的")
        self._found = source, release
        return Said(f"有新版本 {release.version}")

    def _install(self, cancel: Cancel) -> Outcome:
        if self._found is None:
            raise UpdateRefused(sentence="先找新版本")
        repository = self._updates.repository(self._found[0], cancel)
        release = self._updates.newer_in(repository)
        if release is None or release.version != self._found[1].version:
            self._found = None
            raise UpdateRefused(sentence="更新源刚刚变了", remedy="再找一次新版本")
        self._updates.bring(repository, release)
        cancel.check()
        self._updates.make_current(release.version)
        return self._end(supervisor.RESTART, f"换成 {release.version} 了，程序马上重新打开")

    def _rollback(self, cancel: Cancel) -> Outcome:
        version = self._updates.go_back(cancel)
        return self._end(supervisor.RESTART, f"退回 {version} 了，程序马上重新打开")

    # --- the end of it ---

    def _endings(self) -> tuple[Action, ...]:
        orderly = "先把正在写的写完"
        return (
            Action("restart", "重启程序", "mdi6.restart", Confirm("重启程序？", "重启程序", "几秒就好")),
            Action("reboot", "重启机器", "mdi6.restart-alert", Confirm("重启整台机器？", "重启机器", orderly)),
            Action("power_off", "关机", "mdi6.power", Confirm("关掉整台机器？", "关机", "再开要按机器上的开关")),
        )

    def _end_machine(self, code: int) -> Outcome:
        machine = self.premises.settings.machine
        words = "重启机器" if code == supervisor.REBOOT else "关机"
        if not (machine.reboot if code == supervisor.REBOOT else machine.power_off):
            raise KioskError(
                "config.toml has no command", sentence=f"这里不能{words}", remedy="演示里不能；别处看 [machine]"
            )
        return self._end(code, f"马上{words}")

    def _end(self, code: int, words: str) -> Outcome:
        Timer(LAST_WORDS, self.premises.end, (code,)).start()
        return Said(words, Mood.GOOD)

    def _package(self) -> str:
        return self.premises.settings.package.title


def _libraries() -> list[tuple[str, str]]:
    return [(name, importlib.metadata.version(name)) for name in LIBRARIES]


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _machine() -> str:
    for file in ("product_name", "board_name"):
        try:
            return f"{Path('/sys/class/dmi/id', file).read_text(encoding='utf-8').strip()}，{platform.machine()}"
        except OSError:
            continue
    return platform.machine()
