"""The thread that owns a driver: turns, deadlines, giving up, losing the wire and finding it again."""

import socket
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.core.attention import Attention
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadReply, Cancelled, CardError, Disconnected, NoAnswer
from kiosk.core.status import Health, Media, Status
from kiosk.devices.owner import Owner, Pace
from kiosk.devices.sdt_serial import Options, open_device
from kiosk.devices.simulators.sdt_reader import ReaderFault, SdtReaderSimulator
from kiosk.devices.wire import TcpWire

QUICK = Pace(poll=0.02, reconnect_first=0.01, reconnect_most=0.04)
ONLINE = Status(Health.ONLINE)


class World:
    """What the driver below finds: the test changes it, the driver lives in it."""

    def __init__(self):
        self.plugged = True
        self.answers = True
        self.status = ONLINE
        self.asked = 0
        self.opened = 0
        self.closed = 0
        self.threads = set()
        self.seen = []
        self.missed = lambda: None  # done at each question that stays unanswered

    def open(self):
        self.threads.add(threading.get_ident())
        if not self.plugged:
            raise Disconnected("no cable")
        self.opened += 1
        return Driver(self)

    def note(self, name, status):
        self.threads.add(threading.get_ident())
        self.seen.append(status)


class Driver:
    def __init__(self, world):
        self.world = world

    def poll(self):
        self.ask()
        return self.world.status

    def ask(self):
        self.world.asked += 1
        self.world.threads.add(threading.get_ident())
        if not self.world.plugged:
            raise Disconnected("cable pulled")
        if not self.world.answers:
            self.world.missed()
            raise NoAnswer("mute")
        return "answer"

    def close(self):
        self.world.threads.add(threading.get_ident())
        self.world.closed += 1


@pytest.fixture
def world():
    return World()


@pytest.fixture
def owner(world, clock):
    owner = Owner("thing", world.open, clock=clock, on_status=world.note, pace=QUICK)
    yield owner
    owner.close()
    assert world.opened == world.closed
    assert threading.get_ident() not in world.threads
    assert len(world.threads) == 1


def run(owner, command=lambda driver: driver.ask(), *, cancel=None, deadline=1.0):
    return owner.run(command, cancel=cancel or Cancel(), deadline=deadline)


def test_a_command_runs_in_the_one_thread_and_changes_are_told_once(owner, world, until):
    assert owner.status.health in (Health.STARTING, Health.ONLINE)
    assert run(owner) == "answer"
    until(lambda: world.seen == [ONLINE])
    world.status = Status(Health.ONLINE, Media.LOW)
    until(lambda: len(world.seen) == 2)
    assert owner.status.media is Media.LOW


def test_a_running_command_shows_as_busy(owner, world, until):
    until(lambda: owner.status == ONLINE)
    assert run(owner, lambda driver: owner.status.health) is Health.BUSY
    until(lambda: owner.status == ONLINE)  # its caller has the answer a moment before
    assert world.seen == [ONLINE]


def test_the_driver_cannot_be_used_from_another_thread(owner):
    smuggled = run(owner, lambda driver: driver)
    with pytest.raises(AssertionError, match="outside the thread"):
        smuggled.ask()


def test_a_command_cannot_wait_for_itself(owner):
    with pytest.raises(AssertionError, match="own thread"):
        run(owner, lambda driver: run(owner))


def test_an_error_comes_back_with_the_device_s_name_and_the_driver_stays(owner, world):
    def bad_card(driver):
        raise CardError("spoilt")

    with pytest.raises(CardError) as said:
        run(owner, bad_card)
    assert said.value.device == "thing"
    with pytest.raises(ZeroDivisionError):
        run(owner, lambda driver: 1 / 0)
    assert run(owner) == "answer"
    assert world.opened == 1


def test_a_late_command_is_given_up_in_time_and_one_that_waited_behind_it_never_runs(owner):
    release, ran, overshoots = threading.Event(), [], []
    clock = SystemClock()
    for command in (lambda driver: release.wait(30), *[lambda driver: ran.append("late")] * 4):
        started = clock.monotonic()
        with pytest.raises(NoAnswer):
            run(owner, command, deadline=0.05)
        overshoots.append(clock.monotonic() - started - 0.05)
    assert min(overshoots) < 0.05  # the quickest: a machine that does much else delays anyone
    release.set()
    assert run(owner) == "answer"
    assert ran == []


