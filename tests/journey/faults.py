"""Every fault of the bench, what the terminal must say of it, and the way through a journey that meets it."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kiosk.tour.citizen import STATIONS
from tests.journey.world import World

__all__ = ["FAULTS", "SCENES", "Fault", "pass_through"]

LONG: Final = 45.0  # s: a submission is tried for 30 s, a sheet of paper for 17 s
WAYS_ON: Final = (
    "trouble.action",
    "alternative.keypad",
    "alternative.staff",
    "alternative.without",
    "alternative.later",
)


@dataclass(frozen=True)
class Fault:
    """``says`` is a pattern that the sentence must match; "" for a fault that keeps nobody waiting.

    ``bites`` is the page of the main job whose action meets it first; "" for a device that it does not use.
    """

    device: str
    fault: str
    bites: str
    says: str = ""

    @property
    def id(self) -> str:
        return f"{self.device}-{self.fault}"


FAULTS: Final = (
    Fault("network", "down", "identify", "网络没连上"),
    Fault("network", "lose_request", "identify", "网络没连上"),
    Fault("network", "lose_reply", "identify", "网络没连上"),
    Fault("network", "error_500", "identify", "政务平台出了点问题"),
    Fault("network", "slow", "identify"),
    Fault("idcard", "unplugged", "home", "没连上"),
    Fault("idcard", "mute", "home", "没反应|没连上"),
    Fault("scanner", "unplugged", "home"),
    Fault("scanner", "noise", "home"),
    Fault("lights", "unplugged", "home"),
    Fault("lights", "mute", "home"),
    Fault("camera", "unplugged", "consent", "没连上"),
    Fault("camera", "stall", "consent", "摄像头"),
    Fault("receipt", "paper_out", "review", "纸"),
    Fault("receipt", "cover_open", "review", "盖"),
    Fault("receipt", "cutter", "review", "切"),
    Fault("receipt", "mute", "review", "没反应|没连上"),
    Fault("receipt", "unplugged", "review", "没连上"),
    Fault("receipt", "near_end", "review"),
    # Nothing of it is printed on A4: no fault there is in anybody's way. test_insured_certificate.py has its journey.
    Fault("a4", "media_empty", ""),
    Fault("a4", "media_jam", ""),
    Fault("a4", "toner_low", ""),
    Fault("a4", "cover_open", ""),
    Fault("a4", "gone", ""),
)
SCENES: Final = {"dark": "暗", "far": "远", "two": "一个人", "nobody": "脸", "paper": "脸"}


def pass_through(world: World, person: str, station: str, fault: Fault) -> list[str]:
    """Walks the main job; at ``station`` the fault comes, and it goes when the terminal has said so.

    Returns the sentences of the troubles that stood there. Fails when one of them is no true sentence, leads nowhere,
    or does not lead back.
    """
    world.citizen.go_to(station, person)
    world.bench.fault(fault.device, fault.fault)
    said: list[str] = []
    for here, there in pairwise(STATIONS[STATIONS.index(station) :]):
        world.citizen.act(here, person)
        while world.terminal.wait_for(f"screen.{there}", "screen.trouble", timeout=LONG) == "screen.trouble":
            said.append(_overcome(world, fault))
    return said


def _overcome(world: World, fault: Fault) -> str:
    terminal = world.terminal
    sentence = terminal.text("trouble.message")
    assert fault.says, f"{fault.id} keeps somebody waiting: {sentence}"
    assert re.search(fault.says, sentence), f"{fault.id}: {sentence}"
    there = {control.name for control in terminal.showing() if control.enabled}
    assert there & set(WAYS_ON), "no way on"
    assert "nav.help" in there
    waits = "trouble.waiting" in there
    world.bench.fault(fault.device, None)
    if not waits:
        terminal.press("trouble.action")
    terminal.wait_gone("screen.trouble", timeout=LONG)
    return sentence
