"""The hidden pattern on a real window, and what the sign-in pages do with what is typed on them."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from benchmarks.hidden_entry import Touch, dabbing, edging, hits, opened, wiping
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Door, Role, Staff
from kiosk.screens.maintenance.entry import Entry
from kiosk.screens.maintenance.gate import CardLaid, Shown, Stands
from kiosk.screens.maintenance.pattern import ORDER, QUIET_AFTER, QUIET_BEFORE, Corner, Pattern, corner_at
from kiosk.screens.previews import PREVIEWS, show
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from tests.screens.conftest import Finger, HandClock

SAMPLES = {sample.name: sample for sample in PREVIEWS}
ENGINEER = Staff("9001", "顾明", Role.ENGINEER)
HELPER = Staff("1001", "朱思琪", Role.HELPER)


@dataclass
class TestGate:
    """Admits the engineer by one PIN and one response; the helper's card when it is laid."""

    __test__ = False
    door: Stands = field(default_factory=Stands)
    tried: list[tuple[str, str, Door]] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    dropped: int = 0
    threads: set[int] = field(default_factory=set)
    laid: threading.Event = field(default_factory=threading.Event)
    card: CardLaid | KioskError | None = None

    def stands(self, _door: Door) -> Stands:
        return self.door

    def by_pin(self, number: str, pin: str, door: Door) -> Staff:
        self.threads.add(threading.get_ident())
        self.tried.append((number, pin, door))
        if (number, pin) != ("9001", "926481"):
            raise KioskError(sentence="工号或密码不对", remedy="看清楚再输一遍")
        return ENGINEER

    def by_card(self, _door: Door, cancel: Cancel) -> CardLaid:
        while not self.laid.is_set():
            cancel.wait(0.002)
            cancel.check()
        self.laid.clear()
        if isinstance(self.card, KioskError) or self.card is None:
            raise self.card or KioskError()
        return self.card

    def challenge(self, _door: Door) -> Shown:
        return Shown("1234567890123456", "JINBAN|T|1234567890123456", 600.0)

    def respond(self, given: str) -> Staff:
        self.responses.append(given)
        if given != "0123456789":
            raise KioskError(sentence="应答码不对", remedy="再问一次总部")
        return Staff("HQ", "总部应答码", Role.ENGINEER)

    def drop(self) -> None:
        self.dropped += 1


