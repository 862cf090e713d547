"""Plays a script of steps and answers against a flow."""

from collections.abc import Iterable
from typing import Any

from kiosk.core.errors import KioskError
from kiosk.core.item import Item
from kiosk.core.step import Step
from kiosk.core.walk import Walk

__all__ = ["play"]


def play(item: Item, answers: Iterable[tuple[type[Step[Any]], Any]]) -> Walk:
    """Answers each step in turn, asserting its kind; an error as an answer is what the citizen gave up on."""
    walk = Walk(item.script, id="walk-1")
    for kind, answer in answers:
        assert isinstance(walk.step, kind), f"expected {kind.__name__}, the script asks {walk.step}"
        if isinstance(answer, KioskError):
            walk.fail(answer)
            if answer.waits:
                assert walk.trouble is answer
                walk.give_up()
        else:
            walk.answer(answer)
    return walk
