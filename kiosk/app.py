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
from kiosk.core.staff import Door, Role, Staff
from kiosk.core.writing import Candidates
from kiosk.devices.writing_desk import WritingDesk
from kiosk.renewal import Renewal
from kiosk.screens.conductor import Conductor
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
    entry = Entry(window, lambda: _gate(terminal, settings), clock, lambda: not desk.open)
    entry.begun.connect(conductor.stand_aside)
    entry.closed.connect(conductor.come_back)

    def admit(staff: Staff, door: str, _by_card: bool) -> None:
        if staff.role is Role.HELPER:
            entry.knock(Door(door), "帮办还没有开通，请找运维工程师")
        else:
            desk.begin(staff)

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
    terminal.build()
    yield conductor
    terminal.changed.disconnect()
    QApplication.removePostedEvents(conductor)  # what a thread has said meanwhile is for a window that is gone
    scribe.ask(None)
    entry.cancel()
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