def test_cancelling_wakes_the_caller_at_once(owner):
    release, running, cancel = threading.Event(), threading.Event(), Cancel()
    outcome = []

    def call():
        try:
            run(owner, lambda driver: (running.set(), release.wait(60)), cancel=cancel, deadline=60)
        except Cancelled:
            outcome.append("cancelled")

    caller = threading.Thread(target=call)
    caller.start()
    assert running.wait(30)
    cancel.set()
    caller.join(30)  # the command still runs
    assert outcome == ["cancelled"]
    release.set()


def test_a_token_that_is_set_already_starts_nothing(owner):
    cancel, ran = Cancel(), []
    cancel.set()
    with pytest.raises(Cancelled):
        run(owner, lambda driver: ran.append(1), cancel=cancel)
    assert run(owner) == "answer"
    assert ran == []


def test_a_pulled_cable_is_known_at_once_and_found_again(owner, world, until):
    until(lambda: owner.status == ONLINE)
    world.plugged = False
    with pytest.raises(Disconnected):
        run(owner)
    until(lambda: owner.status.health is Health.OFFLINE)
    with pytest.raises(Disconnected) as said:
        run(owner)
    assert said.value.technician in ("no cable", "cable pulled")
    world.plugged = True
    until(lambda: owner.status == ONLINE)
    assert run(owner) == "answer"
    assert {status.health for status in world.seen} == {Health.ONLINE, Health.OFFLINE}


def test_silence_counts_after_three_misses_and_never_blocks_a_command(owner, world, until):
    until(lambda: owner.status == ONLINE)
    missed, done = [], []

    def miss():
        missed.append(world.asked)
        if len(missed) == 1:
            owner.post(lambda driver: done.append(len(missed)))

    world.missed, world.answers = miss, False
    until(lambda: owner.status.health is Health.OFFLINE)
    assert done == [1], "after the first silence, which counts no longer"
    assert len(missed) >= 4
    assert owner.status.fault.code == "device.no_answer"
    with pytest.raises(Disconnected) as said:
        run(owner)
    assert said.value.sentence == NoAnswer.sentence
    world.answers = True
    until(lambda: owner.status == ONLINE)


def test_two_misses_are_forgiven(owner, world, until):
    until(lambda: owner.status == ONLINE)
    misses = []

    def missing(driver):
        misses.append(1)
        raise BadReply("noise")

    for _ in range(2):
        with pytest.raises(BadReply):
            run(owner, missing)
        run(owner)
    assert world.seen == [ONLINE]
    assert world.opened == 1


def test_a_device_that_is_missing_at_the_start_is_found_later(clock, until):
    world = World()
    world.plugged = False
    owner = Owner("thing", world.open, clock=clock, on_status=world.note, pace=QUICK)
    until(lambda: owner.status.health is Health.OFFLINE)
    world.plugged = True
    until(lambda: owner.status == ONLINE)
    owner.close()
    with pytest.raises(Disconnected):
        run(owner)


def test_the_waits_between_tries_grow(clock, until):
    tries = []

    def missing():
        tries.append(clock.monotonic())
        raise Disconnected("no cable")

    owner = Owner("thing", missing, clock=clock, pace=Pace(reconnect_first=0.02, reconnect_most=0.08))
    until(lambda: len(tries) >= 6)
    owner.close()
    waits = [later - earlier for earlier, later in pairwise(tries)]
    assert waits[0] >= 0.02
    assert waits[1] >= 0.04
    assert all(wait >= 0.08 for wait in waits[2:])


def test_a_driver_that_fails_in_itself_is_a_hardware_error_without_the_words_of_the_failure(clock, until):
    def broken():
        raise RuntimeError("name on the card: 测试甲")

    owner = Owner("thing", broken, clock=clock, pace=QUICK)
    until(lambda: owner.status.health is Health.HARDWARE_ERROR)
    assert "RuntimeError at" in owner.status.fault.technician
    assert "测试甲" not in owner.status.fault.technician
    owner.close()


