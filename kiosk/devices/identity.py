"""What a device says of itself when it is asked who it is: how a driver takes part in ``kiosk devices find``.

A driver module that can ask does so in ``identify(wire, clock)``: one harmless question on an open port, answered or
not within a second. It returns None when nothing came, or what came was no answer of this model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Identity"]


@dataclass(frozen=True)
class Identity:
    """``device`` is the Kit's name, under which config.toml has it; ``words`` are for the technician.

    ``options`` are further lines for config.toml, each value as it is written there.
    """

    device: str
    words: str
    options: Mapping[str, str] = field(default_factory=dict)
