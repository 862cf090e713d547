"""Checklists as a row of a page says them; the overview has those that are due."""

from kiosk.core.board import Mood, Row
from kiosk.services.rounds import Due, Rounds

__all__ = ["due_rows", "row", "when"]


def due_rows(rounds: Rounds) -> tuple[Row, ...]:
    """A row for each checklist that is due, the most overdue first; each leads to it. Raises StoreError."""
    return tuple(row(one) for one in rounds.standing() if one.due)


def row(one: Due) -> Row:
    count = len(one.checklist.items)
    begun = f"，看到一半（{len(one.answers)}/{count}）" if one.answers else ""
    mood = Mood.BAD if one.overdue else Mood.WARN if one.due else Mood.GOOD
    value = f"过期 {one.overdue} 天" if one.overdue else "今天该看" if one.due else f"{one.day:%m月%d日}"
    name = one.checklist.name
    return Row(one.checklist.title, f"{count} 样{begun}", value, mood, name=name, opens=f"upkeep:{name}")


def when(one: Due) -> str:
    return f"过期 {one.overdue} 天" if one.overdue else "今天该看" if one.due else f"下一次 {one.day:%m月%d日}"
