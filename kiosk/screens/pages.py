"""Which class makes the page of which kind. Home is loaded for the start, every other page when it is first made.

Those of ``AHEAD`` are made before they are needed, in idle time.
"""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from kiosk.core.clock import Clock
from kiosk.screens.screen import Screen
from kiosk.widgets.theme import Theme

__all__ = ["AHEAD", "Pages", "make"]

_WHERE = {
    "home": "home.HomeScreen",
    "categories": "shelf.CategoriesScreen",
    "category": "shelf.CategoryScreen",
    "find": "find.FindScreen",
    "slip": "slip.SlipScreen",
    "identify": "identify.IdentifyScreen",
    "keypad": "keypad.KeypadScreen",
    "digits": "digits.DigitsScreen",
    "date": "date.DateScreen",
    "write": "write.WriteScreen",
    "consent": "consent.ConsentScreen",
    "face": "face.FaceScreen",
    "id_photo": "id_photo.IdPhotoScreen",
    "attach": "attach.AttachScreen",
    "attached": "attached.AttachedScreen",
    "preview": "preview.PreviewScreen",
    "sign": "sign.SignScreen",
    "choose": "choose.ChooseScreen",
    "facts": "facts.FactsScreen",
    "review": "review.ReviewScreen",
    "pay": "pay.PayScreen",
    "working": "working.WorkingScreen",
    "offer": "offer.OfferScreen",
    "done": "done.DoneScreen",
    "trouble": "trouble.TroubleScreen",
    "steps": "steps.StepsScreen",
    "help": "help.HelpScreen",
    "language": "language.LanguageScreen",
    "voice": "voice_levels.VoiceScreen",
    "idle": "countdown.CountdownScreen",
    "assist": "assist.list.HelperListScreen",
    "maintenance": "maintenance.board.BoardScreen",
    "maintenance_sign_in": "maintenance.sign_in.SignInScreen",
    "maintenance_challenge": "maintenance.challenge.ChallengeScreen",
    "maintenance_ask": "maintenance.ask.AskScreen",
    "maintenance_write": "maintenance.write.StaffWriteScreen",
    "maintenance_touch": "maintenance.touch.TouchScreen",
    "maintenance_colours": "maintenance.colours.ColoursScreen",
}
_ON_CALENDAR = ("keypad", "digits", "date")  # these know what day it is
# Each costs memory, and most citizens never see it.
_SELDOM = (
    "language", "categories", "category", "find", "slip", "digits", "date", "write", "preview", "id_photo", "steps",
)  # fmt: skip
_FOR_STAFF = ("maintenance", "assist")  # how their kinds begin
AHEAD = tuple(kind for kind in _WHERE if kind not in _SELDOM and not kind.startswith(_FOR_STAFF))


def make(kind: str, theme: Theme, clock: Clock) -> Screen:
    """Makes the page. Raises KeyError for a kind that has none."""
    module, _, name = _WHERE[kind].rpartition(".")
    page = getattr(import_module(f"kiosk.screens.{module}"), name)
    return cast("Screen", page(theme, lambda: clock.now().date()) if kind in _ON_CALENDAR else page(theme))


class Pages:
    """The pages that were made: each is made once, told to ``made``, and kept."""

    def __init__(self, theme: Theme, clock: Clock, made: Callable[[Screen], None]) -> None:
        self._theme, self._clock, self._tell = theme, clock, made
        self.made: dict[str, Screen] = {}
        self._used: set[str] = set()

    def use(self, kind: str) -> Screen:
        """The page, to be filled. Raises KeyError for a kind that has none."""
        screen = self._get(kind)
        self._used.add(kind)
        return screen

    def make_one_ahead(self) -> Screen | None:
        """None when all that are wanted early stand there."""
        missing = next((kind for kind in AHEAD if kind not in self.made), None)
        return self._get(missing) if missing is not None else None

    def forget(self) -> None:
        """Nothing of the citizen who was here stays on any that they saw."""
        for kind in self._used:
            self.made[kind].forget()
        self._used.clear()

    def _get(self, kind: str) -> Screen:
        if kind not in self.made:
            screen = self.made[kind] = make(kind, self._theme, self._clock)
            self._tell(screen)
        return self.made[kind]
