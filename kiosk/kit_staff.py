"""What helpers and technicians work with, beside the kit: opened with it and closed with it."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass

from kiosk.config import Config
from kiosk.core.clock import Clock
from kiosk.core.ports import Gateway, Link
from kiosk.services.audit import Audit
from kiosk.services.helper_call import HelperCall
from kiosk.services.paper import PaperStock
from kiosk.services.news import News
from kiosk.services.store import Store

__all__ = ["StaffServices", "open_staff_services", "pin_lock"]


@dataclass(frozen=True)
class StaffServices:
    """One field for each of them."""

    paper: PaperStock
    helper_call: HelperCall
    news: News


def open_staff_services(
    opened: ExitStack,
    settings: Config,
    store: Store,
    audit: Audit,
    gateway: Gateway,
    link: Link,
    clock: Clock,
    changed: Callable[[], None],
    paper: PaperStock,
    news: News,
) -> StaffServices:
    """Whatever has a thread or a file is closed by ``opened``. ``changed``: a page may say something else now.

    Raises StoreError.
    """
    helper_call = opened.enter_context(closing(HelperCall(gateway, link, clock, changed)))
    helper_call.start()
    return StaffServices(paper, helper_call=helper_call, news=news)
