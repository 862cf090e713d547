"""The terminal's own log: filtered, live, and carried to the head office on a stick that only it can read."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk.core.board import Action, AskChoice, Board, Confirm, Go, Lines, Mood, Outcome, Row, Rows, Said
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.parts import PARTS
from kiosk.core.staff import Staff
from kiosk.export_bundle import bundle, name_of
from kiosk.maintenance.page import MaintenancePage, Premises
from kiosk.services.audit_staff import LogsExported
from kiosk.services.log_reading import LEVELS, Line, Wanted, devices, events, newest
from kiosk.services.sealed import NoRecipient, recipient, sealed
from kiosk.services.sticks import BLOCKS, MOUNTS, Stick, StickError, put, sticks

__all__ = ["LogsPage"]

MOST = 200
CHECKS = 10  # opening and closing checks that go along: a working week
EXPORT = "export"
LEVEL_WORDS = {"info": "一般", "warning": "要留意", "error": "出错", "critical": "程序错误"}
KIND_WORDS = {
    "audit": "审计", "effect": "办件", "fault": "设备故障", "news": "报给平台", "order": "缴费", "print": "打印",
    "program": "程序", "store": "数据库",
}  # fmt: skip
SPANS = {"1": "最近 1 小时", "24": "最近一天", "168": "最近七天"}
ANY = ("", "不限")


class LogsPage(MaintenancePage):
    """Places: "logs", "logs:export". What is filtered stays while the menu is open."""

    name, title, icon, order = "logs", "日志", "mdi6.text-box-search", 100

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self._wanted, self._hours = Wanted(), ""
        self.mounts, self.blocks = MOUNTS, BLOCKS

    def board(self, at: str, staff: Staff) -> Board:
        return self._export() if at == EXPORT else self._lines()

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        if action.startswith(EXPORT) and at == EXPORT:
            return self._exported(action.removeprefix(EXPORT), staff)
        match action:
            case "level":
                self._wanted = replace(self._wanted, level=value)
            case "event":
                self._wanted = replace(self._wanted, event=value)
            case "device":
                self._wanted = replace(self._wanted, device=value)
            case "span":
                self._hours = value
            case "all":
                self._wanted, self._hours = Wanted(), ""
            case "export":
                return Go(f"{self.name}:{EXPORT}")
        return None

    # --- to be looked at ---

    def _lines(self) -> Board:
        wanted, logs = self._wanted, self.premises.state / "logs"
        if self._hours:
            wanted = replace(wanted, since=self.premises.clock.now() - timedelta(hours=int(self._hours)))
        try:
            found = newest(logs, wanted, MOST)
            known = devices(logs)
        except OSError as error:
            raise KioskError(f"{logs}: {error.strerror}", sentence="读不到日志", remedy="看看磁盘是不是坏了") from error
        return Board(
            self.title,
            (Lines(tuple(map(_written, found)), self._filter()),),
            self._actions(known),
            note="" if found else "没有这样的记录",
            every=2.0,
        )

    def _filter(self) -> str:
        wanted = self._wanted
        said = (
            SPANS.get(self._hours, ""),
            LEVEL_WORDS.get(wanted.level, ""),
            KIND_WORDS.get(wanted.event, wanted.event),
            PARTS.get(wanted.device, wanted.device),
        )
        return "，".join(filter(None, said)) or f"最新的 {MOST} 条，新的在下面"

    def _actions(self, known: tuple[str, ...]) -> tuple[Action, ...]:
        wanted = self._wanted
        levels = (
            ANY,
            *(
                (level, f"{LEVEL_WORDS[level]}起" if level != LEVELS[-1] else LEVEL_WORDS[level])
                for level in LEVELS[1:]
            ),
        )
        kinds = sorted({name.partition(".")[0] for name in events()})
        chosen = (ANY, *((kind, KIND_WORDS.get(kind, kind)) for kind in kinds))
        parts = (ANY, *((device, PARTS.get(device, device)) for device in known))
        return (
            Action("span", "选时间", "mdi6.clock-outline", AskChoice("看多久的？", (ANY, *SPANS.items()), self._hours)),
            Action("level", "选轻重", "mdi6.alert", AskChoice("看哪些轻重的？", levels, wanted.level)),
            Action("event", "选种类", "mdi6.shape", AskChoice("看哪一种？", chosen, wanted.event)),
            Action("device", "选设备", "mdi6.chip", AskChoice("看哪个设备？", parts, wanted.device)),
            Action("all", "看全部", "mdi6.filter-off"),
            Action("export", "导出到 U 盘", "mdi6.usb-flash-drive", primary=True),
        )

    # --- to be carried away ---

    def _export(self) -> Board:
        head, found = "导出到 U 盘", self._sticks()
        note = "日志、故障、版本和配置，加密后只有总部打得开；里面没有群众的信息"
        try:
            recipient(self._certificate(), self.premises.clock)
        except NoRecipient as error:
            return Board(head, note=f"{error.sentence}。{error.remedy}", mood=Mood.BAD)
        if not found:
            return Board(head, note="没有插着的 U 盘。插上一个，这里会出现", mood=Mood.WARN, every=2.0)
        rows = tuple(
            Row(
                "U 盘",
                stick.words,
                name=f"stick{number}",
                icon="mdi6.usb-flash-drive",
                action=Action(
                    f"{EXPORT}{number}", "存到这里", ask=Confirm("存到这个 U 盘？", "存到 U 盘", stick.words)
                ),
            )
            for number, stick in enumerate(found, 1)
        )
        return Board(head, (Rows(rows),), note=note, every=2.0)

    def _exported(self, number: str, staff: Staff) -> Outcome:
        where, found = self.premises, self._sticks()
        if not number.isdigit() or not 1 <= int(number) <= len(found):
            raise StickError(f"stick {number} of {len(found)}", sentence="这个 U 盘不在了", remedy="插好再存一次")
        to, now = recipient(self._certificate(), where.clock), where.clock.now().astimezone()
        try:
            checks = self.services.staff.rounds.inspections(CHECKS)
            packed = bundle(where.settings, where.state, self.services.faults, checks, now)
        except OSError as error:
            raise KioskError(f"{error}", sentence="读不到要导出的文件", remedy="看看磁盘是不是坏了") from error
        data = sealed(packed, to)
        path = put(found[int(number) - 1], name_of(where.settings, now), data, mounts=self.mounts)
        digest = hashlib.sha256(data).digest()
        self.services.audit.record(None, LogsExported(path.name, staff.id, digest, len(data)))
        return Said(f"存好了：{path.name}，{len(data) / 1024:,.0f} KB。可以拔了")

    def _sticks(self) -> tuple[Stick, ...]:
        return sticks(self.mounts, self.blocks)

    def _certificate(self) -> Path | None:
        file = self.premises.settings.maintenance.export_certificate
        return self.premises.state / file if file else None


def _written(line: Line) -> str:
    fields = " ".join(f"{name}={value}" for name, value in line.fields.items())
    return f"{line.at.astimezone():%m-%d %H:%M:%S} {line.level:<8} {line.event:<16} {fields}"
