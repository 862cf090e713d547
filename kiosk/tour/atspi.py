"""The terminal as a screen reader's client sees and presses it: AT-SPI 2 over D-Bus, from another process.

A control is found by its objectName. Qt gives the path of object names from the application down as AccessibleId;
names hold dots themselves, so a control's own name is what its id has more than its parent's, never a guess by suffix.

Sources: the interfaces of at-spi2-core (org.a11y.atspi.*), state bits of atspi-constants.h.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from kiosk.core.timing import SECOND_TAP
from kiosk.tour.bus import ACCESSIBLE, AccessibilityBus, Call, NotThere, property_of
from kiosk.tour.desktop import Desktop

__all__ = ["Control", "NotThere", "Terminal"]

_ENABLED, _FOCUSED, _PRESSED, _SHOWING = 1 << 8, 1 << 12, 1 << 20, 1 << 25
_LOOK_AGAIN = 0.25  # s: AT-SPI sends nothing for some changes, a new window among them
_HELD = 0.1  # s: Qt holds a button down that a client presses, and it acts when it comes up
_MARGIN = 0.05  # s: the window's clock for two taps starts when it has handled the first
_KEYS = "keypad.", "key."  # how the names of keys begin, which count as often as a client presses them
_SCREEN = "screen."  # how the name of a page begins
_PATIENCE = 20.0  # s: how long a control is waited for unless the caller says otherwise

T = TypeVar("T")


@dataclass(frozen=True)
class Control:
    """One showing object. ``place`` is its way down the tree, ``id`` the dotted way, ``name`` its own objectName."""

    bus: str
    path: str
    name: str
    id: str
    states: int
    place: tuple[int, ...]

    @property
    def enabled(self) -> bool:
        return bool(self.states & _ENABLED)

    @property
    def pressed(self) -> bool:
        return bool(self.states & _PRESSED)

    @property
    def focused(self) -> bool:
        return bool(self.states & _FOCUSED)


class Terminal:
    """Every window on one desktop. They may close and start again in between: nothing is kept but the bus."""

    def __init__(self, bus: AccessibilityBus, desktop: Desktop) -> None:
        self._bus = bus
        self._desktop = desktop
        self.taps = 0
        self._touched = 0.0
        self._pressed: tuple[str, str] | None = None  # the control that a client pressed last

    @classmethod
    @contextmanager
    def connect(cls, desktop: Desktop) -> Iterator["Terminal"]:
        with AccessibilityBus.open(desktop.env) as bus:
            yield cls(bus, desktop)

    # --- looking ---

    def showing(self) -> list[Control]:
        """All showing controls in the order of the tree."""
        return self._walk(_SHOWING)

    def everything(self) -> list[str]:
        """Every word that a screen reader's client can get at, on pages that are not showing too."""
        controls = self._walk(0)
        asked = [property_of(one.bus, one.path, name) for one in controls for name in ("Name", "Description")]
        return [answer[1] for answer in self._bus.ask(asked) if answer and answer[1]]

    def _walk(self, wanted: int, *, to_screens: bool = False) -> list[Control]:
        """Controls that have these state bits, from the windows down: level by level, each level in two goes.

        Most of what hangs on a window is pages that are not showing, of which nothing else is asked. ``to_screens``
        goes no deeper than to the pages.
        """
        found: list[Control] = []
        level: list[tuple[str, str, str, tuple[int, ...]]]
        level = [(*window, "", (place,)) for place, window in enumerate(self._bus.windows())]
        while level:
            answered = self._bus.ask([Call(bus, path, ACCESSIBLE, "GetState") for bus, path, *_ in level])
            there = [
                (one, states[0])
                for one, states in zip(level, answered, strict=True)
                if states and states[0] & wanted == wanted
            ]
            answers = iter(self._bus.ask([question for one, _ in there for question in _questions(*one[:2])]))
            level = []
            for (bus, path, parent, place), states in there:
                id, children = next(answers), next(answers)
                if id is None:
                    continue
                control = Control(bus, path, id[1].removeprefix(f"{parent}."), id[1], states, place)
                found.append(control)
                if not (to_screens and control.name.startswith(_SCREEN)):
                    level += [(*child, id[1], (*place, index)) for index, child in enumerate(children or ())]
        return sorted(found, key=lambda control: control.place)

    def find(self, name: str) -> Control | None:
        """The showing control of this name. Raises NotThere when there are several."""
        found = [control for control in self._like(name) if control.name == name]
        if len(found) > 1:
            raise NotThere(f"{name} 不止一个：{'、'.join(control.id for control in found)}")
        return found[0] if found else None

    def _like(self, *names: str) -> list[Control]:
        """The showing controls that may have one of these names: a page never stands in another."""
        return self._walk(_SHOWING, to_screens=all(name.startswith(_SCREEN) for name in names))

    def text(self, name: str, timeout: float = _PATIENCE) -> str:
        """What a screen reader says of the control: a label's words, a button's accessible name."""
        control = self.wait_until(lambda: self.find(name), name, timeout)
        return str(self._one(property_of(control.bus, control.path, "Name"))[1])

    def texts(self) -> list[str]:
        """Every word that stands on the screen, in the order of the tree."""
        return [text for text in self._words(self.showing()) if text]

    def extents(self, name: str, timeout: float = _PATIENCE) -> tuple[int, int, int, int]:
        """x, y, width and height in pixels of the screen."""
        control = self.wait_until(lambda: self.find(name), name, timeout)
        return self._extents(control)

    def tree_text(self) -> str:
        """The showing tree, one control a line with its role and words: for a person who looks for a mistake."""
        return "\n".join(
            f"{'  ' * (len(control.place) - 1)}{control.name}  [{role}{'' if control.enabled else ', off'}]  {text}"
            for control, role, text in self._described()
        )

    def process_ids(self) -> list[int]:
        """The processes whose windows are showing."""
        names = dict.fromkeys(control.bus for control in self.showing())
        return [pid for name in names if (pid := self._bus.process_id(name)) is not None]

    # --- waiting ---

    def wait_for(self, *names: str, timeout: float = _PATIENCE) -> str:
        """Waits until one of the controls is showing and returns its name."""

        def first() -> str | None:
            there = {control.name for control in self._like(*names)}
            return next((name for name in names if name in there), None)

        return self.wait_until(first, " 或 ".join(names), timeout)

    def wait_gone(self, name: str, timeout: float = _PATIENCE) -> None:
        self.wait_until(lambda: self.find(name) is None, f"{name} 消失", timeout)

    def wait_until(self, condition: Callable[[], T | None], what: str, timeout: float = _PATIENCE) -> T:
        """Waits until the condition gives something true, and returns that.

        It is asked anew whenever a window tells of a change. Raises NotThere, with what is on the screen.
        """
        deadline = time.monotonic() + timeout
        while not (value := condition()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise NotThere(f"等了 {timeout:g} 秒没有等到 {what}", self.tree_text())
            self._bus.wait_for_change(min(left, _LOOK_AGAIN))
        return value

    # --- doing ---

    def press(self, name: str, timeout: float = _PATIENCE) -> None:
        """Presses by AT-SPI, as a screen reader's user does: the same control never so soon that it is a double tap."""
        control = self._enabled(name, timeout)
        if (control.bus, control.path) == self._pressed and not name.startswith(_KEYS):
            self._wait_for_second()
        interface = "org.a11y.atspi.Action"
        names = [action[0] for action in self._one(Call(control.bus, control.path, interface, "GetActions"))]
        if "Press" not in names:
            raise NotThere(f"{name} 按不了，它只能 {'、'.join(names) or '看'}")
        self._one(Call(control.bus, control.path, interface, "DoAction", "i", (names.index("Press"),)))
        self._acted(after=_HELD)
        self._pressed = control.bus, control.path

    def tap(self, name: str, timeout: float = _PATIENCE) -> None:
        """Touches the middle of the control on the screen, as a citizen does: never so soon that it is a double tap."""
        x, y, width, height = self._extents(self._enabled(name, timeout))
        self._wait_for_second()
        self._desktop.click(x + width // 2, y + height // 2)
        self._acted()

    def _wait_for_second(self) -> None:
        """Until the window no longer takes a tap for the second of a double."""
        time.sleep(max(0.0, self._touched + SECOND_TAP + _MARGIN - time.monotonic()))

    def _acted(self, after: float = 0.0) -> None:
        self.taps += 1
        self._touched = time.monotonic() + after

    def _enabled(self, name: str, timeout: float) -> Control:
        def enabled() -> Control | None:
            control = self.find(name)
            # While Qt holds it down for a client, a second press would be lost.
            return control if control and control.enabled and not control.pressed else None

        return self.wait_until(enabled, f"{name} 可以按", timeout)

    def _extents(self, control: Control) -> tuple[int, int, int, int]:
        call = Call(control.bus, control.path, "org.a11y.atspi.Component", "GetExtents", "u", (0,))
        x, y, width, height = self._one(call)
        return x, y, width, height

    def _described(self) -> list[tuple[Control, str, str]]:
        """Each showing control with its role and its words."""
        controls = self.showing()
        roles = self._bus.ask([Call(control.bus, control.path, ACCESSIBLE, "GetRoleName") for control in controls])
        words = self._words(controls)
        return [(control, role or "", text) for control, role, text in zip(controls, roles, words, strict=True)]

    def _words(self, controls: list[Control]) -> list[str]:
        names = self._bus.ask([property_of(control.bus, control.path, "Name") for control in controls])
        return [name[1] if name else "" for name in names]

    def _one(self, call: Call) -> Any:
        answer = self._bus.ask([call])[0]
        if answer is None:
            raise NotThere(f"{call.member} 没有结果：这个控件刚刚没有了")
        return answer


def _questions(bus: str, path: str) -> tuple[Call, Call]:
    return property_of(bus, path, "AccessibleId"), Call(bus, path, ACCESSIBLE, "GetChildren")
