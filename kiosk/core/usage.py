"""How a citizen's way through an item came to its end, for counting: nothing of the citizen."""

from enum import Enum

from kiosk.core.step import Tone
from kiosk.core.walk import Walk

__all__ = ["Outcome", "ended"]


class Outcome(Enum):
    DONE = "done"  # the errand is done
    ENDED = "ended"  # the script has ended without it: not entitled, done before, nothing owed
    LEFT = "left"  # given up at a step
    IDLE = "idle"  # nobody was there any more at a step
    TROUBLE = "trouble"  # given up while something was broken


def ended(walk: Walk, *, idle: bool) -> tuple[Outcome, str]:
    """Of a walk that is about to be closed, with the step at which it was left; ``idle``: nobody was there any more."""
    if walk.outcome is not None:
        return (Outcome.DONE if walk.outcome.tone is Tone.GOOD else Outcome.ENDED), ""
    step = walk.step.called if walk.step is not None else ""
    if walk.trouble is not None:
        return Outcome.TROUBLE, step
    return (Outcome.IDLE if idle else Outcome.LEFT), step
