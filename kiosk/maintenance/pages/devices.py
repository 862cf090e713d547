"""Every device of the terminal in a line, and what else can be tested."""

from kiosk.core.board import Board, Mood, Outcome, Row, Rows
from kiosk.core.cancel import Cancel
from kiosk.core.parts import DEVICES
from kiosk.core.staff import Role, Staff
from kiosk.maintenance import words
from kiosk.maintenance.page import ALL, MaintenancePage

__all__ = ["ICONS", "Devices"]

ICONS = {
    "id_card": "mdi6.card-account-details",
    "scanner": "mdi6.qrcode-scan",
    "camera": "mdi6.camera",
    "document_camera": "mdi6.camera-document",
    "receipt_printer": "mdi6.receipt",
    "a4_printer": "mdi6.printer",
    "lights": "mdi6.lightbulb-on",
}


class Devices(MaintenancePage):
    name, title, icon, order, roles = "devices", "设备", "mdi6.devices", 10, ALL

    def board(self, at: str, staff: Staff) -> Board:
        owners = self.services.owners
        order = [name for name in DEVICES if name in owners] + sorted(owners.keys() - DEVICES.keys())
        rows = tuple(self._row(name) for name in order)
        bad = sum(row.mood is Mood.BAD for row in rows)
        parts = [Rows(rows)]
        if staff.role is Role.ENGINEER:
            parts.append(Rows(_OTHERS, "别的"))
        note = f"有 {bad} 个用不了" if bad else "都能用"
        return Board(self.title, tuple(parts), note=note, mood=Mood.BAD if bad else Mood.GOOD, every=2.0)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        return None

    def _row(self, name: str) -> Row:
        value, mood, more = words.standing(self.services.owners[name].status)
        model = self.premises.settings.devices[name].model
        detail = "，".join(filter(None, (more, f"型号 {model}")))
        icon = ICONS.get(name, "mdi6.devices")
        return Row(words.part(name), detail, value, mood, icon, name=name, opens=f"device:{name}")


_OTHERS = (
    Row("触摸屏", "格子和没反应的地方", icon="mdi6.gesture-tap", name="touch", opens="touch"),
    Row("屏幕", "颜色和亮度", icon="mdi6.monitor", name="display", opens="display"),
    Row("声音", "音量和喇叭", icon="mdi6.volume-high", name="sound", opens="sound"),
)
