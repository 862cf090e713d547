"""The link monitor against the real stand-in gateway; the test decides when the next question is due."""

import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from kiosk.core.attention import Attention
from kiosk.core.clock import Clock, SystemClock
from kiosk.core.status import Health, Status
from kiosk.core.timing import LINK_POLL, LINK_POLL_ALONE, LINK_PROBE, LINK_RETRY, RECONNECT_FIRST
from kiosk.services.link import LinkMonitor
from tests.sandbox.town import SkewedClock, Town, http, misbehaving, read_request, town


class Watched:
    """A monitor whose pauses end when ``go_on`` says so; ``pauses`` are their lengths, ``changes`` what it told."""

    def __init__(self, url: str, clock: Clock, attention: Attention | None) -> None:
        self.pauses: queue.Queue[float] = queue.Queue()
        self.changes: queue.Queue[Status] = queue.Queue()
        self._turns = threading.Semaphore(0)
        self._closing = False
        self.woken: threading.Event | None = None
        self.monitor = LinkMonitor(url, clock=clock, on_change=self.changes.put, attention=attention, wait=self._wait)

    def _wait(self, woken: threading.Event, seconds: float) -> None:
        self.woken = woken
        self.pauses.put(seconds)
        self._turns.acquire()

    def go_on(self) -> None:
        self._turns.release()

    def pause(self) -> float:
        return self.pauses.get(timeout=10)

    def change(self) -> Status:
        return self.changes.get(timeout=10)


@contextmanager
def watched(url: str, clock: Clock | None = None, attention: Attention | None = None) -> Iterator[Watched]:
    watched = Watched(url, clock or SystemClock(), attention)
    assert watched.monitor.status.health is Health.STARTING
    watched.monitor.start()
    yield watched
    closing = threading.Thread(target=watched.monitor.close)
    closing.start()
    watched.go_on()
    closing.join()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def place(shared: Town) -> Town:
    shared.afresh()
    return shared


def test_while_nobody_is_there_it_asks_seldom_and_at_once_when_somebody_comes(place: Town) -> None:
    attention = Attention(SystemClock(), lasting=0)
    with watched(place.ready["wires"]["gateway"], attention=attention) as link:
        assert link.change().usable
        assert link.pause() == LINK_POLL_ALONE
        place.order("/network", fault="down")
        link.go_on()
        assert link.pause() == RECONNECT_FIRST
        link.go_on()
        assert link.pause() == LINK_RETRY, "what is down is missed by nobody, but was not mended by anybody either"
        woken = link.woken
        assert woken is not None
        assert not woken.is_set()
        attention.attend()
        assert woken.is_set()


@pytest.mark.parametrize("fault", ["down", "lose_request", "lose_reply", "error_500"])
def test_down_after_two_questions_and_back_at_the_first_good_one(place: Town, fault: str) -> None:
    with watched(place.ready["wires"]["gateway"]) as link:
        assert link.change() == link.monitor.status == Status(Health.ONLINE)
        assert link.pause() == LINK_POLL
        place.order("/network", fault=fault)
        link.go_on()
        assert link.pause() == RECONNECT_FIRST
        assert link.monitor.status.usable
        link.go_on()
        down = link.change()
        assert down.health is Health.OFFLINE
        assert down.fault is not None
        assert down.fault.sentence
        assert link.pause() == LINK_RETRY
        link.go_on()
        assert link.pause() == LINK_RETRY
        place.order("/network", fault=None)
        link.go_on()
        assert link.change().health is Health.ONLINE
        assert link.pause() == LINK_POLL
        assert link.changes.empty()


def test_a_single_blip_is_not_told(place: Town) -> None:
    with watched(place.ready["wires"]["gateway"]) as link:
        link.change()
        link.pause()
        place.order("/network", fault="down")
        link.go_on()
        link.pause()
        place.order("/network", fault=None)
        link.go_on()
        assert link.pause() == LINK_POLL
        assert link.changes.empty()


def test_the_promises_about_time() -> None:
    """Down within about two polls, back within a second."""
    assert LINK_POLL + RECONNECT_FIRST + 2 * LINK_PROBE <= 2.1 * LINK_POLL
    assert LINK_RETRY < 1


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_clock_that_is_off_is_a_fault_for_the_engineer(place: Town, minutes: int) -> None:
    clock = SkewedClock(timedelta(minutes=minutes))
    with watched(place.ready["wires"]["gateway"], clock) as link:
        link.pause()
        link.go_on()
        fault = link.change().fault
        assert fault is not None
        assert fault.code == "gateway.clock"
        link.pause()
        clock.off = timedelta()
        link.go_on()
        assert link.change().usable


@pytest.mark.parametrize("off", ["clock_ahead", "clock_behind"])
def test_a_gateway_whose_clock_is_off_is_said_without_blaming_either(place: Town, off: str) -> None:
    """… before somebody has done any work: it would turn every signed call away."""
    with watched(place.ready["wires"]["gateway"]) as link:
        assert link.change().usable
        link.pause()
        place.order("/gateway", fault=off)
        link.go_on()
        link.pause()
        link.go_on()
        fault = link.change().fault
        assert fault is not None
        assert (fault.code, fault.sentence) == ("gateway.clock", "机器和平台的时间对不上")
        link.pause()
        place.order("/gateway", fault=None)
        link.go_on()
        assert link.change().usable


@pytest.mark.parametrize(
    "reply", [http(404, b"{}"), http(302, b""), b"SSH-2.0\r\n", http(200, b"", "Jinban-Time: yesterday")]
)
def test_odd_answers(reply: bytes) -> None:
    def answer(connection: socket.socket, number: int) -> None:
        read_request(connection)
        connection.sendall(reply)

    with misbehaving(answer) as url, watched(url) as link:
        if b"yesterday" not in reply:
            link.pause()
            link.go_on()
        assert link.change().usable is (b"yesterday" in reply)


def test_suspicion_is_told_at_once_and_asked_about_at_once(place: Town) -> None:
    changes: queue.Queue[Status] = queue.Queue()
    monitor = LinkMonitor(place.ready["wires"]["gateway"], clock=SystemClock(), on_change=changes.put)
    monitor.start()
    assert changes.get(timeout=10).usable
    monitor.suspect()
    assert not changes.get(timeout=10).usable
    assert changes.get(timeout=LINK_POLL).usable  # not only after the next poll was due
    monitor.close()


def test_close_does_not_wait_for_an_answer() -> None:
    asked = threading.Event()

    def answer(connection: socket.socket, number: int) -> None:
        asked.set()
        while connection.recv(65536):
            pass

    with misbehaving(answer) as url:
        monitor = LinkMonitor(url, clock=SystemClock(), on_change=lambda status: None)
        monitor.start()
        assert asked.wait(10)
        started = time.monotonic()
        monitor.close()
        assert time.monotonic() - started < LINK_PROBE
        assert not [thread for thread in threading.enumerate() if thread.name == "link"]


def test_close_before_start() -> None:
    LinkMonitor("http://127.0.0.1:9", clock=SystemClock(), on_change=lambda status: None).close()
