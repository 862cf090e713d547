"""The only file that knows every layer (with ``kit.py``, which is loaded late): joins the window and what is behind.

``opening.py`` has painted the window by then, on nothing but the configuration.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk import config, supervisor
from kiosk.assisted import AssistDesk
from kiosk.core.assist import Ending
from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.staff import Door, Role, Staff
from kiosk.core.writing import Candidates
from kiosk.devices.writing_desk import WritingDesk
from kiosk.renewal import Renewal
from kiosk.screens.assist.assisting import Assisting
from kiosk.screens.assist.conductor import AssistedConductor
from kiosk.screens.garbage import collected_here
from kiosk.screens.idle import IdleClock
from kiosk.screens.maintenance.desk import Desk
from kiosk.screens.maintenance.entry import Entry
from kiosk.screens.maintenance.gate import Gate
from kiosk.screens.maintenance.office import Office
from kiosk.screens.scribe import Scribe
from kiosk.screens.voice import Voice
from kiosk.screens.window import Window
from kiosk.terminal import Terminal

__all__ = ["joined"]


@contextlib.contextmanager
def joined(window: Window, settings: config.Config, state: Path, clock: Clock) -> Iterator[AssistedConductor]:
    """Joins what runs the scripts with a window that stands at home, and builds the kit; closed with the block."""
    terminal = Terminal(settings, state, clock)
    idle = IdleClock(clock, settings.package.idle_seconds)
    assisting = Assisting(AssistDesk(terminal, settings.package.helper, clock), terminal, clock)
    terminal.helper = lambda: assisting.helper
    voice = Voice(terminal.say, terminal.hush, lambda: window.languages.spoken)
    conductor = AssistedConductor(window, terminal, idle, voice, assisting, idle_seconds=settings.package.idle_seconds)
    terminal.speaks = lambda: window.languages.spoken
    terminal.changed.connect(conductor.status_changed)
    ending = _Ending()
    desk = Desk(window, lambda: _office(terminal, settings, state, clock, ending.asked.emit))
    desk.begun.connect(conductor.rest)
    desk.closed.connect(conductor.wake)
    entry = Entry(window, lambda: _gate(terminal, settings), clock, lambda: not desk.open)
    entry.begun.connect(conductor.stand_aside)
    entry.closed.connect(conductor.come_back)

    def admit(staff: Staff, door: str, by_card: bool) -> None:
        if staff.role is not Role.HELPER:
            desk.begin(staff)
            return
        try:
            conductor.assist(staff, by_card=by_card)
        except KioskError as error:
            entry.knock(Door(door), f"{error.sentence}。{error.remedy}")

    entry.signed_in.connect(admit)
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
    with collected_here(window):
        terminal.build()
        yield conductor
    terminal.changed.disconnect()
    QApplication.removePostedEvents(conductor)  # what a thread has said meanwhile is for a window that is gone
    scribe.ask(None)
    entry.cancel()
    conductor.end_assistance(Ending.TERMINAL)
    desk.close()
    terminal.close()


class _Ending(QObject):
    """Closes the window with this exit code, whichever thread asks for it."""

    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(QApplication.exit)


def _gate(terminal: Terminal, settings: config.Config) -> Gate:
    from kiosk.maintenance import gate

    return gate.Doors(lambda: terminal.services, settings.terminal.id)


def _office(
    terminal: Terminal, settings: config.Config, state: Path, clock: Clock, end: Callable[[int], None]
) -> Office:
    from kiosk.maintenance import office, page  # bring whatever the pages work with; most days nobody opens them

    return office.Pages(lambda: page.Premises(settings, state, clock, terminal.services, end))
