"""The first page: how everything stands, at a glance."""

from kiosk.core.board import Board, Mood, Outcome, Row, Rows
from kiosk.core.cancel import Cancel
from kiosk.core.errors import PARTS
from kiosk.core.staff import Staff
from kiosk.core.status import Status
from kiosk.maintenance.page import ALL, MaintenancePage

__all__ = ["Overview"]


class Overview(MaintenancePage):
    name, title, icon, order, roles = "overview", "总览", "mdi6.view-dashboard", 0, ALL

    def board(self, at: str, staff: Staff) -> Board:
        devices = tuple(
            _row(PARTS.get(name, name), owner.status) for name, owner in sorted(self.services.owners.items())
        )
        return Board(
            self.title, (Rows(devices, "设备"), Rows((_row("政务平台", self.services.link.status),))), every=2.0
        )

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        return None


def _row(title: str, status: Status) -> Row:
    if status.fault is not None:
        return Row(title, status.fault.sentence, "要处理", Mood.BAD)
    return Row(title, "", "正常" if status.usable else "没连上", Mood.GOOD if status.usable else Mood.WARN)
