"""What helpers and technicians work with, beside the kit: opened with it and closed with it."""

import hashlib
import hmac
import os
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass

from kiosk.config import ROOT, Config
from kiosk.core.clock import Clock
from kiosk.core.news import DoorLocked, PaperLow
from kiosk.core.ports import Gateway, Link
from kiosk.core.routing import Terms
from kiosk.core.staff import Door
from kiosk.services.audit import Audit
from kiosk.services.casework import Casework
from kiosk.services.challenge import CREDENTIAL, KEY_FILE, Challenges
from kiosk.services.checklists import checklists
from kiosk.services.fault_cases import FaultCases
from kiosk.services.hardware_checks import HardwareChecks
from kiosk.services.helper_call import HelperCall
from kiosk.services.helper_items import HelperItems
from kiosk.services.news import News
from kiosk.services.paper import PaperStock
from kiosk.services.paper_state import Stock
from kiosk.services.pin_lock import FILE, PinLock
from kiosk.services.proxies import Proxies
from kiosk.services.rounds import Rounds
from kiosk.services.staff import StaffBook
from kiosk.services.store import Store
from kiosk.services.store_key import kept_key, store_key

__all__ = ["StaffServices", "open_rounds", "open_staff_services", "open_watch", "pin_lock"]

CHECKLISTS = ROOT / "assets" / "upkeep"


@dataclass(frozen=True)
class StaffServices:
    """One field for each of them."""

    paper: PaperStock
    helper_call: HelperCall
    news: News
    cases: FaultCases
    book: StaffBook
    casework: Casework
    rounds: Rounds
    challenges: Challenges
    checks: HardwareChecks
    helper_items: HelperItems
    proxies: Proxies


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
    cases: FaultCases,
    rounds: Rounds,
) -> StaffServices:
    """Whatever has a thread or a file is closed by ``opened``. ``changed``: a page may say something else now.

    Raises StoreError.
    """
    helper_call = opened.enter_context(closing(HelperCall(gateway, link, clock, changed)))
    helper_call.start()
    lock = pin_lock(store, clock)

    def locked(door: Door, tries: int, seconds: int) -> None:
        news.tell(DoorLocked(door.value, tries, seconds))

    book = StaffBook(store, lock, audit, clock, locked=locked)
    key = kept_key(store.files.directory / KEY_FILE, CREDENTIAL, os.environ)
    challenges = Challenges(key, settings.terminal.id, lock, audit, clock)
    paper.on_low(lambda stock: news.tell(_paper_low(stock)))
    checks = HardwareChecks(store, clock)
    return StaffServices(
        paper, helper_call=helper_call, news=news, cases=cases, book=book, challenges=challenges, checks=checks,
        helper_items=HelperItems(store, clock), proxies=Proxies(store, audit, clock),
        casework=Casework(store, clock, audit, book), rounds=rounds,
    )  # fmt: skip


def pin_lock(store: Store, clock: Clock) -> PinLock:
    """The lock of the doors; its file is beside the store's directory, and its key follows from the store's."""
    directory = store.files.directory
    key = hmac.digest(store_key(directory, os.environ), b"jinban doors", hashlib.sha256)
    return PinLock(store, directory.parent / FILE, key, clock)


def open_rounds(settings: Config, store: Store, clock: Clock, audit: Audit, news: News) -> Rounds:
    upkeep = settings.package.upkeep
    return Rounds(store, clock, audit, news, upkeep, checklists(CHECKLISTS, upkeep.tier))


def _paper_low(stock: Stock) -> PaperLow:
    days = -1 if stock.days is None else int(stock.days)
    return PaperLow(stock.tray.device, stock.sheets or 0, days)


def open_watch(
    opened: ExitStack, settings: Config, store: Store, gateway: Gateway, clock: Clock
) -> tuple[News, FaultCases]:
    """They stand before the devices, which tell how they stand."""
    package = settings.package
    terms = Terms(package.upkeep.respond_hours, package.upkeep.repair_hours, package.hours)
    news = opened.enter_context(closing(News(store, gateway, clock)))
    devices = {*settings.devices, "link", "store"}
    cases = opened.enter_context(closing(FaultCases(store, news, clock, terms, devices)))
    news.start()
    cases.start()
    return news, cases
