"""The picture: whole-screen colours to look for dead pixels and stains, and brightness where the machine has it."""

from pathlib import Path

from kiosk.core.board import Action, AskChoice, Board, Facts, Outcome, Row, Rows, Said
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.maintenance.checked import checked
from kiosk.maintenance.page import ALL, MaintenancePage

__all__ = ["Display"]

STEPS = 10
FAULTS = (
    ("pixels", "有坏点或亮点"),
    ("stain", "有斑或发黄"),
    ("flicker", "闪"),
    ("dark", "太暗"),
    ("edge", "边上看不全"),
)
BY_HAND = "这台机器不能从这里调，用屏幕上的按键"


class Display(MaintenancePage):
    """``backlights`` is where Linux has a folder for each; a screen with a plug of its own has none."""

    name, title, icon, order, roles = "display", "屏幕", "mdi6.monitor", 71, ALL
    backlights: Path = Path("/sys/class/backlight")

    def board(self, at: str, staff: Staff) -> Board:
        if at == "colours":
            return Board(self.title, screen="colours")
        light = self._backlight()
        look = Row(
            "看颜色",
            "白、黑、红、绿、蓝、灰和四边，点一下换一种",
            icon="mdi6.palette",
            name="look",
            opens="display:colours",
        )
        level = BY_HAND if light is None else f"第 {self._level(light)} 档，共 {STEPS} 档"
        turn = (Action("darker", "暗一点", "mdi6.brightness-4"), Action("brighter", "亮一点", "mdi6.brightness-7"))
        return Board(
            self.title,
            (Rows((look,)), Facts((("亮度", level),)), checked(self.services.staff.checks.latest("display"))),
            (
                *(turn if light is not None else ()),
                Action("faulty", "画面有毛病", "mdi6.alert", AskChoice("画面怎么了", FAULTS)),
                Action("well", "画面没问题", "mdi6.check", primary=True),
            ),
        )

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        if action in ("darker", "brighter"):
            return Said(f"亮度：第 {self._turn(1 if action == 'brighter' else -1)} 档")
        sentence = dict(FAULTS).get(value, "画面有毛病") if action == "faulty" else "画面没问题"
        self.services.staff.checks.record("display", staff.id, sentence, well=action == "well")
        return Said("记下了")

    # --- brightness ---

    def _backlight(self) -> Path | None:
        if not self.backlights.is_dir():
            return None
        return next(
            (light for light in sorted(self.backlights.iterdir()) if (light / "max_brightness").is_file()), None
        )

    def _level(self, light: Path) -> int:
        most, now = (int((light / name).read_text()) for name in ("max_brightness", "brightness"))
        return max(round(now * STEPS / most), 1)

    def _turn(self, by: int) -> int:
        """One step; never to nothing, which nobody could turn up again."""
        light = self._backlight()
        if light is None:
            raise KioskError("there is no backlight", sentence="这里调不了亮度", remedy="用屏幕上的按键")
        level = min(max(self._level(light) + by, 1), STEPS)
        try:
            (light / "brightness").write_text(str(level * int((light / "max_brightness").read_text()) // STEPS))
        except OSError as error:
            denied = f"{light}: {error.strerror}"
            raise KioskError(denied, sentence="调不了亮度", remedy="找工程师，让这个账户可以写背光") from error
        return level
