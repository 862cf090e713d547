"""The states of an effect, and how long each is kept.

    submit, issue
             OPEN ──┬─► DONE                         handed in; the receipt is kept until it is printed
              │     ├─► REFUSED                      the gateway said no, and the citizen heard it
              │     └─► WITHDRAWING ─► WITHDRAWN     taken back; body erased at once, the gateway told when it can be
              ▼         └─► DONE                     it had been handed in already
           DEFERRED ─► DONE | WITHDRAWING | CONFLICT kept with consent; what fails then waits for a helper
           CONFLICT ─► RESOLVED                      who says how it was settled
    print, document  (a slip, and a certificate on A4)
           PRINTING ─┬─► OUT                         it is out; ``taken`` says since when it is gone, where that is seen
                     ├─► NOT_OUT                     nothing of it is, nor will be
                     ├─► STOPPED ─► any of the others   the printer stopped in it, and may print it on
                     └─► UNKNOWN ─► OUT | NOT_OUT    nobody knows; a restart makes PRINTING so. ``cuts`` is what the
                                                     printer had cut before, as long as it can still be asked

An unsettled submission that is past its deadline, and fails once more, becomes CONFLICT: it is never dropped unseen.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

__all__ = ["KEPT_FOR", "UNSETTLED", "Kind", "State", "told"]


class Kind(StrEnum):
    """What the gateway is asked to do; the other kinds of effects are paper."""

    SUBMIT = "submit"
    ISSUE = "issue"


class State(StrEnum):
    OPEN = "open"
    DEFERRED = "deferred"
    WITHDRAWING = "withdrawing"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CONFLICT = "conflict"
    RESOLVED = "resolved"
    PRINTING = "printing"
    OUT = "out"
    NOT_OUT = "not_out"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


UNSETTLED = (State.OPEN, State.DEFERRED, State.WITHDRAWING)

_RECEIPT = timedelta(days=30)  # a citizen comes again with the next errand, often at the month's turn
KEPT_FOR: Mapping[State, timedelta] = {
    State.OPEN: timedelta(days=30),  # an agency takes a certification up to a month late
    State.DEFERRED: timedelta(days=30),
    State.WITHDRAWING: timedelta(days=30),
    State.DONE: _RECEIPT,
    State.REFUSED: timedelta(days=1),  # only for the same walk, should it ask again
    State.WITHDRAWN: timedelta(days=1),
    State.CONFLICT: timedelta(days=90),  # a helper calls the citizen, who may be away for a season
    State.RESOLVED: timedelta(days=90),  # should the citizen come with the slip all the same
    # A sheet is known for as long as its receipt, which is older: else it would be offered again.
    State.PRINTING: _RECEIPT,
    State.OUT: _RECEIPT,
    State.NOT_OUT: _RECEIPT,
    State.STOPPED: _RECEIPT,
    State.UNKNOWN: _RECEIPT,
}


def told(out: bool | None, *, begun: bool = False, late: bool = False) -> State:
    """The state of paper, by what the printer told: ``out`` True all of it, False none, None nobody knows.

    ``begun``: the printer has what is not out, and may go on. ``late``: its citizen may have left before it came out.
    """
    if out is None:
        return State.UNKNOWN
    if out:
        return State.UNKNOWN if late else State.OUT
    return State.STOPPED if begun else State.NOT_OUT
