"""The program that ``kiosk run`` runs, with a death in it: it kills itself with SIGKILL at a moment.

A moment is before and after each commit of the store, before a call leaves for the gateway and when its reply has come,
before and after a sheet goes to the printer. Nothing of that is in the product: its classes are wrapped here.

Started by ``kill_points.py``. Each line on stdin is a terminal to be run, in a fork of this process, which has loaded
the modules: ``{"arguments": [of kiosk run], "meet": path}``; the answer is its process id. ``{"end": pid}`` ends it,
and the answer is its exit code. Each window, the first and those that the supervisor opens after a death, meets whoever
started it at the Unix socket, hears at which moment it dies (its number or its name; 0: never), tells what it does in
lines of JSON, and presses, with the key Return, the controls that are named to it.
"""

import ctypes
import gc
import inspect
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk import later
from reliability.planted_bugs import Planter, all_bugs

later.install()
if len(sys.argv) > 1:  # the control: a mistake of this name is in the program
    sys.meta_path.insert(0, Planter(next(bug for bug in all_bugs() if bug.name == sys.argv[1])))

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QKeyEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QLabel  # noqa: E402

from kiosk import app, kit, opening, run  # noqa: E402, F401 - as kiosk run loads them; the kit once, not in each life
from kiosk.devices import escpos, sdt_serial  # noqa: E402, F401 - likewise
from kiosk.devices.escpos import EscposPrinter  # noqa: E402
from kiosk.services.store import Store  # noqa: E402
from kiosk.services.transport import Transport  # noqa: E402
from kiosk.supervisor import PR_SET_PDEATHSIG  # noqa: E402
from kiosk.widgets.control import Control  # noqa: E402

LOOK_MS = 10
NOT_THE_WRITER = (__name__, Store.__module__, "contextlib")
SAID = ("pay.state", "done.message")  # what stands there is told with the page


class Life:
    """One window's. Before it is met, and in a process without a window, nothing is counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.meeting: socket.socket
        self._met = False
        self._count = 0
        self._dies_at: int | str = 0

    def begin(self, meet: str) -> None:
        """In the window's own process: one that its supervisor held too would not end with it."""
        self.meeting = socket.socket(socket.AF_UNIX)
        self.meeting.connect(meet)
        self._dies_at = json.loads(self.meeting.makefile("r").readline())["dies_at"]
        self._met = True

    def tell(self, **what: Any) -> None:
        self.meeting.sendall(json.dumps(what, ensure_ascii=False).encode() + b"\n")

    def moment(self, what: str) -> None:
        if not self._met:
            return
        with self._lock:
            self._count += 1
            self.tell(moment=self._count, what=what, window=threading.current_thread() is threading.main_thread())
            if self._dies_at in (self._count, what):
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: Callable[..., str], work: Callable[..., Any]) -> Callable[..., Any]:
        def mortal(*arguments: Any, **named: Any) -> Any:
            what = name(*arguments)
            self.moment(f"before {what}")
            answer = work(*arguments, **named)
            self.moment(f"after {what}")
            return answer

        return mortal


class Finger(QObject):
    """Tells which page stands there, and presses what it is told to as soon as that can be pressed."""

    def __init__(self, window: Any, life: Life) -> None:
        super().__init__(window)
        self._window, self._life, self._meeting = window, life, life.meeting
        self._wanted: list[str] = []
        self._told: tuple[str, str] | None = None
        self._said = b""
        self._notifier = QSocketNotifier(self._meeting.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._look_and_press)
        self._look.start()

    def _hear(self) -> None:
        data = self._meeting.recv(4096)
        if not data:
            self._notifier.setEnabled(False)
            return
        *lines, self._said = (self._said + data).split(b"\n")
        self._wanted += [json.loads(line)["press"] for line in lines]

    def _look_and_press(self) -> None:
        page = self._window.current
        words = [one.text() for name in SAID for one in page.findChildren(QLabel, name) if one.isVisible()]
        now = (page.kind, "".join(words))
        if now != self._told:
            self._told = now
            self._life.tell(page=now[0], words=now[1])
        if self._wanted and self._press(self._wanted[0]):
            self._wanted.pop(0)

    def _press(self, name: str) -> bool:
        found = [one for one in self._window.findChildren(Control, name) if one.isVisible() and one.isEnabled()]
        if len(found) != 1:
            return False
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(found[0], event)
        return True


def whose_commit() -> str:
    """The method that writes, by what called the store."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals["__name__"] in NOT_THE_WRITER:
        frame = frame.f_back
    return "" if frame is None else f"{frame.f_globals['__name__'].rpartition('.')[2]}.{frame.f_code.co_name}"


def make_mortal(life: Life, meet: str) -> None:
    commit = Store._commit  # noqa: SLF001 - where each commit is made
    Store._commit = life.around(lambda _store: f"commit of {whose_commit()}", commit)  # noqa: SLF001 - likewise
    EscposPrinter.print_receipt = life.around(lambda *_: "sheet", EscposPrinter.print_receipt)
    exchange, window, joined = Transport.exchange, opening.window, app.joined
    mortal = life.around(lambda _transport, _method, path: f"call {path}", exchange)

    def exchanged(transport: Any, method: str, path: str, **named: Any) -> Any:
        """Whether the link is there is asked all day, and changes nothing."""
        return (exchange if path == "/health" else mortal)(transport, method, path, **named)

    def met(*arguments: Any, **named: Any) -> int:
        life.begin(meet)
        return window(*arguments, **named)

    @contextmanager
    def fingered(shown: Any, *arguments: Any) -> Iterator[Any]:
        with joined(shown, *arguments) as conductor:
            Finger(shown, life)
            yield conductor

    Transport.exchange, opening.window, app.joined = exchanged, met, fingered


def begin(arguments: list[str], meet: str) -> int:
    """Returns the process id of a fork, which is ``kiosk run``."""
    child = os.fork()
    if child:
        return child
    code = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(2, 1)
        make_mortal(Life(), meet)
        code = run.main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


def end(pid: int) -> int:
    os.kill(pid, signal.SIGTERM)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        answer = end(order["end"]) if "end" in order else begin(order["arguments"], order["meet"])
        print(answer, flush=True)


if __name__ == "__main__":
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise SystemExit("what has threads must not be forked")
    main()
