"""A fault and its clocks in words for staff: the same in the list and on the fault's own page."""

from datetime import datetime

from kiosk.core.board import Mood
from kiosk.core.errors import Clearer
from kiosk.core.routing import Late, Terms, Tier, repair_by, respond_by
from kiosk.core.staff import Role, Staff
from kiosk.maintenance import words
from kiosk.services.fault_case_rows import REPORTED, FaultCase

__all__ = ["answer", "concerns", "device", "mending", "standing", "who"]

OF_SITE = (Clearer.SITE, Clearer.CITIZEN, Clearer.ITSELF)


def concerns(case: FaultCase, staff: Staff) -> bool:
    """Engineers see all; site staff what they can clear, and what was written down by hand."""
    mine = case.fault.clearer in OF_SITE or case.tier is Tier.SITE or case.fault.code == REPORTED
    return staff.role is Role.ENGINEER or mine


def device(case: FaultCase) -> str:
    return words.part(case.device) if case.device else "整台机器"


def who(case: FaultCase) -> str:
    """Who is asked, and by which way it came to them."""
    if not case.stops:
        return "还能用，有空处理"
    up = {Late.RESPOND: "没人答复，", Late.REPAIR: "没按时修好，"}
    return next((words for late, words in up.items() if late in case.late), "") + case.tier.words


def answer(case: FaultCase, terms: Terms, now: datetime) -> str:
    """By when somebody has to say that they see to it."""
    if case.responded is not None:
        return f"{words.clock(case.responded)} 有人处理"
    return _until(respond_by(case.routed, terms), now) if _is_timed(case) else "不限时"


def mending(case: FaultCase, terms: Terms, now: datetime) -> str:
    if case.ended is not None:
        return f"{words.clock(case.ended)} 好了，用了 {words.lasting((case.ended - case.began).total_seconds())}"
    return _until(repair_by(case.routed, terms), now) if _is_timed(case) else "不限时"


def standing(case: FaultCase, terms: Terms, now: datetime) -> tuple[str, Mood]:
    """In a word, for the list: the clock that runs out first."""
    if not _is_timed(case):
        return words.lasting((now - case.began).total_seconds()), Mood.WARN
    if case.responded is None:
        by = respond_by(case.routed, terms)
        return f"答复{_until(by, now)}", Mood.BAD if now >= by else Mood.WARN
    by = repair_by(case.routed, terms)
    return f"修好{_until(by, now)}", Mood.BAD if now >= by else Mood.WARN


def _is_timed(case: FaultCase) -> bool:
    return case.stops and case.tier.is_asked


def _until(by: datetime, now: datetime) -> str:
    left = (by - now).total_seconds()
    return f"还有 {words.lasting(left)}" if left > 0 else f"超了 {words.lasting(-left)}"
