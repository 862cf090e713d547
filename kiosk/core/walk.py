"""One citizen's way through one script: answer, fail, back, revise.

The coroutine of the script is driven by hand with ``send`` and ``throw``; there is no event loop. Going back and
revising run the script anew with the recorded answers, which is why a script is pure between its steps.

An error of a step becomes ``trouble``: the walk stands where it stood, and the step can be tried again when it has
cleared. When the citizen gives up on it, or it is of the kind that never clears (``Refused``), it is thrown into the
script, which may catch it by name (``except Unreachable``); what the script does not catch stays trouble.
"""

import hashlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from kiosk.core.assist import assisted_key
from kiosk.core.errors import KioskError
from kiosk.core.person import Person
from kiosk.core.step import Done, Identify, Step

__all__ = ["Script", "Walk"]

Script = Callable[[], Coroutine[Step[Any], Any, Done]]


@dataclass(frozen=True)
class _Answered:
    step: Step[Any]
    value: Any = None
    error: KioskError | None = None


class Walk:
    """``step`` is what is asked now (None at the end), ``outcome`` how it ended, ``trouble`` why the step stands still.

    ``known`` is who was recognised on the walk before this one: nobody who stays is asked again who they are.
    ``id`` is unique for each citizen's walk: with a call's fingerprint it makes the idempotency key of an effect.
    """

    def __init__(self, script: Script, *, id: str, known: Person | None = None) -> None:
        self.id = id
        self.helper = ""  # the number of whoever assists just now, "" for nobody
        self.assisted_by = ""  # of whoever has assisted from its beginning on: it never changes, since keys carry it
        self.authorisation = ""  # the number under which somebody acts for the person
        self.step: Step[Any] | None = None
        self.outcome: Done | None = None
        self.trouble: KioskError | None = None
        self._script, self._known = script, known
        self._past: list[_Answered] = []
        self._kept: list[_Answered] = []  # later answers that may still fit after a revision
        self._before_revision: list[_Answered] | None = None
        self._replay([])
        self._introduce()

    @property
    def person(self) -> Person | None:
        """Who was recognised last, or None as yet."""
        return next((past.value for past in reversed(self._past) if isinstance(past.value, Person)), None)

    @property
    def answers(self) -> tuple[tuple[Step[Any], Any], ...]:
        """Every step that was answered, with its answer, in their order."""
        return tuple((past.step, past.value) for past in self._past if past.error is None)

    def key(self, fingerprint: str) -> str:
        """The idempotency key of a call within this walk: 32 hexadecimal digits, after the ``authorisation`` and a dot
        where somebody acts for the person (``core/proxy.py``).
        """
        key = assisted_key(hashlib.sha256(f"{self.id}:{fingerprint}".encode()).hexdigest()[:32], self.assisted_by)
        return f"{self.authorisation}.{key}" if self.authorisation else key

    def answer(self, value: Any) -> None:
        """Gives the present step its answer and moves on to the next one that has none yet."""
        self._before_revision = None
        self._give(_Answered(self._present(), value))
        self._reuse_kept()
        self._introduce()

    def fail(self, error: KioskError) -> None:
        """The present step could not be done. The script hears of it at once only when it will never clear."""
        self._present()
        self.trouble = error
        if not error.waits:
            self.give_up()

    def give_up(self) -> None:
        """Throws the trouble into the script; one that it does not catch stays."""
        if self.trouble is None:
            raise ValueError("there is no trouble to give up on")
        self._before_revision = None
        error, past = self.trouble, list(self._past)
        try:
            self._give(_Answered(self._present(), error=error))
        except KioskError as uncaught:
            self._replay(past)
            self.trouble = uncaught

    def retry(self) -> None:
        """Asks the step that is in trouble once more."""
        self.trouble = None

    @property
    def can_go_back(self) -> bool:
        return self._before_revision is not None or self._last_question() is not None

    @property
    def begun(self) -> bool:
        """Whether the citizen has answered anything, or anything was done that stays."""
        return any(past.step.asks or past.step.durable for past in self._past)

    def back(self) -> None:
        """Returns to the question before this one, or from a revision to the review."""
        if self._before_revision is not None:
            past, self._before_revision = self._before_revision, None
            self._kept = []
            self._replay(past)
            return
        index = self._last_question()
        if index is None:
            raise ValueError("there is no question to go back to")
        self._kept = []
        self._replay(self._past[:index])

    def revise(self, called: str) -> None:
        """Asks what is called so once more, and all that is part of it; the later answers that still fit are kept.

        It begins where that was asked last. Raises ValueError where there is no such answer, or an effect since.
        """
        whole, floor = self._past, self._floor()
        part = [index for index in range(floor, len(whole)) if whole[index].step.belongs_to(called)]
        if not part:
            raise ValueError(f"no answer of {called} can be revised")
        first = part[-1]
        while first - 1 in part:
            first -= 1
        self._kept = [later for later in whole[first:] if not later.step.belongs_to(called)]
        self._replay(whole[:first])
        self._before_revision = whole

    def close(self) -> None:
        """Forgets every answer: the citizen has left."""
        self._coroutine.close()
        self._known = None
        self.step = self.outcome = self.trouble = self._before_revision = None
        self._past, self._kept = [], []

    def _present(self) -> Step[Any]:
        if self.step is None:
            raise ValueError("the walk has ended")
        return self.step

    def _floor(self) -> int:
        """The first index that no effect stands behind."""
        durable = [index for index, past in enumerate(self._past) if past.step.durable]
        return durable[-1] + 1 if durable else 0

    def _last_question(self) -> int | None:
        if self.step is None or self.step.durable:
            return None
        for index in range(len(self._past) - 1, self._floor() - 1, -1):
            if self._past[index].step.asks:
                return index
        return None

    def _give(self, answered: _Answered) -> None:
        self.trouble = None
        self._past.append(answered)
        try:
            if answered.error is not None:
                self.step = self._coroutine.throw(answered.error)
            else:
                self.step = self._coroutine.send(answered.value)
        except StopIteration as end:
            self.step, self.outcome = None, end.value

    def _introduce(self) -> None:
        """Once: who goes back to the question can answer it otherwise."""
        if self._known is not None and isinstance(self.step, Identify):
            known, self._known = self._known, None
            self._give(_Answered(self.step, known))

    def _reuse_kept(self) -> None:
        while self._kept and self.step is not None:
            fitting = next(
                (kept for kept in self._kept if kept.step == self.step and kept.error is None),
                None,
            )
            if fitting is None:
                return
            self._kept.remove(fitting)
            self._give(fitting)

    def _replay(self, past: list[_Answered]) -> None:
        self._coroutine = self._script()
        self._past, self.trouble, self.outcome = [], None, None
        try:
            self.step = self._coroutine.send(None)
        except StopIteration as end:  # one that asks nothing at all
            self.step, self.outcome = None, end.value
        for answered in past:
            if answered.step != self.step:
                raise RuntimeError(f"the script is not pure: {answered.step} became {self.step}")
            self._give(answered)