def test_restart_opens_anew(owner, world, until):
    until(lambda: owner.status == ONLINE)
    owner.restart()
    until(lambda: world.opened == 2 and owner.status == ONLINE)
    assert run(owner) == "answer"


def test_at_rest_the_wire_is_free_until_it_is_opened_anew(owner, world, until):
    world.status = Status(Health.ONLINE, Media.LOW)
    until(lambda: owner.status.media is Media.LOW)
    assert owner.rest(5.0)
    assert (world.opened, world.closed) == (1, 1)
    with pytest.raises(Disconnected, match="rests"):
        run(owner)
    assert owner.status.health is Health.STARTING
    owner.restart()
    until(lambda: owner.status.media is Media.LOW)
    assert run(owner) == "answer"
    assert world.opened == 2


def test_rest_waits_for_the_command_that_runs_and_is_given_up_in_time(owner, world, until):
    going = threading.Event()
    owner.post(lambda driver: going.wait(5.0))
    assert not owner.rest(0.02)
    assert world.closed == 0
    owner.restart()
    going.set()
    until(lambda: world.opened == 2)
    assert run(owner) == "answer"


def test_a_device_that_is_gone_can_rest_too(owner, world, until):
    world.plugged = False
    until(lambda: owner.status.health is Health.OFFLINE)
    assert owner.rest(5.0)
    world.plugged = True
    owner.restart()
    until(lambda: owner.status == ONLINE)


def test_restart_does_not_wait_for_the_next_try(clock, until):
    world = World()
    world.plugged = False
    owner = Owner("thing", world.open, clock=clock, pace=Pace(reconnect_first=60, reconnect_most=60))
    until(lambda: owner.status.health is Health.OFFLINE)
    world.plugged = True
    owner.restart()
    until(lambda: owner.status == ONLINE)
    owner.close()


def test_a_reader_is_pulled_out_and_put_back(tmp_path, clock, cards, until):
    bench = SdtReaderSimulator(tmp_path / "reader")
    bench.start()
    options = Options(port=tmp_path / "reader")
    owner = Owner("id_card", lambda: open_device(options, clock), clock=clock, pace=QUICK)
    until(lambda: owner.status == ONLINE)
    bench.set_fault(ReaderFault.UNPLUGGED)
    until(lambda: owner.status.health is Health.OFFLINE)
    bench.lay(cards["resident"])
    bench.set_fault(None)
    until(lambda: owner.status == ONLINE)
    assert run(owner, lambda reader: reader.read()).name == "测试甲"
    owner.close()
    bench.close()


# --- nobody is there ---


@pytest.fixture
def nobody(clock):
    attention = Attention(clock, lasting=60)
    attention._until = clock.monotonic()
    return attention


ALONE = Pace(poll=0.01, alone=60, reconnect_first=0.01, reconnect_most=60)


def test_a_device_that_is_well_is_asked_seldom_until_somebody_comes(world, clock, nobody, until):
    owner = Owner("thing", world.open, clock=clock, on_status=world.note, pace=ALONE, attention=nobody)
    until(lambda: owner.status == ONLINE)
    assert run(owner) == "answer"
    world.status = Status(Health.ONLINE, Media.LOW)
    asked = world.asked
    assert not threading.Event().wait(0.1)
    assert world.asked == asked
    nobody.attend()
    until(lambda: owner.status == world.status)
    until(lambda: world.asked > asked + 3)
    owner.close()


class Painting(Attention):
    """The window has been touched, and paints."""

    painting = 0.005


@pytest.mark.parametrize("command", [False, True])
def test_a_question_waits_until_what_a_touch_brings_is_painted_and_a_command_does_not(world, clock, until, command):
    touched = Painting(clock)
    owner = Owner("thing", world.open, clock=clock, pace=Pace(poll=60), attention=touched)
    if command:
        assert run(owner) == "answer"
    assert not threading.Event().wait(0.1)
    assert owner.status.health is Health.STARTING
    touched.painting = 0.0
    until(lambda: owner.status == ONLINE)
    owner.close()


