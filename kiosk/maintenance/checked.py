"""How the pages of touch, picture and sound show what was found last."""

from kiosk.core.board import Mood, Row, Rows
from kiosk.services.hardware_checks import HardwareCheck

__all__ = ["checked"]


def checked(checks: tuple[HardwareCheck, ...], heading: str = "以前试的结果") -> Rows:
    if not checks:
        return Rows((Row("还没有试过"),), heading)
    return Rows(
        tuple(
            Row(check.sentence, f"{check.at:%Y-%m-%d %H:%M}，工号 {check.staff}", mood=_mood(check)) for check in checks
        ),
        heading,
    )


def _mood(check: HardwareCheck) -> Mood:
    return Mood.GOOD if check.well else Mood.BAD
