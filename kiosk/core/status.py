"""How a device stands: its health, its paper, and what is wrong with it."""

from dataclasses import dataclass
from enum import Enum

from kiosk.core.errors import Fault

__all__ = ["Health", "Media", "Status"]


class Health(Enum):
    """XFS4IoT device status, in the words of the design."""

    STARTING = "starting"
    ONLINE = "online"
    BUSY = "busy"
    OFFLINE = "offline"
    USER_ERROR = "user_error"
    HARDWARE_ERROR = "hardware_error"


class Media(Enum):
    OK = "ok"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Status:
    """How one device stands. ``media`` is None where the device has none or cannot tell.

    ``notices`` stop nothing yet: what the site staff should see to soon (toner low, a part worn out). ``waiting``: a
    sheet hangs in the printer's mouth to be taken; None where it cannot tell.
    """

    health: Health
    media: Media | None = None
    fault: Fault | None = None
    notices: tuple[Fault, ...] = ()
    waiting: bool | None = None

    @property
    def usable(self) -> bool:
        """A command may be tried: a starting device queues it, a fault would only repeat itself."""
        return self.fault is None and self.health in (
            Health.ONLINE,
            Health.BUSY,
            Health.STARTING,
        )
