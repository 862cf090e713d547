"""How often a helper has done which item for others today (代办), counted durably: the package says how often they may.

An authorisation is counted when the gateway has given it out, and stands in the audit from then on.
"""

import threading
from contextlib import suppress
from datetime import timedelta
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.errors import StoreError
from kiosk.core.package import Helper
from kiosk.core.proxy import Authorised, NotByProxy
from kiosk.core.words import said
from kiosk.services.audit import Audit
from kiosk.services.audit_staff import ProxyAuthorised
from kiosk.services.store import Store

__all__ = ["Proxies"]

KEPT: Final = timedelta(days=7)  # only today's count: a clock that was wrong for a while does not erase it


class Proxies:
    """``helper`` is always the number on the staff list. What was counted is in memory for whoever was loaded."""

    def __init__(self, store: Store, audit: Audit, clock: Clock) -> None:
        self._store, self._audit, self._clock = store, audit, clock
        self._lock = threading.Lock()
        self._counted: dict[str, set[tuple[str, str, str]]] = {}  # helper → item, day, authorisation

    def load(self, helper: str) -> None:
        """When the helper begins. What the store cannot say now is not known, and nothing with a limit begins."""
        with suppress(StoreError):  # told by the store
            select = "SELECT item, day, authorisation FROM proxies WHERE helper = ?"
            rows = {(row["item"], row["day"], row["authorisation"]) for row in self._store.read(select, (helper,))}
            with self._lock:
                self._counted[helper] = self._counted.get(helper, set()) | rows

    def check(self, helper: str, item: str, terms: Helper) -> None:
        """Raises NotByProxy where the package, or what was done today, allows no more. Asks no disk."""
        most = terms.limits.get(item)
        if most is None:
            return
        if most == 0:
            raise NotByProxy("the package allows none", sentence="这个网点这件事不能代办")
        with self._lock:
            counted = self._counted.get(helper)
        if counted is None:
            raise NotByProxy("not loaded", sentence="还没数好今天办了几次", remedy="等几秒再试一次")
        if sum((done, day) == (item, self._today) for done, day, _ in counted) >= most:
            raise NotByProxy(
                "the helper's limit of today is reached",
                sentence=said("今天替人办满了{most}次", most=most),
                remedy="换一位帮办员，或明天再办",
            )

    def note(self, helper: str, item: str, authorisation: str) -> None:
        """Counts it from now on, as long as the process stands; ``keep`` makes it last."""
        with self._lock:
            self._counted.setdefault(helper, set()).add((item, self._today, authorisation))

    def keep(self, helper: str, item: str, how: Authorised) -> None:
        """Writes it down, once for each authorisation. While the store cannot, the audit waits for it alone."""
        oldest = (self._clock.now().date() - KEPT).isoformat()
        event = ProxyAuthorised(how.reference, helper, item, how.relation.name.lower())
        try:
            with self._store.write() as db:
                db.execute("DELETE FROM proxies WHERE day < ?", (oldest,))
                row = (how.reference, helper, item, self._today)
                if db.execute("INSERT OR IGNORE INTO proxies VALUES (?, ?, ?, ?)", row).rowcount:
                    self._audit.record(db, event)
        except StoreError:
            self._audit.keep(event)

    @property
    def _today(self) -> str:
        return self._clock.now().date().isoformat()
