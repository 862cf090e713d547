"""The only file that knows every layer (with ``kit.py``, which is loaded late): joins the window and what is behind.

``opening.py`` has painted the window by then, on nothing but the configuration.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk import config, supervisor
from kiosk.core.clock import Clock
from kiosk.core.writing import Candidates
from kiosk.devices.writing_desk import WritingDesk
from kiosk.renewal import Renewal
from kiosk.screens.conductor import Conductor
from kiosk.screens.idle import IdleClock
from kiosk.screens.maintenance.desk import Desk
from kiosk.screens.maintenance.office import Office
from kiosk.screens.scribe import Scribe
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window
from kiosk.terminal import Terminal

__all__ = ["joined"]


@contextlib.contextmanager
def joined(window: Window, settings: config.Config, state: Path, clock: Clock) -> Iterator[Conductor]:
    """Joins what runs the scripts with a window that stands at home, and builds the kit; closed with the block."""
    terminal = Terminal(settings, state, clock)
    idle = IdleClock(clock, settings.package.idle_seconds)
    conductor = Conductor(window, terminal, idle, Voice(terminal.say, terminal.hush, lambda: window.languages.spoken))
    terminal.speaks = lambda: window.languages.spoken
    terminal.changed.connect(conductor.status_changed)
    ending = _Ending()
    desk = Desk(window, lambda: _office(terminal, settings, state, clock, ending.asked.emit))
    desk.begun.connect(conductor.rest)
    desk.closed.connect(conductor.wake)
    renewal = Renewal(
        settings.chosen,
        lambda: window.current.kind == "home" and not idle.runs and not desk.open,
        lambda: QApplication.exit(supervisor.RENEW),
    )
    terminal.changed.connect(renewal.look)
    writing = WritingDesk()
    scribe = Scribe(writing.find, writing.close)
    window.asked.connect(scribe.ask)

    def found(candidates: Candidates) -> None:
        window.current.progress(candidates)  # to whichever page stands there by then

    scribe.found.connect(found)
    terminal.build()
    yield conductor
    terminal.changed.disconnect()
    QApplication.removePostedEvents(conductor)  # what a thread has said meanwhile is for a window that is gone
    scribe.ask(None)
    desk.close()
    terminal.close()


class _Ending(QObject):
    """Closes the window with this exit code, whichever thread asks for it."""

    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(QApplication.exit)


def _office(
    terminal: Terminal, settings: config.Config, state: Path, clock: Clock, end: Callable[[int], None]
) -> Office:
    from kiosk.maintenance import office, page  # bring whatever the pages work with; most days nobody opens them

    return office.Pages(lambda: page.Premises(settings, state, clock, terminal.services, end))
