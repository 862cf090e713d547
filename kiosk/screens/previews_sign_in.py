"""The pages on which staff sign in, in their states."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.core.staff import Door
from kiosk.screens.content import Page
from kiosk.screens.maintenance.gate import ChallengePage, Shown, SignIn
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

WRONG = "工号或密码不对。看清楚再输一遍"
CHALLENGE = Shown("4821093376150298", "JINBAN|NB-YZ-0001|4821093376150298", 600.0)


def samples() -> Iterator[Sample]:
    typed = SignIn(Door.MAINTENANCE, 0)
    for name, content in (
        ("", typed),
        ("-helper", SignIn(Door.ASSIST, 0)),
        ("-wrong", replace(typed, said=WRONG)),
        ("-waits", replace(typed, said=WRONG, waits=7680)),
        ("-shut", replace(typed, shut=True)),
        ("-working", replace(typed, working=True)),
    ):
        yield Sample(f"sign-in{name}", "maintenance_sign_in", Page(content))
    keys = tuple("2001992001")
    yield Sample("sign-in-pin", "maintenance_sign_in", Page(typed), keys=keys, pressed="nav.next", typed="4182")
    answered = ChallengePage(CHALLENGE, 582, 0)
    yield Sample("sign-in-challenge", "maintenance_challenge", Page(answered), typed="48210")
    wrong = ChallengePage(CHALLENGE, 8, 0, "应答码不对。再问一次总部，看清楚再输")
    yield Sample("sign-in-challenge-wrong", "maintenance_challenge", Page(wrong))
    yield Sample("sign-in-challenge-over", "maintenance_challenge", Page(ChallengePage(CHALLENGE, 0, 0)))
