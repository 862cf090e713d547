"""How a walk came to its end."""

import pytest

from kiosk.core.errors import Unreachable
from kiosk.core.step import Choose, Done, Tone
from kiosk.core.usage import Outcome, ended
from kiosk.core.walk import Walk

ASKED = Choose("什么颜色", ())


def walk(tone: Tone = Tone.GOOD) -> Walk:
    async def script() -> Done:
        await ASKED
        return Done("完了", tone=tone)

    return Walk(script, id="w")


@pytest.mark.parametrize(("tone", "outcome"), [(Tone.GOOD, Outcome.DONE), (Tone.INFO, Outcome.ENDED)])
def test_an_end_is_done_when_its_tone_says_so(tone: Tone, outcome: Outcome) -> None:
    ending = walk(tone)
    ending.answer("red")
    assert ended(ending, idle=False) == ended(ending, idle=True) == (outcome, "")


def test_given_up_and_left_standing_are_told_apart_with_the_step() -> None:
    assert ended(walk(), idle=False) == (Outcome.LEFT, "Choose")
    assert ended(walk(), idle=True) == (Outcome.IDLE, "Choose")


def test_given_up_in_trouble() -> None:
    broken = walk()
    broken.fail(Unreachable())
    assert ended(broken, idle=True) == (Outcome.TROUBLE, "Choose")
