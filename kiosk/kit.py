"""Builds everything that has weight: gateway, store, effects, drivers. Loaded by ``app.py`` after the first paint.

Devices are opened by their owner threads, all at once; a device that is not there keeps nothing waiting.
"""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from kiosk import __version__
from kiosk.config import HOME, Config
from kiosk.core.attention import Attention
from kiosk.core.clock import Clock
from kiosk.core.errors import StoreError
from kiosk.core.kit import Kit
from kiosk.core.status import Health, Status
from kiosk.devices.document import SheetScanner
from kiosk.devices.id_photo_gate import IdPhotoGate
from kiosk.devices.owner import Owner
from kiosk.devices.zxing_codes import ZxingCodeReader
from kiosk.kit_devices import open_face_detector, open_owners, open_voice
from kiosk.kit_gateway import gateway_url, open_gateway, open_pdf_reader
from kiosk.kit_paper import open_paper
from kiosk.kit_staff import StaffServices, open_rounds, open_staff_services, open_watch
from kiosk.services.audit import Audit
from kiosk.services.audit_check import Anchor
from kiosk.services.audit_events import BadReplyCame, StoreTrouble, TerminalStarted
from kiosk.services.called import CalledNumbers
from kiosk.services.documents import Documents
from kiosk.services.effects import Effects
from kiosk.services.faults import FaultHistory
from kiosk.services.gateway import HttpGateway
from kiosk.services.home_order import HomeOrder, Offer, weights
from kiosk.services.ledger import Ledger, Terms
from kiosk.services.link import LinkMonitor
from kiosk.services.logs import Log, crash
from kiosk.services.logs import log as tell
from kiosk.services.order_table import OrderTable
from kiosk.services.owner import OwnerKey
from kiosk.services.receipts import KeptReceipts
from kiosk.services.schema import MIGRATIONS
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from kiosk.services.store_rebuild import Rebuild
from kiosk.services.store_recovery import Replacement, open_store
from kiosk.services.sweeper import Sweeper
from kiosk.services.upkeep import Upkeep
from kiosk.services.usage import Usage

__all__ = ["Services", "build", "gateway_url"]

QUEUE = "queue.ticket"


@dataclass(frozen=True)
class Services:
    """The kit, what stands behind it, and how all of it is closed."""

    kit: Kit
    store: Store
    audit: Audit
    link: LinkMonitor
    owners: Mapping[str, Owner[Any]]
    faults: FaultHistory
    usage: Usage
    called: CalledNumbers
    staff: StaffServices
    close: Callable[[], None]

    def usable(self, device: str) -> bool:
        owner = self.owners.get(device)
        return owner is not None and owner.status.usable

    def used_most(self, now: datetime) -> tuple[str, ...]:
        """Items by how much they are used here; none while the store cannot say."""
        with suppress(StoreError):
            used = weights(self.store, now)
            return tuple(sorted(used, key=used.__getitem__, reverse=True))
        return ()

    def restart(self, device: str) -> None:
        """Closes one device and opens it anew, after the command that it is at; others are not touched.

        Returns at once: what comes of it shows in its status. Raises KeyError when the site has no such device.
        """
        self.owners[device].restart()

    @property
    def starting(self) -> bool:
        """Whether some device or the link has not said yet how it stands."""
        statuses = [self.link.status, *(owner.status for owner in self.owners.values())]
        return any(status.health is Health.STARTING for status in statuses)


