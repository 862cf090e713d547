"""The store: whole, once replaced or not, the audit's chain, and what waits for a person."""

from collections.abc import Iterator
from typing import Final

from kiosk.check.finding import Finding
from kiosk.core.clock import SystemClock
from kiosk.core.errors import StoreError
from kiosk.services.audit import Audit
from kiosk.services.audit_check import verdict
from kiosk.services.effect_listing import EffectListing
from kiosk.services.effect_states import State
from kiosk.services.store import Store
from kiosk.services.store_recovery import FIRST, REASONS, replacements

__all__ = ["STORE", "findings"]

STORE: Final = "加密库和密钥"
BEFORE: Final = "以前的加密库"
AUDIT: Final = "审计"
KEPT: Final = "等着交的办件"


def findings(store: Store) -> Iterator[Finding]:
    for part, look in ((STORE, _pages), (BEFORE, _before), (AUDIT, _audit), (KEPT, _kept)):
        try:
            found = look(store)
        except StoreError as error:
            found = Finding(part, False, error.technician)
        if found is not None:
            yield found


def _pages(store: Store) -> Finding:
    damage = store.damage()
    if damage:
        return Finding(STORE, False, f"有 {len(damage)} 处不对（{damage[0]}）。从备份恢复")
    if store.failure is not None:
        return Finding(STORE, False, store.failure.technician)
    return Finding(STORE, True, "打得开，写得进，每一页都核对过")


def _before(store: Store) -> Finding | None:
    """None where the store never took the place of another."""
    replaced = [each for each in replacements(store) if each.reason != FIRST]
    places = store.files.quarantined()
    if places:
        why = "、".join(f"{each.at.astimezone():%m-%d %H:%M} {REASONS[each.reason]}" for each in replaced)
        where = "、".join(str(place) for place in places)
        return Finding(BEFORE, False, f"{why}。旧的在 {where}：拷走交给工程师，再删掉")
    if not replaced:
        return None
    last = replaced[-1]
    return Finding(BEFORE, True, f"{last.at.astimezone():%Y-%m-%d} {REASONS[last.reason]}，旧的已经拿走")


def _audit(store: Store) -> Finding:
    return Finding(AUDIT, *verdict(store))


def _kept(store: Store) -> Finding:
    clock = SystemClock()
    unfinished = EffectListing(store, clock, Audit(store, clock)).unfinished()
    conflicts = sum(each.state is State.CONFLICT for each in unfinished)
    waiting = len(unfinished) - conflicts
    if conflicts:
        return Finding(KEPT, False, f"{conflicts} 件要人处理，{waiting} 件等着交。用 kiosk effects list 看是哪些")
    return Finding(KEPT, True, f"{waiting} 件等着交，没有要人处理的")
