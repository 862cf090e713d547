"""Previews of the help page, with the map of a site and without, of a call and how it goes; and of the question about
the language."""

from collections.abc import Iterator

from kiosk.core.helper_call import Calling, CallState
from kiosk.core.words import joined, said
from kiosk.screens.content import Help, Page, Proposal
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

TELEPHONE = "0574-8800 0001"
PLAN = ("厕..梯台", "座座..取", "门水机.窗")
AT_DESK = said("{names}在{place}", names=joined("、", ("李娟", "欧阳建国")), place="大厅左手边 1 号帮办台")
CALLS = {
    "can-call": Calling(),
    "trying": Calling(CallState.TRYING),
    "ringing": Calling(CallState.RINGING, "128", waited=154),
    "busy": Calling(CallState.BUSY, "128", "欧阳建国", 95),
    "coming": Calling(CallState.COMING, "128", "欧阳建国", 95),
    "unanswered": Calling(CallState.UNANSWERED, "128", waited=180),
    "failed": Calling(CallState.FAILED),
}


def samples(title: str) -> Iterator[Sample]:
    """``title`` is the item's under which the citizen asked for help."""
    desk, hours = "大厅左手边 1 号帮办台", "周一到周五 8:30–17:00"
    yield Sample("help", "help", Page(Help(TELEPHONE, desk, hours), title, True))
    yield Sample("help-plan", "help", Page(Help(TELEPHONE, desk, hours, PLAN, "明天 13:30 有人"), title, True))
    for name, calling in CALLS.items():
        content = Help(TELEPHONE, AT_DESK, hours, PLAN, calling=calling, can_call=True, sign_in=True)
        yield Sample(f"help-{name}", "help", Page(content, title, True))
    alone = Help(TELEPHONE, desk, hours, PLAN, note="网络没连上，叫不了人，打电话吧", sign_in=True)
    yield Sample("help-offline", "help", Page(alone, title, True))
    yield Sample("language", "language", Page(Proposal("en"), title, True))
    yield Sample(
        "help-home",
        "help",
        Page(Help(TELEPHONE, f"{desk}，靠近饮水机", "周一到周六 8:30–11:30，13:00–17:00"), "", True),
    )
