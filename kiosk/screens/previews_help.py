"""Previews of the help page, with the map of a site and without, and of the question about the language."""

from collections.abc import Iterator

from kiosk.screens.content import Help, Page, Proposal
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

TELEPHONE = "0574-8800 0001"
PLAN = ("厕..梯台", "座座..取", "门水机.窗")


def samples(title: str) -> Iterator[Sample]:
    """``title`` is the item's under which the citizen asked for help."""
    desk, hours = "大厅左手边 1 号帮办台", "周一到周五 8:30–17:00"
    yield Sample("help", "help", Page(Help(TELEPHONE, desk, hours), title, True))
    yield Sample("help-plan", "help", Page(Help(TELEPHONE, desk, hours, PLAN, "明天 13:30 有人"), title, True))
    yield Sample("language", "language", Page(Proposal("en"), title, True))
    yield Sample(
        "help-home",
        "help",
        Page(Help(TELEPHONE, f"{desk}，靠近饮水机", "周一到周六 8:30–11:30，13:00–17:00"), "", True),
    )
