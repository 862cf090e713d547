"""A jam in the middle of a certificate, cleared by whoever works here and knows no more than the pictures say.

The citizen's own visit goes on, one copy comes out, and the platform hears of it.
"""

from typing import Any

import pytest

from tests.journey.test_insured_certificate import PRINTS, certificates, printed, to_the_printer
from tests.journey.world import World

JAM = "a4.jam"


class Hands:
    """At the large printer, with paper in its way. What they do is what the words under a picture say."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._jammed, self._open = True, False
        self._does = {
            "打开大打印机的前盖": self._lift,
            "两手捏住纸，平着慢慢拉": self._pull,
            "合上前盖，按到底": self._shut,
        }

    def follow(self, words: str) -> None:
        """A step that changes nothing at this printer is done and has no effect."""
        _, _, step = words.partition(". ")
        assert step, words
        self._does.get(step, lambda: None)()
        fault = "cover_open" if self._open else "media_jam" if self._jammed else None
        self._world.bench.fault("a4", fault)

    def _lift(self) -> None:
        self._open = True

    def _pull(self) -> None:
        self._jammed = self._jammed and not self._open

    def _shut(self) -> None:
        self._open = False


def steps(world: World) -> list[str]:
    """The words under the pictures, in their order."""
    found = []
    while world.terminal.find(f"steps.{len(found) + 1}"):
        found.append(world.terminal.text(f"steps.{len(found) + 1}"))
    return found


def faults_told(world: World) -> list[tuple[str, str]]:
    news: list[dict[str, Any]] = world.bench.books()["news"]
    ordered = sorted(news, key=lambda entry: entry["sequence"])
    return [(entry["kind"], entry["fields"]["code"]) for entry in ordered if entry["kind"].startswith("fault.")]


@pytest.mark.parametrize("seen_again", [False, True], ids=["once", "left and seen again"])
def test_cleared_from_the_pictures_alone_the_certificate_comes_out_once(world: World, seen_again: bool) -> None:
    before, terminal = printed(world), world.terminal
    person = to_the_printer(world)
    world.bench.fault("a4", "media_jam")
    terminal.press("nav.next")
    terminal.wait_for("screen.trouble", timeout=PRINTS)
    terminal.press("trouble.steps")
    terminal.wait_for("screen.steps")
    if seen_again:
        terminal.press("nav.back")
        terminal.wait_for("screen.trouble")
        terminal.press("trouble.steps")
        terminal.wait_for("screen.steps")
    hands = Hands(world)
    for words in steps(world):
        hands.follow(words)
    terminal.wait_for("screen.done", timeout=PRINTS)
    assert terminal.text("done.message") == "证明打好了"
    assert certificates(world, person) == [terminal.text("done.reference")]
    assert printed(world) == before + 1
    assert world.bench.a4_papers()[-1]["copies"] == 1
    terminal.wait_until(lambda: ("fault.ended", JAM) in faults_told(world), "平台知道卡纸好了")
    told = faults_told(world)
    assert told.count(("fault.began", JAM)) == told.count(("fault.ended", JAM))
    assert told.index(("fault.began", JAM)) < told.index(("fault.ended", JAM))


def test_what_is_pulled_with_the_front_shut_does_not_clear_it(world: World) -> None:
    """The check above can fail: the same hands in another order leave the paper in the way."""
    hands = Hands(world)
    for words in ("1. 两手捏住纸，平着慢慢拉", "2. 打开大打印机的前盖", "3. 合上前盖，按到底"):
        hands.follow(words)
    assert world.bench.state()["devices"]["a4"]["fault"] == "media_jam"
    world.bench.fault("a4", None)
