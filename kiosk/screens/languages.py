"""The languages that a window speaks: Chinese by itself, and those that whoever opens it has a catalogue of."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from kiosk.core.words import CHINESE, Tongue
from kiosk.widgets.theme import Theme

__all__ = ["NO_CATALOGUES", "Catalogues", "Languages"]

Catalogues = Mapping[str, Callable[[], Tongue]]
NO_CATALOGUES: Final[Catalogues] = MappingProxyType({})


class Languages:
    """``catalogues`` reads each language when it is first spoken; it is let go with the citizen who wanted it."""

    def __init__(self, theme: Theme, catalogues: Catalogues) -> None:
        self._theme, self._catalogues = theme, catalogues
        self._ready = CHINESE  # what the finger that is still on the control will ask for

    @property
    def spoken(self) -> Tongue:
        return self._theme.tongue

    @property
    def other(self) -> str:
        """The one that 「English」 or 「中文」 changes to: its code, "" where there is no other."""
        return CHINESE.code if self.spoken is not CHINESE else next(iter(self._catalogues), "")

    def tongue(self, language: str) -> Tongue:
        """Raises KeyError for a language that there is no catalogue of."""
        for known in (CHINESE, self.spoken, self._ready):
            if known.code == language:
                return known
        self._ready = self._catalogues[language]()
        return self._ready

    def speak(self, language: str) -> None:
        """Every page in this language from now on: at once the one that is seen, the others when they come."""
        self._theme.set(tongue=self.tongue(language))
        self._ready = CHINESE
