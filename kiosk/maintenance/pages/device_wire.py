"""What goes over one device's wire, while somebody watches it: frames and lengths, no contents."""

from typing import Final

from kiosk.core.board import Action, Board, Lines, Outcome
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.core.timing import TRACED
from kiosk.devices.trace import Entry, Trace
from kiosk.maintenance import words
from kiosk.maintenance.page import MaintenancePage

__all__ = ["DeviceWire"]

LINES: Final = 60  # of those that are kept


class DeviceWire(MaintenancePage):
    """Place: "device_wire:<name>"."""

    name, title = "device_wire", "线上的往来"

    def board(self, at: str, staff: Staff) -> Board:
        trace = self._trace(at)
        on = trace.left > 0
        again = Action("restart", "重启设备看开头", "mdi6.restart")
        actions = (Action("off", "停下", "mdi6.stop"), again) if on else (_ON,)
        note = f"还看 {words.lasting(trace.left)}；卡、码和回执的内容不记" if on else "没有在看；开始后看 5 分钟"
        lines = tuple(map(_line, trace.entries[-LINES:]))
        return Board(f"{words.part(at)}：{self.title}", (Lines(lines),), actions, note=note, every=1.0 if on else 0.0)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        trace = self._trace(at)
        match action:
            case "on":
                trace.start(TRACED)
            case "off":
                trace.stop()
            case "restart":
                self.services.restart(at)
        return None

    def _trace(self, device: str) -> Trace:
        owner = self.services.owners.get(device)
        if owner is None or owner.trace is None:
            raise KioskError(f"{device} has no wire", sentence="这个设备的线看不了", remedy="退回上一页")
        return owner.trace


_ON: Final = Action("on", "开始看", "mdi6.play", primary=True)


def _line(entry: Entry) -> str:
    way = "→" if entry.sent else "←"
    said = f"{entry.seen.words}：" if entry.seen.words else ""
    return f"{entry.at.astimezone():%H:%M:%S.%f}"[:-3] + f" {way} {said}{entry.seen.shown}"