class Way:
    """The window with its entry, and the hands of whoever stands there."""

    def __init__(self, window: Window, clock: HandClock, finger: Finger, qtbot: QtBot) -> None:
        self.window, self.clock, self.finger, self.qtbot = window, clock, finger, qtbot
        self.gate = TestGate()
        self.free = True
        show(window, SAMPLES["home-six"])
        self.entry = Entry(window, lambda: self.gate, clock, lambda: self.free)
        self.events: list[object] = []
        self.pressed: list[str] = []
        self.entry.begun.connect(lambda: self.events.append("begun"))
        self.entry.closed.connect(self._closed)
        self.entry.signed_in.connect(lambda staff, door, by_card: self.events.append((staff.id, door, by_card)))
        window.pressed.connect(self.pressed.append)

    def _closed(self) -> None:
        self.events.append("closed")
        show(self.window, SAMPLES["home-six"])

    def place(self, corner: Corner, inset: int = 20) -> QPoint:
        """In the margin beside everything, where every page is free."""
        page = self.window.current.geometry()
        right, bottom = corner.value
        return QPoint(
            page.right() - inset if right else page.left() + inset,
            page.bottom() - inset if bottom else page.top() + inset,
        )

    def tap(
        self,
        where: QPoint,
        *,
        after: float = 0.3,
        held: float = 0.1,
        move: int = 0,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> None:
        handle = self.window.windowHandle()
        self.clock.seconds += after
        QTest.mousePress(handle, button, Qt.KeyboardModifier.NoModifier, where)
        self.clock.seconds += held
        if move:
            where = where + QPoint(0, move)
            QTest.mouseMove(handle, where)
        QTest.mouseRelease(handle, button, Qt.KeyboardModifier.NoModifier, where)

    def knock(self, order: tuple[Corner, ...] = ORDER, *, first: float = QUIET_BEFORE + 0.1) -> None:
        for number, corner in enumerate(order):
            self.tap(self.place(corner), after=0.3 if number else first)

    @property
    def asked(self) -> bool:
        """The pattern was there, and quiet is waited for."""
        return self.entry._corners._quiet.isActive()

    def enter(self) -> None:
        """The pattern and the quiet after it."""
        self.knock()
        assert self.asked
        self.entry._corners._quiet.timeout.emit()

    def type(self, keys: str) -> None:
        for key in keys:
            self.finger.tap(f"keypad.{key}")

    def sign(self, number: str, pin: str) -> None:
        self.type(number)
        self.finger.tap("nav.next")
        self.type(pin)
        self.finger.tap("nav.next")

    def waits_for(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=30_000)

    def words(self) -> str:
        return " ".join(label.text() for label in self.window.current.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def way(panel: Window, hand_clock: HandClock, finger: Finger, qtbot: QtBot) -> Iterator[Way]:
    way = Way(panel, hand_clock, finger, qtbot)
    yield way
    way.entry.cancel()


# --- the pattern ---


def test_the_pattern_opens_the_sign_in_page_after_quiet(way: Way) -> None:
    assert round(QUIET_AFTER * 1000) == way.entry._corners._quiet.interval()
    way.enter()
    assert way.window.current.objectName() == "screen.staff"
    assert way.events == ["begun"]
    assert way.pressed == [], "the taps pressed nothing"


@pytest.mark.parametrize("wide", [False, True])
def test_no_control_stands_where_it_is_tapped(way: Way, wide: bool) -> None:
    if wide:
        way.window.resize(1920, 1080)
    for name, sample in SAMPLES.items():
        if name.startswith("home"):
            show(way.window, sample)
            for corner in Corner:
                under = way.window.childAt(way.place(corner))
                assert not isinstance(under, Control), (name, corner)
    show(way.window, SAMPLES["home-six"])
    way.enter()
    assert way.entry.open


SPOILT: list[Callable[[Way], None]] = [
    lambda way: way.knock(tuple(reversed(ORDER))),
    lambda way: way.knock(ORDER[:5]),
    lambda way: way.knock((*ORDER, Corner.TOP_LEFT)),
    lambda way: way.knock((Corner.TOP_LEFT, *ORDER)),
    lambda way: way.knock(first=0.3),  # somebody has touched something just before
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_anything_else_opens_nothing(way: Way, spoil: Callable[[Way], None]) -> None:
    way.tap(QPoint(500, 100), after=10)
    spoil(way)
    assert not way.asked
    assert way.events == []


@pytest.mark.parametrize(
    ("at", "how"),
    [
        *(
            (at, how)
            for at in range(6)
            for how in ({"held": 0.7}, {"move": 40}, {"button": Qt.MouseButton.RightButton})
        ),
        *((at, {"after": after}) for at in range(1, 6) for after in (2.0, 0.02)),
        (0, {"after": 1.4}),
    ],
)
def test_one_bad_touch_begins_it_anew(way: Way, at: int, how: dict[str, float]) -> None:
    way.tap(QPoint(500, 100), after=10)
    for number, corner in enumerate(ORDER):
        given = {"after": 0.3 if number else QUIET_BEFORE, **(how if number == at else {})}
        way.tap(way.place(corner), **given)
    assert not way.asked


def test_a_touch_in_the_quiet_after_it_spoils_it(way: Way) -> None:
    way.knock()
    assert way.asked
    way.tap(QPoint(500, 100), after=0.2)
    assert not way.asked
    way.knock()
    QTest.keyClick(way.window.windowHandle(), Qt.Key.Key_A)
    assert not way.asked


def test_controls_act_as_always_and_spoil_it(way: Way) -> None:
    way.clock.seconds += 10
    for corner in ORDER[:3]:
        way.tap(way.place(corner))
    way.finger.tap("nav.text_size")
    way.tap(way.finger.control("nav.help").mapTo(way.window, QPoint(20, 20)))
    assert way.pressed == ["help"]
    for corner in ORDER[3:]:
        way.tap(way.place(corner))
    assert not way.asked


def test_it_is_on_the_home_page_alone(way: Way) -> None:
    for name in ("help", "consent", "review", "done", "identify"):
        show(way.window, SAMPLES[name])
        way.clock.seconds += 10
        way.knock()
        assert not way.asked, name
    show(way.window, SAMPLES["home-six"])
    way.free = False
    way.knock()
    way.entry._corners._quiet.timeout.emit()
    assert not way.entry.open


touches = st.tuples(
    st.sampled_from([*Corner, None]),
    st.floats(0.0, 4.0),  # since the touch before
    st.floats(0.0, 1.0),  # how long
    st.booleans(),  # still
)


@given(st.lists(touches, max_size=12))
def test_only_the_whole_pattern_is_one(said: list[tuple[Corner | None, float, float, bool]]) -> None:
    now, pattern, hit = 100.0, Pattern(100.0), []
    for corner, after, held, still in said:
        now += after
        pattern.press(corner, now)
        now += held
        if still:
            hit.append(pattern.release(now))
        else:
            pattern.spoil(now)
            hit.append(False)
    for number, one in enumerate(hit):
        last = said[number - 5 : number + 1] if number >= 5 else []
        right = [touch[0] for touch in last] == list(ORDER)
        right = right and last[0][1] >= QUIET_BEFORE and all(touch[2] <= 0.5 and touch[3] for touch in last)
        right = right and all(0.08 <= touch[1] <= 1.5 for touch in last[1:])
        assert not one or right


@pytest.mark.parametrize("how", [wiping, dabbing, edging])
def test_cleaning_the_screen_hits_nothing(how: Callable[[Random], Iterator[Touch]]) -> None:
    """100,000 of each in the benchmark; some hundreds here, and that they can hit at all."""
    assert hits(how, 500, seed=7) == 0
    assert opened((0.3 if number else 2.0, corner, 0.1, True) for number, corner in enumerate(ORDER))


@given(st.floats(-50, 1200), st.floats(-50, 2000))
def test_corners_are_corners(x: float, y: float) -> None:
    corner = corner_at(x, y, 1080, 1700, 160)
    inside = (0 <= x < 160 or 920 <= x < 1080) and (0 <= y < 160 or 1540 <= y < 1700)
    assert (corner is not None) == inside
    if corner is not None:
        assert corner.value == (int(x >= 920), int(y >= 1540))


# --- signing in ---


def test_number_and_pin_open_the_door_and_nothing_typed_remains(way: Way) -> None:
    way.enter()
    way.type("9001")
    assert "9001" in way.words()
    way.finger.tap("nav.next")
    way.type("926481")
    page = way.window.current
    assert "926481" not in way.words()
    assert "••••••" in way.words()
    assert way.finger.control("nav.next").text() == "登录"
    way.finger.tap("nav.next")
    way.waits_for(lambda: len(way.events) == 3)
    assert way.events == ["begun", "closed", ("9001", "maintenance", False)]
    assert way.gate.tried == [("9001", "926481", Door.MAINTENANCE)]
    assert threading.get_ident() not in way.gate.threads, "the window never waits for a hash"
    assert not [text for text in vars(page).values() if text in ("9001", "926481")]
    assert not [label for label in page.findChildren(QLabel) if "9001" in label.text()]


def test_wrong_ones_are_one_sentence_and_all_is_typed_anew(way: Way) -> None:
    way.enter()
    way.sign("9001", "111222")
    way.waits_for(lambda: "工号或密码不对" in way.words())
    assert "9001" not in way.words()
    assert way.finger.control("nav.next").text() == "下一步"
    way.sign("9001", "926481")
    way.waits_for(lambda: ("9001", "maintenance", False) in way.events)


def test_while_the_door_waits_no_key_does_anything(way: Way) -> None:
    way.gate.door = Stands(waits=11.2)
    way.enter()
    assert "再等 12 秒" in way.words()
    way.sign("9001", "926481")
    assert way.gate.tried == []
    way.gate.door = Stands()
    way.entry._tick.timeout.emit()
    way.sign("9001", "926481")
    way.waits_for(lambda: ("9001", "maintenance", False) in way.events)


def test_a_shut_door_says_so_and_the_challenge_is_left(way: Way) -> None:
    way.gate.door = Stands(shut=True)
    way.enter()
    assert "锁上了" in way.words()
    way.finger.tap("sign_in.challenge")
    assert way.window.current.objectName() == "screen.challenge"
    assert "1234 5678 9012 3456" in way.words()
    way.type("9999999999")
    way.finger.tap("nav.next")
    way.waits_for(lambda: "应答码不对" in way.words())
    way.type("0123456789")
    way.finger.tap("nav.next")
    way.waits_for(lambda: ("HQ", "maintenance", False) in way.events)
    assert way.gate.responses == ["9999999999", "0123456789"]
    assert way.gate.dropped == 1


def test_a_challenge_runs_out_before_the_eyes(way: Way) -> None:
    way.enter()
    way.finger.tap("sign_in.challenge")
    way.clock.seconds += 590
    way.entry._tick.timeout.emit()
    assert "0 分 1" in way.words()
    way.clock.seconds += 20
    way.entry._tick.timeout.emit()
    assert "过期了" in way.words()
    way.type("0123456789")
    way.finger.tap("nav.next")
    assert way.gate.responses == []
    way.finger.tap("challenge.renew")
    assert "9 分 5" in way.words() or "10 分" in way.words()


def test_who_cancels_leaves_nothing(way: Way) -> None:
    way.enter()
    way.type("900")
    way.finger.tap("sign_in.cancel")
    assert way.events == ["begun", "closed"]
    assert (way.gate.dropped, way.entry.open) == (1, False)
    way.enter()
    assert "900" not in way.words()


def test_nobody_there_is_nobody(way: Way) -> None:
    way.enter()
    assert way.entry._idle.interval() == 60_000
    way.finger.tap("sign_in.challenge")
    assert way.entry._idle.interval() > 590_000, "a telephone call is no idleness"
    way.finger.tap("sign_in.cancel")
    way.enter()
    way.entry._idle.timeout.emit()
    assert way.events[-1] == "closed"


def test_a_helpers_card_alone_is_enough_at_the_visible_door(way: Way) -> None:
    show(way.window, SAMPLES["help"])
    way.window.pressed.emit("staff_sign_in")
    assert "帮办员登录" in way.words()
    assert not way.window.findChild(Control, "sign_in.challenge").isVisible()
    way.window.pressed.emit("sign_in:challenge")
    assert way.window.current.objectName() == "screen.staff"
    way.gate.card = CardLaid(HELPER, admitted=True)
    way.gate.laid.set()
    way.waits_for(lambda: ("1001", "assist", True) in way.events)


def test_a_card_at_the_hidden_door_only_says_the_number(way: Way) -> None:
    way.enter()
    way.gate.card = CardLaid(ENGINEER, admitted=False)
    way.gate.laid.set()
    way.waits_for(lambda: "工号 9001，输入密码" in way.words())
    assert way.events == ["begun"]
    way.type("926481")
    way.finger.tap("nav.next")
    way.waits_for(lambda: ("9001", "maintenance", False) in way.events)


def test_a_card_of_nobody_is_told_and_the_next_one_is_read(way: Way) -> None:
    show(way.window, SAMPLES["help"])
    way.window.pressed.emit("staff_sign_in")
    way.gate.card = KioskError(sentence="这张卡不在名单上", remedy="换一张")
    way.gate.laid.set()
    way.waits_for(lambda: "不在名单上" in way.words())
    way.gate.card = CardLaid(HELPER, admitted=True)
    way.gate.laid.set()
    way.waits_for(lambda: ("1001", "assist", True) in way.events)


def test_before_the_services_stand_the_page_says_so(way: Way) -> None:
    def not_yet(_door: Door) -> Stands:
        raise KioskError(sentence="机器还在准备", remedy="等几秒再试一次")

    way.gate.stands = not_yet
    way.enter()
    assert "机器还在准备" in way.words()


def test_a_keyboard_types_digits_and_nothing_else(way: Way) -> None:
    way.enter()
    handle = way.window.windowHandle()
    for key in "9a0 0\x1b1":
        QTest.keyClick(handle, key)
    assert "9001" in way.words()
    QTest.keyClick(handle, Qt.Key.Key_Backspace)
    assert "9001" not in way.words()


def test_a_keyboard_signs_in_with_return_and_moves_no_unseen_focus(way: Way) -> None:
    """The window is the active one, so that Qt would hand Return to the first key of the page."""
    way.window.activateWindow()
    way.qtbot.waitUntil(way.window.isActiveWindow)
    way.enter()
    for keys in ("9001\r", "926481\r"):
        for key in keys:
            QTest.keyClick(way.window.windowHandle(), key)
    way.waits_for(lambda: bool(way.gate.tried))
    assert way.gate.tried == [("9001", "926481", Door.MAINTENANCE)]
