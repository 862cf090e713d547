"""What the help page is filled with: who can be asked here and now, and how a call for somebody stands."""

from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.config import Config
from kiosk.core.words import joined, said
from kiosk.screens.content import Help

if TYPE_CHECKING:
    from kiosk.kit import Services

__all__ = ["help_content"]


def help_content(settings: Config, services: "Services | None", now: datetime, *, broken: bool) -> Help:
    """From the settings alone as long as there are no ``services``: ``broken`` says that there will be none."""
    site, package = settings.site, settings.package
    helped = package.helper.minutes > 0
    week = package.helper.hours
    opens = week.opens_words(now) if week is not None else ""
    if services is None:
        note = "机器有毛病，叫不了人" if broken and helped else ""
        return Help(site.telephone, site.desk, site.hours, package.plan, _heading(opens), note=note, sign_in=helped)
    call, reached = services.staff.helper_call, services.link.status.usable
    call.look()
    duty = call.on_duty
    there = bool(duty.names) or not opens
    return Help(
        site.telephone,
        said("{names}在{place}", names=joined("、", duty.names), place=duty.place or site.desk)
        if duty.names
        else site.desk,
        site.hours,
        package.plan,
        _heading("" if there else opens),
        calling=call.calling,
        can_call=helped and there and reached,
        note="网络没连上，叫不了人，打电话吧" if helped and not reached else "",
        sign_in=helped,
    )


def _heading(opens: str) -> str:
    return said("{when} 有人", when=opens) if opens else "有人帮您"
