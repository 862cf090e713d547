"""What works just now: why an item cannot be begun, what is missing today, and whether a trouble is over."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from kiosk.core.board import Guide
from kiosk.core.errors import DeviceError, GatewayError, KioskError, PaperError, PaymentsClosed, Unreachable
from kiosk.core.guides import steps_for
from kiosk.core.item import ALWAYS, Capability, Item, Offline

if TYPE_CHECKING:
    from kiosk.kit import Services

__all__ = ["Readiness"]


class Readiness:
    """``services`` says None until they stand; ``failure`` why they never will."""

    def __init__(self, services: "Callable[[], Services | None]", failure: Callable[[], KioskError | None]) -> None:
        self._services, self._failure = services, failure

    def works(self) -> Capability:
        """All that can be used just now: asked once for many items."""
        return reduce(or_, filter(self.has, Capability))

    def missing(self, item: Item, works: Capability | None = None) -> KioskError | None:
        """``works`` is what ``works`` said, where it was asked."""
        services, failure = self._services(), self._failure()
        if failure is not None:
            return failure
        if services is None:
            return None
        if item.offline is Offline.REFUSED and not services.kit.link.status.usable:
            return Unreachable("the link is down")
        works = works or self.works()
        for need in item.needs:
            if not need & works:
                return self._lacks(need)
        return None

    def has(self, capability: Capability) -> bool:
        services = self._services()
        if capability in ALWAYS:
            return True
        status = services.kit.status(capability) if services is not None else None
        return status is not None and status.usable

    def note(self, item: Item, works: Capability | None = None) -> str:
        """What works today, but not as always."""
        services = self._services()
        if services is None:
            return ""
        if item.offline is Offline.DEFERRED and not services.kit.link.status.usable:
            return "网络没连上，可以先存着"
        works = works or self.works()
        if any(want not in works for want in item.wants):
            return "今天打不了回执"
        return ""

    def _lacks(self, need: Capability) -> KioskError:
        services = self._services()
        devices = [services.kit.device(one) for one in need] if services else []
        for device in devices:
            fault = device.status.fault if device is not None else None
            if device is not None and fault is not None:
                return DeviceError(fault.technician, device=device.name, sentence=fault.sentence, remedy=fault.remedy)
        return DeviceError(f"none of {need} is installed", sentence="这台机器办不了这件事")

    def cleared(self, error: KioskError) -> bool:
        services = self._services()
        if services is None or not error.waits or (isinstance(error, PaperError) and error.out is None):
            return False
        if isinstance(error, GatewayError | PaymentsClosed):
            return services.kit.link.status.usable
        return isinstance(error, DeviceError) and services.usable(error.device)

    def steps(self, error: KioskError) -> tuple[Guide, ...]:
        """By how the device stands: an error says less than its status does."""
        services = self._services()
        if services is None or not isinstance(error, DeviceError):
            return ()
        owner = services.owners.get(error.device)
        fault = owner.status.fault if owner is not None else None
        return steps_for(error.device, fault.code if fault is not None else error.code)