def build(
    settings: Config, state: Path, clock: Clock, changed: Callable[[], None], attention: Attention | None = None
) -> Services:
    """Opens everything. ``changed`` is called from any thread when a device or the link stands differently.
    Without ``attention`` all of them are asked often.

    Raises StoreError, or KioskError when the gateway's secret or the face model cannot be used; then nothing is left
    open.
    """
    with ExitStack() as opened:  # closes in the opposite order, which is the one in which they lean on each other
        opened.enter_context(closing(Log(state / "logs", clock)))
        _tell_of_crashes(opened)
        gateway = opened.enter_context(closing(open_gateway(settings, state, clock)))
        replaced, store, audit, upkeep = _open_store(opened, state, clock)
        gateway.on_bad_reply(lambda path, code: audit.record(None, BadReplyCame("", path, code)))
        effects = Effects(store, gateway, clock, terminal=settings.terminal.id, audit=audit)
        documents = Documents(store, gateway, clock, audit, open_pdf_reader(settings, state, clock))
        paper = opened.enter_context(closing(open_paper(settings, store, clock)))
        effects.counted_by(paper)
        documents.on_out(paper.document_out)
        papers: dict[str, Any] = {"receipt_printer": effects, "a4_printer": documents}
        faults = opened.enter_context(closing(FaultHistory(store, clock)))
        news, cases = open_watch(opened, settings, store, gateway, clock)

        def device_changed(name: str, status: Status) -> None:
            faults.note(name, status)
            cases.note(name, status)
            paper.note(name, status)
            if name in papers and status.usable:
                papers[name].paper_changed()
            changed()

        replaced.listen(store, audit, device_changed)

        owners, lights = open_owners(opened, settings, state, clock, device_changed, attention)
        threads = owners if lights is None else {**owners, "lights": lights.owner}
        for name in papers.keys() & owners.keys():
            papers[name].watch(owners[name])

        def link_changed(status: Status) -> None:
            if status.usable:
                sweeper.wake()
                news.wake()
            device_changed("link", status)

        link = opened.enter_context(
            closing(LinkMonitor(gateway_url(settings), clock=clock, on_change=link_changed, attention=attention))
        )
        ledger, rebuild = _orders(settings, store, gateway, link, clock, audit, effects)
        usage = opened.enter_context(closing(Usage(store, clock)))
        home = HomeOrder(store, clock, Offer.of(settings.package), state / HOME)
        rounds = open_rounds(settings, store, clock, audit, news)
        sweeper = opened.enter_context(
            closing(Sweeper(ledger, effects, documents, upkeep, rebuild, usage, home, paper, rounds))
        )
        link.start()
        called = _called(opened, settings, gateway, link, changed)
        staff = open_staff_services(
            opened, settings, store, audit, gateway, link, clock, changed, paper, news, cases, rounds
        )
        voice = opened.enter_context(closing(open_voice(settings, state, clock)))
        voice.on_status(lambda status: device_changed("speech", status))
        detector = open_face_detector(settings, state, clock) if "camera" in owners else None
        kit = Kit(
            clock=clock,
            gateway=gateway,
            link=link,
            effects=effects,
            ledger=ledger,
            documents=documents,
            receipts=KeptReceipts(store),
            speech=voice,
            face_detector=detector,
            id_photo_gate=IdPhotoGate(detector) if detector is not None else None,
            document_scanner=SheetScanner() if "document_camera" in owners else None,
            code_reader=ZxingCodeReader() if "camera" in owners else None,
            lights=lights,
            **owners,
        )
        return Services(kit, store, audit, link, threads, faults, usage, called, staff, opened.pop_all().close)


def _open_store(opened: ExitStack, state: Path, clock: Clock) -> tuple["_StoreNews", Store, Audit, Upkeep]:
    """The store with what is written of it: that the terminal has started, and whether it took another one's place."""
    replaced = _StoreNews()
    key = store_key(state / "store", os.environ)
    store = opened.enter_context(closing(open_store(state / "store", key, clock, tell=replaced.replaced)))
    audit = Audit(store, clock)
    upkeep = opened.enter_context(closing(Upkeep(store, audit, Anchor(audit, store.files))))
    audit.record(None, TerminalStarted("", __version__, len(MIGRATIONS)))
    return replaced, store, audit, upkeep


def _orders(
    settings: Config,
    store: Store,
    gateway: HttpGateway,
    link: LinkMonitor,
    clock: Clock,
    audit: Audit,
    effects: Effects,
) -> tuple[Ledger, Rebuild]:
    """What is paid here, and how it is found again at the gateway after a store was lost."""
    orders = OrderTable(store, clock, audit)
    terms = Terms(settings.terminal.id, settings.site.telephone, OwnerKey(store).hash)
    ledger = Ledger(orders, gateway, link, clock, terms, record=partial(audit.record, None))
    effects.on_out(ledger.printed)
    return ledger, Rebuild(store, gateway, orders, audit, clock)


def _called(
    opened: ExitStack, settings: Config, gateway: HttpGateway, link: LinkMonitor, changed: Callable[[], None]
) -> CalledNumbers:
    """It asks only in a hall with windows: elsewhere nobody waits to be called."""
    called = opened.enter_context(closing(CalledNumbers(gateway, link, changed)))
    if QUEUE in settings.package.items:
        called.start()
    return called


class _StoreNews:
    """The store's trouble, for fault history and audit, as soon as it can be written there."""

    def __init__(self) -> None:
        self._replaced: list[Replacement] = []
        self._changed: Callable[[str, Status], None] | None = None

    def replaced(self, replacement: Replacement) -> None:
        self._replaced.append(replacement)
        self._tell()

    def listen(self, store: Store, audit: Audit, changed: Callable[[str, Status], None]) -> None:
        def stands(status: Status) -> None:
            if status.fault is not None:
                audit.keep(StoreTrouble("", status.fault.technician))
            changed("store", status)

        store.on_status(stands)
        self._changed = changed
        self._tell()

    def _tell(self) -> None:
        while self._changed is not None and self._replaced:
            self._changed("store", Status(Health.HARDWARE_ERROR, fault=self._replaced.pop(0).fault()))
            self._changed("store", Status(Health.ONLINE))


def _tell_of_crashes(opened: ExitStack) -> None:
    """A mistake of ours goes to the log, without what the exception says: that could be a citizen's."""
    before = sys.excepthook, threading.excepthook
    sys.excepthook = lambda _kind, error, _trace: tell(crash(error))
    threading.excepthook = lambda hook: tell(crash(hook.exc_value or RuntimeError()))

    def restore() -> None:
        sys.excepthook, threading.excepthook = before

    opened.callback(restore)
