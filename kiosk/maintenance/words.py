"""How pages for staff say things: parts, states, times. Short, plain, and the same on every page."""

from datetime import datetime
from typing import Final

from kiosk.check.devices import PAPER
from kiosk.core.board import Mood
from kiosk.core.errors import Clearer
from kiosk.core.parts import PARTS
from kiosk.core.status import Health, Status

__all__ = ["CLEARERS", "clock", "days", "lasting", "part", "size", "standing"]

CLEARERS: Final = {
    Clearer.ITSELF: "会自己好",
    Clearer.CITIZEN: "办事的人自己能好",
    Clearer.SITE: "网点人员处理",
    Clearer.ENGINEER: "要工程师",
}


def part(name: str) -> str:
    """Of a device, by the Kit's name."""
    return PARTS.get(name, name)


def standing(status: Status) -> tuple[str, Mood, str]:
    """In a word, its mood, and what else there is to say: who clears it, what ends soon."""
    if status.fault is not None:
        return status.fault.sentence, Mood.BAD, CLEARERS[status.fault.clearer]
    if status.health is Health.STARTING:
        return "正在连", Mood.WARN, ""
    if not status.usable:
        return "没连上", Mood.BAD, "检查电源和接线"
    more = [notice.sentence for notice in status.notices]
    if not more and status.media is not None and PAPER[status.media]:
        more = [PAPER[status.media]]
    if status.waiting:
        more.append("出纸口还有一张没拿走")
    well = ("要留意", Mood.WARN) if status.notices else ("正常", Mood.GOOD)
    return *well, "，".join(more)


def lasting(seconds: float) -> str:
    """ "3 分钟", "2 小时 5 分", "4 天"."""
    minutes = int(max(0.0, seconds) // 60)
    if minutes < 60:
        return f"{minutes} 分钟" if minutes else "不到 1 分钟"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} 小时 {minutes} 分" if minutes else f"{hours} 小时"
    return f"{hours // 24} 天"


def days(left: float | None) -> str:
    """How long something lasts by forecast."""
    if left is None:
        return "用几天才估得出"
    if left < 1:
        return "今天就会用完"
    return f"估计还够 {int(left)} 天" if left < 60 else "够两个月以上"


def clock(at: datetime) -> str:
    """A time of the terminal's own day, or of another."""
    return f"{at.astimezone():%m-%d %H:%M}"


def size(octets: float) -> str:
    return f"{octets / 2**30:.1f} GB" if octets >= 2**30 else f"{octets / 2**20:.0f} MB"
