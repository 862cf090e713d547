"""Brings pages to the window and has them spoken; what stands there already is not brought again."""

from kiosk.core.job import Progress
from kiosk.screens.content import Page
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window

__all__ = ["Showing"]


class Showing:
    """``shown`` is the kind of the page that stands there, and what it is filled with."""

    def __init__(self, window: Window, voice: Voice) -> None:
        self._window, self._voice = window, voice
        self.shown: tuple[str, Page] | None = None

    def shows(self, kind: str) -> bool:
        return self.shown is not None and self.shown[0] == kind

    def present(self, kind: str, page: Page) -> bool:
        """Whether anything is new."""
        before, self.shown = self.shown, (kind, page)
        if before == self.shown:
            return False
        screen = self._window.show_page(kind, page)
        again = before is not None and kind == before[0]
        if kind == "home":
            self._voice.prepare(screen.spoken(), keep=screen.said_to_all)
        elif not (again and kind in ("voice", "idle", "find")):  # what changes there is not worth the whole page again
            self._voice.arrive(screen.spoken(), keep=screen.said_to_all)
        return True

    def progress(self, event: Progress) -> None:
        """Work has something to say to the page."""
        screen = self._window.current
        before = screen.spoken() if screen.speaks_changes else ""
        screen.progress(event)
        if screen.speaks_changes and screen.spoken() != before:
            self._voice.arrive(screen.spoken(), keep=screen.said_to_all)
