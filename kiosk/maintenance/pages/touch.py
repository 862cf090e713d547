"""Wiping over the touch screen: which places do not answer, and which answer though nobody touches them."""

from kiosk.core.board import Board, Go, Outcome, Row, Rows
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.core.touch_grid import TouchGrid
from kiosk.maintenance.checked import checked
from kiosk.maintenance.page import ALL, MaintenancePage

__all__ = ["Touch"]

WIPE, STILL = "wipe", "still"


class Touch(MaintenancePage):
    name, title, icon, order, roles = "touch", "触摸", "mdi6.gesture-tap", 70, ALL

    def board(self, at: str, staff: Staff) -> Board:
        if at in (WIPE, STILL):
            return Board(self.title, screen="touch")
        checks = self.services.staff.checks
        tests = (
            Row("擦一遍屏幕", "看哪里点了没反应", icon="mdi6.gesture-swipe", name=WIPE, opens=f"touch:{WIPE}"),
            Row(
                "手不碰，等五秒", "看会不会自己乱点", icon="mdi6.hand-back-left-off", name=STILL, opens=f"touch:{STILL}"
            ),
        )
        return Board(
            "触摸屏",
            (Rows(tests), checked(checks.latest("touch"), "点得到吗"), checked(checks.latest("ghost"), "会乱点吗")),
        )

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        try:
            grid = TouchGrid.decode(value)
        except ValueError:
            raise KioskError(f"no result of a touch test: {value}", sentence="没有测完", remedy="再测一次") from None
        if at == STILL:
            part, well, sentence = "ghost", not grid.touched, _still(grid)
        else:
            part, well, sentence = "touch", not grid.untouched, _wiped(grid)
        self.services.staff.checks.record(part, staff.id, sentence, well=well)
        return Go(self.name, f"测好了：{sentence}")


def _wiped(grid: TouchGrid) -> str:
    if not grid.untouched:
        return "每一处都有反应"
    if not grid.touched:
        return "整个屏幕都没反应"
    return "，".join(f"{area} {count} 格没反应" for area, count in grid.areas(grid.untouched).items())


def _still(grid: TouchGrid) -> str:
    if not grid.touched:
        return "五秒里没有乱点"
    return "，".join(f"{area} {count} 格自己动了" for area, count in grid.areas(grid.touched).items())
