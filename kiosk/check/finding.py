"""What the check found, and what it may do to find it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.core.cancel import Cancel

__all__ = ["Choices", "Finding"]


@dataclass(frozen=True)
class Finding:
    """One part and one sentence for the technician, with what to do where something is wrong.

    ``ok`` False means that citizens would notice; None that it was not tried, and ``words`` say why.
    """

    part: str
    ok: bool | None
    words: str


@dataclass(frozen=True)
class Choices:
    """``prints``: test sheets may be used up. ``demo``: the devices are simulated, and the machine is no terminal.

    ``ask`` shows a sentence to whoever stands there, who then has 20 s to do it; None: nobody does. ``cancel`` ends the
    waiting for it.
    """

    prints: bool = False
    demo: bool = False
    ask: Callable[[str], None] | None = None
    cancel: Cancel = field(default_factory=Cancel)
