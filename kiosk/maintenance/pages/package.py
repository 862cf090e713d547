"""The function package: what is in use, what another one would change, the switch and the way back."""

from pathlib import Path

from kiosk import config, config_toml
from kiosk.config import ConfigError
from kiosk.core.board import Action, Board, Confirm, Facts, Go, Mood, Outcome, Part, Row, Rows, Table
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.package import Package
from kiosk.core.parts import PARTS
from kiosk.core.staff import Staff
from kiosk.declarations.shelf import all_items
from kiosk.maintenance.page import MaintenancePage
from kiosk.package import change, choice, source
from kiosk.package.inspection import Inspection, inspect, path_of
from kiosk.package.kept import Entry
from kiosk.package.words import CONFIG, lines, moment

__all__ = ["OWN", "PackagePage"]

OWN = "packages"  # in the state directory: a site's own ones
TIERS = {"centre": "市、县中心", "township": "乡镇街道", "partner": "合作网点"}
WHEN = "退出运维、没人用的时候换上，窗口重开一下"


class PackagePage(MaintenancePage):
    """Places: "package", "package:<name>" (one held against this terminal)."""

    name, title, icon, order = "package", "功能包", "mdi6.package-variant-closed", 70

    def board(self, at: str, staff: Staff) -> Board:
        try:
            return self._other(at) if at else self._active()
        except ConfigError as mistake:
            raise _said(mistake) from mistake

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        where = self.premises
        try:
            if action == "rollback":
                title = change.go_back(where.settings.file, where.state, where.settings.overrides)
                return Go(self.name, f"退回了「{title}」。{WHEN}")
            found = self._inspected(at)
            now = where.clock.now()
            new = change.take_up(found, where.settings.file, where.state, where.settings.overrides, now)
        except ConfigError as mistake:
            raise _said(mistake) from mistake
        title = found.settings.package.title
        return Go(self.name, f"选好了「{title}」。{WHEN}" if new else f"「{title}」已经选着了")

    # --- what stands there ---

    def _active(self) -> Board:
        where, settings = self.premises, self.premises.settings
        meant = config.load(settings.file, state=where.state, overrides=settings.overrides)
        waits = meant.package != settings.package
        trouble = meant.package_trouble
        history = change.kept_or_none(where.state)
        parts: list[Part] = [_facts(settings.package, _of(history.active, settings.terminal.package))]
        parts += [Rows((self._delisting(),)), self._others()]
        if history.history:
            parts.append(Rows(tuple(Row(_of(one, "")) for one in reversed(history.history)), "以前用的，新的在上面"))
        before = _of(history.history[-1], "") if history.history else ""
        back = Confirm("退回以前的功能包？", "退回", f"退回到：{before}。先查过，对的才换")
        return Board(
            self.title,
            tuple(parts),
            (Action("rollback", "退回上一个", "mdi6.undo", back),) if before else (),
            note=trouble or (f"选好了「{meant.package.title}」，{WHEN}" if waits else ""),
            mood=Mood.BAD if trouble else Mood.WARN if waits else Mood.PLAIN,
        )

    @staticmethod
    def _delisting() -> Row:
        return Row(
            "提议从首页拿掉的事", "一年没人办成的，和根据", icon="mdi6.minus-box", name="delisting", opens="delisting"
        )

    def _others(self) -> Rows:
        where = self.premises
        here = choice.place(config_toml.tables(where.settings.file, where.settings.overrides), where.state)
        rows = []
        for name in source.names():
            one = change.shipped(name, here)
            title, mood = (one.title, Mood.PLAIN) if one.title else (name, Mood.WARN)
            rows.append(
                Row(title, "这台终端上不能用" if one.mistake else name, "", mood, name=name, opens=_place(name))
            )
        own = [Row(file.stem, "这个网点自己的", name=file.name, opens=_place(file.name)) for file in self._own()]
        return Rows((*rows, *own), "换一个：先看差在哪里")

    def _own(self) -> list[Path]:
        return sorted((self.premises.state / OWN).glob("*.toml"))

    def _other(self, name: str) -> Board:
        try:
            found = self._inspected(name)
        except ConfigError as mistake:
            return Board(name, (), (), note=f"不能用：{mistake}", mood=Mood.BAD)
        known = all_items(self.premises.state)
        rows = tuple(lines(found.change, lambda item: known[item].title if item in known else item))
        parts: list[Part] = [_facts(found.settings.package, name)]
        if rows:
            parts.append(Table(("哪一项", "现在", "换成"), rows, "和现在用的差在哪里"))
        ask = Confirm(f"换成「{found.settings.package.title}」？", "换上", f"{len(rows)} 处不一样。{WHEN}")
        return Board(
            found.settings.package.title,
            tuple(parts),
            (Action("use", "换成这一个", "mdi6.swap-horizontal", ask, primary=True),) if rows else (),
            note="；".join(found.notes) or ("查过，没有错，可以用" if rows else "查过，和现在用的一样"),
            mood=Mood.WARN if found.notes else Mood.GOOD,
        )

    def _inspected(self, name: str) -> Inspection:
        """Only what the page lists: a place is no way to other files. Raises ConfigError."""
        where = self.premises
        own = next((file for file in self._own() if file.name == name), None)
        path = own or path_of(name if name in source.names() else "")
        return inspect(path, where.settings.file, where.state, where.settings.overrides, where.clock)


def _facts(package: Package, where: str) -> Facts:
    hours, helper = package.hours, package.helper
    return Facts(
        (
            ("叫什么", f"{package.title}（{where}）"),
            ("首页上的事", f"{len(package.items)} 件，另外找得到的 {len(package.also)} 类"),
            ("要的设备", "、".join(PARTS.get(name, name) for name in package.required) or "没有"),
            ("有就用的设备", "、".join(PARTS.get(name, name) for name in package.optional) or "没有"),
            ("开门", hours.words() if hours is not None else "一直开着"),
            ("帮办", f"{helper.minutes} 分钟后自己结束" if helper.minutes else "这里没有"),
            ("谁来看", f"{TIERS[package.upkeep.tier]}，{package.upkeep.check_days} 天检查一遍"),
        )
    )


def _of(entry: Entry | None, meant: str) -> str:
    if entry is None:
        return f"{CONFIG} {meant}".strip()
    return f"{entry.table.get('title', entry.name)}，{moment(entry.at)} 换上"


def _place(name: str) -> str:
    return f"package:{name}"


def _said(mistake: ConfigError) -> KioskError:
    return KioskError(str(mistake), sentence=str(mistake), remedy="改好再试")