def test_a_device_is_asked_all_the_same_where_a_finger_never_rests(world, clock, until):
    owner = Owner("thing", world.open, clock=clock, pace=QUICK, attention=Painting(clock))
    until(lambda: world.asked > 3)
    owner.close()


def test_a_device_with_a_fault_is_asked_often_all_the_same(world, clock, nobody, until):
    world.status = Status(Health.USER_ERROR, Media.OUT, fault=NoAnswer("no paper").fault())
    owner = Owner("thing", world.open, clock=clock, on_status=world.note, pace=ALONE, attention=nobody)
    until(lambda: owner.status.fault is not None)
    world.status = ONLINE
    until(lambda: owner.status == ONLINE)
    owner.close()


def test_a_device_that_is_gone_is_looked_for_when_somebody_comes(world, clock, nobody, until):
    world.plugged = False
    pace = Pace(poll=60, alone=60, reconnect_first=60, reconnect_most=60)
    owner = Owner("thing", world.open, clock=clock, on_status=world.note, pace=pace, attention=nobody)
    until(lambda: owner.status.health is Health.OFFLINE)
    world.plugged = True
    nobody.attend()
    until(lambda: owner.status == ONLINE)
    owner.close()


def test_a_pulled_cable_is_heard_without_being_asked_for(tmp_path, clock, nobody, until):
    bench = SdtReaderSimulator(tmp_path / "reader")
    bench.start()
    options = Options(port=tmp_path / "reader")
    owner = Owner("id_card", lambda: open_device(options, clock), clock=clock, pace=ALONE, attention=nobody)
    until(lambda: owner.status == ONLINE)
    bench.set_fault(ReaderFault.UNPLUGGED)
    until(lambda: owner.status.health is Health.OFFLINE)
    owner.close()
    bench.close()


def test_a_printer_that_hangs_up_is_heard_without_being_asked_for(clock, nobody, until):
    with socket.create_server(("127.0.0.1", 0)) as server:
        wire = TcpWire(*server.getsockname(), clock, clock.monotonic() + 1)
        owner = Owner("thing", lambda: Listening(wire), clock=clock, pace=ALONE, attention=nobody)
        until(lambda: owner.status == ONLINE)
        server.accept()[0].close()
        until(lambda: owner.status.health is Health.OFFLINE)
        owner.close()


def test_a_wire_that_hangs_up_on_a_driver_that_does_not_mind_is_heard_once(clock, nobody, until):
    with socket.create_server(("127.0.0.1", 0)) as server:
        wire = TcpWire(*server.getsockname(), clock, clock.monotonic() + 1)
        asked = []
        listening = Listening(wire)
        listening.poll = lambda: asked.append(1) or ONLINE
        owner = Owner("thing", lambda: listening, clock=clock, pace=ALONE, attention=nobody)
        until(lambda: owner.status == ONLINE)
        server.accept()[0].close()
        until(lambda: len(asked) == 2)
        assert not threading.Event().wait(0.05)
        assert len(asked) == 2
        assert run(owner, lambda driver: "answer") == "answer"
        owner.close()


class Listening:
    """A driver on a wire, which it only listens to."""

    def __init__(self, wire):
        self._wire = wire

    def poll(self):
        self._wire.read_waiting()
        return ONLINE

    def fileno(self):
        return self._wire.fileno()

    def close(self):
        self._wire.close()


def test_a_thousand_opens_faults_and_closes_leave_nothing_behind(tmp_path, clock):
    bench = SdtReaderSimulator(tmp_path / "reader")
    bench.start()
    options = Options(port=tmp_path / "reader")
    quick = Pace(poll=0.001, reconnect_first=0.0005, reconnect_most=0.001)
    faults = (None, ReaderFault.UNPLUGGED, ReaderFault.NOISE, ReaderFault.MODULE)
    descriptors, threads = _descriptors(), threading.active_count()
    for turn in range(1000):
        bench.set_fault(None)
        owner = Owner("id_card", lambda: open_device(options, clock), clock=clock, pace=quick)
        bench.set_fault(faults[turn % len(faults)])
        if turn % 3 == 0:
            owner.restart()
        owner.close()
    bench.set_fault(None)
    assert threading.active_count() == threads
    assert _descriptors() == descriptors
    bench.close()


def _descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))
