"""The first page: how everything stands, at a glance, and what is most urgent on top."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.check.machine import FREE_BYTES
from kiosk.core.board import Board, Facts, Mood, Outcome, Row, Rows
from kiosk.core.cancel import Cancel
from kiosk.core.staff import Staff
from kiosk.core.status import Status
from kiosk.maintenance import fault_words, words
from kiosk.maintenance.due import due_rows
from kiosk.maintenance.page import ALL, MaintenancePage
from kiosk.maintenance.pages.devices import ICONS
from kiosk.maintenance.pages.paper import row_of
from kiosk.services.fault_case_rows import FaultCase
from kiosk.services.machine import Machine, look

__all__ = ["Overview"]

URGENT: Final = 3
HOT: Final = 80.0  # degrees: processors begin to slow down there
CLOCK_SHOWN: Final = timedelta(seconds=30)  # apart from the platform's; minutes apart nothing works
URGENCY: Final = {Mood.BAD: 0, Mood.WARN: 1}


class Overview(MaintenancePage):
    name, title, icon, order, roles = "overview", "总览", "mdi6.view-dashboard", 0, ALL
    machine_root: Path = Path("/")

    def board(self, at: str, staff: Staff) -> Board:
        cases = self.services.staff.cases.open()
        machine = look(self.premises.state, self.machine_root)
        devices = tuple(_device(name, owner.status) for name, owner in sorted(self.services.owners.items()))
        paper = self.services.staff.paper
        stocks = tuple(paper.stock(device) for device in paper.trays)
        terminal = (self._gateway(cases), _store(self.services.store.status), self._clock(), *_machine(machine))
        known = {case.device for case in cases}  # as a fault, with its clock: not a second time as a device
        mine = tuple(self._fault(case) for case in cases if fault_words.concerns(case, staff))
        ending = (row_of(one) for one in stocks if one.low or one.tray.device not in known)
        rest = (row for row in (*devices, *terminal) if row.name not in known)
        due = due_rows(self.services.staff.rounds)
        overdue = (row for row in due if row.mood is Mood.BAD)
        urgent = _urgent((*mine, *overdue, *ending, *rest))
        others = tuple(row for row in map(self._fault, cases) if row not in urgent)
        parts = (
            *((Rows(urgent, "先处理"),) if urgent else ()),
            *((Rows(others, "别的没好的故障" if urgent else "没好的故障"),) if others else ()),
            *((Rows(due, "该做的检查"),) if due else ()),
            Rows(devices, "设备"),
            Rows(tuple(map(row_of, stocks)), "纸和墨"),
            Rows(terminal, "终端"),
            self._about(machine),
        )
        note = f"有 {len(cases)} 个故障没好" if cases else "有要留意的" if urgent else "都正常"
        return Board(self.title, parts, note=note, mood=_worst(urgent), every=2.0)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        return None

    def _fault(self, case: FaultCase) -> Row:
        now = self.premises.clock.now()
        value, mood = fault_words.standing(case, self.services.staff.cases.terms, now)
        lasts = words.lasting((now - case.began).total_seconds())
        since = "" if value == lasts else f"，坏了{lasts}"
        return Row(
            case.fault.sentence,
            f"{fault_words.device(case)}，{fault_words.who(case)}{since}",
            value,
            Mood.BAD if case.stops else mood,
            ICONS.get(case.device, "mdi6.alert"),
            name=case.number,
            opens=f"fault:{case.number}",
        )

    def _gateway(self, cases: Iterable[FaultCase]) -> Row:
        status = self.services.link.status
        value, mood, more = words.standing(status)
        since = next((case.began for case in cases if case.device == "link"), None)
        if since is None and (before := self.services.faults.recent("link", most=1)):
            since = before[0].ended
        detail = "，".join(filter(None, (f"从 {words.clock(since)} 起" if since is not None else "", more)))
        return Row("政务平台", detail, value if status.fault is None else "没连上", mood, "mdi6.lan", name="link")

    def _clock(self) -> Row:
        off = self.services.link.clock_off
        now = f"{self.premises.clock.now().astimezone():%Y-%m-%d %H:%M}"
        if off is None:
            return Row("时间", "没和平台对过", now, Mood.PLAIN, "mdi6.clock-outline", name="clock")
        seconds = round(abs(off).total_seconds())
        apart = f"比平台{'快' if off > timedelta() else '慢'} {seconds} 秒" if seconds > 1 else "和平台一样"
        mood = Mood.GOOD if abs(off) <= CLOCK_SHOWN else Mood.BAD
        return Row("时间", apart, now, mood, "mdi6.clock-outline", name="clock")

    def _about(self, machine: Machine) -> Facts:
        settings = self.premises.settings
        pairs = [("终端编号", settings.terminal.id), ("版本", __version__), ("功能包", settings.package.title)]
        if settings.package_trouble:
            pairs.append(("功能包的问题", settings.package_trouble))
        if machine.running is not None:
            pairs.append(("机器开了", words.lasting(machine.running)))
        return Facts(tuple(pairs), "关于这台机器")


def _device(name: str, status: Status) -> Row:
    value, mood, more = words.standing(status)
    icon = ICONS.get(name, "mdi6.devices")
    return Row(words.part(name), more, value, mood, icon, name=name, opens=f"device:{name}")


def _store(status: Status) -> Row:
    value, mood, more = words.standing(status)
    return Row(words.part("store"), more, value, mood, "mdi6.database", name="store")


def _machine(machine: Machine) -> Iterator[Row]:
    full = machine.disk_free < FREE_BYTES
    yield Row(
        "磁盘",
        f"日志占 {words.size(machine.logs)}" + ("，快满了" if full else ""),
        f"剩 {words.size(machine.disk_free)}",
        Mood.BAD if full else Mood.GOOD,
        "mdi6.harddisk",
        name="disk",
    )
    if machine.memory and machine.memory_free is not None:
        little = machine.memory_free < machine.memory / 20
        value = f"剩 {words.size(machine.memory_free)}"
        yield Row(
            "内存",
            f"一共 {words.size(machine.memory)}",
            value,
            Mood.WARN if little else Mood.GOOD,
            "mdi6.memory",
            "memory",
        )
    if machine.celsius is not None:
        mood = Mood.WARN if machine.celsius >= HOT else Mood.GOOD
        detail = "太热了，看看风口挡住没有" if machine.celsius >= HOT else ""
        yield Row("温度", detail, f"{machine.celsius:.0f} ℃", mood, "mdi6.thermometer", "heat")


def _urgent(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The worst first, as they come: faults before what may become one. A device has one line, its paper's first."""
    kept: dict[str, Row] = {}
    for row in sorted((row for row in rows if row.mood in URGENCY), key=lambda row: URGENCY[row.mood]):
        kept.setdefault(_of(row), row)
    first = list(kept.values())[:URGENT]
    return tuple(row if row.opens.startswith("fault:") else replace(row, name=f"urgent_{row.name}") for row in first)


def _of(row: Row) -> str:
    """The device that a line is of; of anything else its own name."""
    return row.name.removeprefix("paper_")


def _worst(rows: tuple[Row, ...]) -> Mood:
    return rows[0].mood if rows else Mood.GOOD
