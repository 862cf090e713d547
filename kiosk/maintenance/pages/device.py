"""One device: how it stands, what it is, its faults lately, and its tests."""

from collections.abc import Iterable
from typing import Final

from kiosk.core.board import (
    Action,
    Board,
    Confirm,
    Facts,
    Mood,
    Outcome,
    Part,
    Photo,
    Row,
    Rows,
    Said,
    Table,
)
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Role, Staff
from kiosk.maintenance import device_tests, words
from kiosk.maintenance.page import ALL, MaintenancePage, Premises
from kiosk.services.faults import FaultRecord
from kiosk.settings.keys import shown

__all__ = ["Device"]

FAULTS: Final = 8  # of the last ones
SERIAL: Final = ("port", "host", "usb")  # options of a device whose wire can be watched


class Device(MaintenancePage):
    """Place: "device:<name>"."""

    name, title, roles = "device", "设备", ALL

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self._photo: tuple[str, Photo] | None = None

    def board(self, at: str, staff: Staff) -> Board:
        device = self._known(at)
        photo, self._photo = self._photo, None  # shown once: somebody may be on it
        return self._one(device, staff, photo[1] if photo is not None and photo[0] == device else None)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        device = self._known(at)
        if staff.role is not Role.ENGINEER and action not in _of_site(device):
            raise KioskError(f"{action} is for engineers", sentence="这一项您做不了", remedy="找运维工程师")
        self._photo = None
        if action == "restart":
            self.services.restart(device)
            return Said("正在重新连，看上面写的")
        tested = device_tests.run(self.services, device, action, cancel)
        finding = tested.finding
        if tested.photo is not None:
            self._photo = device, tested.photo
        return Said(finding.words, Mood.GOOD if finding.ok else Mood.BAD)

    # --- how it stands ---

    def _one(self, device: str, staff: Staff, photo: Photo | None) -> Board:
        value, mood, more = words.standing(self.services.owners[device].status)
        settings = self.premises.settings.devices[device]
        engineer = staff.role is Role.ENGINEER
        pairs = [("现在", value), ("说明", more), ("型号", settings.model)]
        if engineer:
            pairs += [(name, _short(option)) for name, option in settings.options.items()]
        parts: list[Part] = [Facts(tuple(pair for pair in pairs if pair[1]))]
        if photo is not None:
            parts.insert(0, photo)
        if engineer:
            parts.append(Rows(tuple(self._ways(device))))
        if lately := self.services.faults.recent(device, most=FAULTS):
            parts.append(self._faults(lately))
        tests = device_tests.actions(device, dict(settings.options.get("slots", {})))
        allowed = [one for one in tests if engineer or one.name in _of_site(device)]
        restart = Action("restart", "重启这个设备", "mdi6.restart", Confirm("断开再连一次？", "重启这个设备"))
        every = 2.0 if photo is None else 0.0
        note = value if mood in (Mood.WARN, Mood.BAD) else ""
        return Board(words.part(device), tuple(parts), (*allowed, restart), note=note, mood=mood, every=every)

    def _ways(self, device: str) -> list[Row]:
        settings = self.premises.settings.devices[device]
        rows = []
        if any(name in settings.options for name in SERIAL):
            rows.append(Row("看线上的往来", "帧和长度，不记内容", icon="mdi6.swap-horizontal", name="trace",
                            opens=f"device_wire:{device}"))  # fmt: skip
        rows.append(Row("换接口或型号", "先试，有回应再存", icon="mdi6.connection", name="change",
                        opens=f"device_change:{device}"))  # fmt: skip
        return rows

    def _faults(self, lately: Iterable[FaultRecord]) -> Table:
        now = self.premises.clock.now()
        rows = (
            (
                words.clock(one.began),
                one.fault.sentence,
                words.lasting(((one.ended or now) - one.began).total_seconds()) + ("" if one.ended else "，还没好"),
                words.CLEARERS[one.fault.clearer],
            )
            for one in lately
        )
        return Table(("开始", "怎么了", "多久", "谁来处理"), tuple(rows), "最近的故障")

    def _known(self, device: str) -> str:
        if device not in self.services.owners or device not in self.premises.settings.devices:
            raise KioskError(f"no device {device}", sentence="这台机器没有这个设备", remedy="退回上一页")
        return device


def _short(option: object) -> str:
    if isinstance(option, dict):
        return "，".join(f"{name} = {one}" for name, one in option.items())
    return shown(option) if isinstance(option, str | int | float | bool) else str(option)


def _of_site(device: str) -> tuple[str, ...]:
    """What site staff may do."""
    return ("test", "restart") if device in device_tests.PRINTERS else ("restart",)
