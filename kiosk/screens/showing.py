"""Brings pages to the window and has them spoken; what stands there already is not brought again."""

from collections.abc import Callable, Sequence

from kiosk.core.job import Hint, Progress
from kiosk.screens.assist.veil import Veil
from kiosk.screens.content import Page, Tile
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window

__all__ = ["Showing"]


class Showing:
    """``shown`` is the kind of the page that stands there, and what it is filled with. Every page comes through here,
    and all that is said on one: so nothing is forgotten of what ``veil`` hides, if there is one now."""

    def __init__(self, window: Window, voice: Voice, veil: Callable[[], Veil | None]) -> None:
        self._window, self._voice, self._veil = window, voice, veil
        self.shown: tuple[str, Page] | None = None
        self._unveiled: Page | None = None

    def shows(self, kind: str) -> bool:
        return self.shown is not None and self.shown[0] == kind

    def present(self, kind: str, page: Page) -> bool:
        """Whether anything is new."""
        unveiled, veil = page, self._veil()
        page = page if veil is None else veil.page(page)
        same, self._unveiled = unveiled == self._unveiled, unveiled
        before, self.shown = self.shown, (kind, page)
        if before == self.shown:
            return False
        again = before is not None and kind == before[0]
        spoken = self._window.current.spoken() if again and kind == "trouble" else None
        screen = self._window.show_page(kind, page)
        if again and same:
            return True  # only what is hidden is another: nobody is told the page anew
        if kind == "home":
            self._voice.prepare(screen.spoken(), keep=screen.said_to_all)
        elif not (again and (kind in ("voice", "idle", "find") or screen.spoken() == spoken)):
            # what changes there is not worth the whole page again
            self._voice.arrive(screen.spoken(), keep=screen.said_to_all)
        return True

    def progress(self, event: Progress) -> None:
        """Work has something to say to the page."""
        screen, veil = self._window.current, self._veil()
        event = veil.shown(event) if veil is not None and isinstance(event, Hint) else event
        before = screen.spoken() if screen.speaks_changes else ""
        screen.progress(event)
        if screen.speaks_changes and screen.spoken() != before:
            self._voice.arrive(screen.spoken(), keep=screen.said_to_all)

    def offer(self, tiles: Sequence[Tile]) -> None:
        """What else the person may want."""
        self._window.current.offer(tiles)
