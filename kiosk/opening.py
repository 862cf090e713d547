"""The window and its first home, painted on nothing but the configuration; everything behind it is loaded afterwards.

What stands at the top here is what a start waits for, so it is little: no script, no step, no driver.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from kiosk import config, probation
from kiosk.catalogues import catalogues
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.package import Package
from kiosk.core.words import Tongue, said
from kiosk.screens.content import Home, Page, Tile
from kiosk.screens.window import Window

if TYPE_CHECKING:
    from kiosk.screens.conductor import Conductor

__all__ = ["home", "join_when_painted", "tried", "window"]

FONTS = config.ROOT / "assets" / "fonts.conf"
TURN = 0.0005  # s that a busy thread keeps Python when the window wants it: 0.005 is a third of a frame, each time
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
LINE = 30  # characters above the tiles of home: beside the clock of a wide panel three lines in the largest text


@cache
def languages() -> Mapping[str, Callable[[], Tongue]]:
    """Those that a citizen may choose: what was there when the window opened."""
    return catalogues()


def home(settings: config.Config, now: datetime, tiles: Sequence[Tile]) -> Home:
    """What the home page is filled with at this moment."""
    site, package = settings.site, settings.package
    return Home(
        site=site.name,
        tiles=tuple(tiles),
        telephone=site.telephone,
        clock=f"{now:%H:%M}",
        date=said("{month}月{day}日 {weekday}", month=now.month, day=now.day, weekday=WEEKDAYS[now.weekday()]),
        announcement=_notice(package, now),
        more=bool(package.also),
        language=next(iter(languages()), ""),
    )


def _notice(package: Package, now: datetime) -> str:
    """What the package announces; while the site is closed when it opens, and both where the line has room."""
    when = package.hours.opens_words(now) if package.hours is not None else ""
    if not when:
        return package.announcement
    closed = said("现在没开门，{when} 开门", when=when)
    if package.announcement and len(closed) + len(package.announcement) < LINE:
        return said("{closed}；{announcement}", closed=closed, announcement=package.announcement)
    return closed


def window(settings: config.Config, state: Path, *, orientation: str, windowed: bool) -> int:
    """Opens the window and stays until it is closed. Returns the exit code.

    Once its home is painted, one line on standard output says so: ``{"painted": <process id>}``.
    """
    sys.setswitchinterval(TURN)
    application, clock = _application(), SystemClock()
    shown = _at_home(settings, orientation, clock)
    with ExitStack() as behind:

        def join() -> "Conductor":
            print(json.dumps({"painted": os.getpid()}), flush=True)
            probation.painted(state)
            from kiosk import app  # brings the scripts and all that runs them, 0.1 s

            return behind.enter_context(app.joined(shown, settings, state, clock))

        join_when_painted(shown, join)
        signals = _Signals(application)
        shown.open(windowed=windowed)
        code = application.exec()
    signals.deleteLater()
    return code


def tried(settings: config.Config, seconds: float) -> bool:
    """Paints home once and closes it: whether it came within so many seconds."""
    application = _application()
    shown = _at_home(settings, settings.panel.orientation, SystemClock())
    shown.painted.connect(application.quit)
    late = QTimer(singleShot=True, interval=round(seconds * 1000))
    late.timeout.connect(lambda: application.exit(1))
    late.start()
    shown.open(windowed=True)
    return application.exec() == 0


def _application() -> QApplication:
    os.environ.setdefault("FONTCONFIG_FILE", str(FONTS))
    return QApplication([sys.argv[0]])


def _at_home(settings: config.Config, orientation: str, clock: Clock) -> Window:
    shown = Window(
        pitch=settings.panel.pixel_pitch_mm,
        orientation=orientation,
        text_size=settings.package.text_size,
        clock=clock,
        catalogues=languages(),
    )
    tiles = [Tile(item.id, item.title, item.official, item.icon) for item in settings.items]
    shown.show_page("home", Page(home(settings, clock.now(), tiles)))
    return shown


def join_when_painted(shown: Window, join: Callable[[], "Conductor"]) -> None:
    """A finger may be quicker than whoever listens to it: what it has pressed by then is carried out.

    Only the first: what it pressed after that was meant for the page that would have come.
    """
    pressed: list[str] = []
    keeping = shown.pressed.connect(pressed.append)

    def joined() -> None:
        conductor = join()
        QObject.disconnect(keeping)
        if pressed:
            conductor.touched()
            conductor.press(pressed[0])

    shown.painted.connect(joined)


class _Signals(QObject):
    """SIGTERM and SIGINT close the window from within the event loop."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(writer)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: None)
        self._notifier = QSocketNotifier(reader, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(application.quit)
