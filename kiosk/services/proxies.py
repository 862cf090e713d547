"""How often a helper has done which item for others today (代办), counted durably: the package says how often they may.

An authorisation is counted when the gateway has given it out, and stands in the audit from then on.
"""

from datetime import timedelta
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.package import Helper
from kiosk.core.proxy import Authorised, NotByProxy
from kiosk.core.words import said
from kiosk.services.audit import Audit
from kiosk.services.audit_staff import ProxyAuthorised
from kiosk.services.store import Store

__all__ = ["Proxies"]

KEPT: Final = timedelta(days=7)  # only today's count: a clock that was wrong for a while does not erase it


class Proxies:
    """``helper`` is always the number on the staff list."""

    def __init__(self, store: Store, audit: Audit, clock: Clock) -> None:
        self._store, self._audit, self._clock = store, audit, clock

    def done_today(self, helper: str, item: str) -> int:
        """Raises StoreError."""
        day = self._clock.now().date().isoformat()
        select = "SELECT count(*) AS times FROM proxies WHERE helper = ? AND item = ? AND day = ?"
        return int(self._store.read(select, (helper, item, day))[0]["times"])

    def check(self, helper: str, item: str, terms: Helper) -> None:
        """Raises NotByProxy where the package, or what was done today, allows no more; StoreError."""
        most = terms.limits.get(item)
        if most is None:
            return
        if most == 0:
            raise NotByProxy("the package allows none", sentence="这个网点这件事不能代办")
        if self.done_today(helper, item) >= most:
            raise NotByProxy(
                "the helper's limit of today is reached",
                sentence=said("今天替人办满了{most}次", most=most),
                remedy="换一位帮办员，或明天再办",
            )

    def authorised(self, helper: str, item: str, how: Authorised) -> None:
        """Counts it, once for each authorisation. Raises StoreError."""
        today = self._clock.now().date()
        with self._store.write() as db:
            db.execute("DELETE FROM proxies WHERE day < ?", ((today - KEPT).isoformat(),))
            entered = db.execute(
                "INSERT OR IGNORE INTO proxies VALUES (?, ?, ?, ?)", (how.reference, helper, item, today.isoformat())
            )
            if entered.rowcount:
                self._audit.record(db, ProxyAuthorised(how.reference, helper, item, how.relation.name.lower()))
