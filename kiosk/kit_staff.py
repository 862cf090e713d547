"""What helpers and technicians work with, beside the kit: opened with it and closed with it."""

from contextlib import ExitStack
from dataclasses import dataclass

from kiosk.config import Config
from kiosk.core.clock import Clock
from kiosk.core.ports import Gateway, Link
from kiosk.services.audit import Audit
from kiosk.services.news import News
from kiosk.services.store import Store

__all__ = ["StaffServices", "open_staff_services"]


@dataclass(frozen=True)
class StaffServices:
    """One field for each of them."""

    news: News


def open_staff_services(
    opened: ExitStack,
    settings: Config,
    store: Store,
    audit: Audit,
    gateway: Gateway,
    link: Link,
    clock: Clock,
    news: News,
) -> StaffServices:
    """Whatever has a thread or a file is closed by ``opened``. Raises StoreError."""
    return StaffServices(news)
