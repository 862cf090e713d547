"""The guide lights over a real serial line, and the guide that keeps what they should show."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kiosk.core.attention import Attention
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadReply, DeviceError, Disconnected, NoAnswer
from kiosk.core.slot import Slot
from kiosk.core.status import Health, Status
from kiosk.devices.guide import Guide
from kiosk.devices.owner import Pace
from kiosk.devices.serial_lights import Mode, Options, open_device
from kiosk.devices.simulators.guide_lights import GuideLightsSimulator, LightsFault
from kiosk.devices.simulators.line import SerialLine
from tests.busy import quickest, quickest_timed, raised

SLOTS = {slot: number for number, slot in enumerate(Slot, 1)}
ANSWER = 0.3
SLACK = 0.05
DARK = dict.fromkeys(SLOTS.values(), "off")
QUICK = Pace(poll=0.02, reconnect_first=0.01, reconnect_most=0.04)


def blinking(slot):
    return DARK | {SLOTS[slot]: "blink"}


@pytest.fixture
def bench(tmp_path):
    simulator = GuideLightsSimulator(tmp_path / "lights")
    simulator.start()
    yield simulator
    simulator.close()


@pytest.fixture
def lights(bench, tmp_path, clock):
    driver = open_device(Options(port=tmp_path / "lights", slots=SLOTS), clock)
    yield driver
    driver.close()


def test_the_slot_that_is_meant_blinks_and_no_other(bench, lights):
    assert lights.poll() == Status(Health.ONLINE)
    for slot in (*Slot, Slot.ID_CARD):
        lights.show(slot)
        assert bench.lights == blinking(slot)
    lights.show(None)
    assert bench.lights == DARK


def test_a_light_can_simply_be_on(bench, lights):
    lights._set(2, Mode.ON)
    assert bench.lights == DARK | {2: "on"}


def test_a_slot_without_a_light_puts_the_others_off(bench, tmp_path, clock):
    driver = open_device(Options(port=tmp_path / "lights", slots={Slot.ID_CARD: 3}), clock)
    driver.show(Slot.ID_CARD)
    assert bench.lights == DARK | {3: "blink"}
    driver.show(Slot.A4)
    assert bench.lights == DARK
    driver.close()


def test_two_slots_may_share_a_light(bench, tmp_path, clock):
    driver = open_device(Options(port=tmp_path / "lights", slots={Slot.ID_CARD: 1, Slot.SCANNER: 1}), clock)
    driver.show(Slot.ID_CARD)
    assert bench.lights == DARK | {1: "blink"}
    driver.close()


def test_a_board_with_too_few_lights_is_said(tmp_path, clock):
    small = GuideLightsSimulator(tmp_path / "small", count=4)
    small.start()
    driver = open_device(Options(port=tmp_path / "small", slots=SLOTS), clock)
    status = driver.poll()
    assert status.health is Health.HARDWARE_ERROR
    assert "4 lights" in status.fault.technician
    driver.close()
    small.close()


@pytest.mark.parametrize(("fault", "error"), [(LightsFault.MUTE, NoAnswer), (LightsFault.REFUSES, BadReply)])
def test_a_fault_is_its_own_error_in_time(bench, lights, fault, error):
    bench.set_fault(fault)
    for ask in (lights.poll, lambda: lights.show(Slot.CAMERA)):
        assert quickest(lambda ask=ask: raised(error, ask), ANSWER + SLACK) < ANSWER + SLACK
    bench.set_fault(None)
    lights.show(Slot.CAMERA)
    assert bench.lights == blinking(Slot.CAMERA)


def test_noise_is_passed_over(bench, lights):
    bench.set_fault(LightsFault.NOISE)
    assert lights.poll() == Status(Health.ONLINE)
    lights.show(Slot.RECEIPT)
    assert bench.lights == blinking(Slot.RECEIPT)


def test_a_pulled_cable_is_disconnected(bench, lights):
    bench.set_fault(LightsFault.UNPLUGGED)
    with pytest.raises(Disconnected):
        lights.poll()


@pytest.mark.parametrize("slots", [{}, {"door": 1}, {"id_card": 0}, {"id_card": "one"}])
def test_slots_that_make_no_sense_are_refused(tmp_path, slots):
    with pytest.raises(ValidationError):
        Options(port=tmp_path, slots=slots)


class Parrot:
    """A line whose far end answers every request with the next of some bytes."""

    def __init__(self, link, answers):
        self.answers = list(answers)
        self.line = SerialLine(link, self.hear)

    def hear(self, _):
        for piece in self.answers.pop(0) if self.answers else ():
            self.line.send(piece)


def cut(data, places):
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


ANSWERS = st.one_of(st.binary(max_size=300), st.text("VLOKER 0123456789\r\n", max_size=60).map(str.encode))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ANSWERS, st.lists(st.integers(0, 300), max_size=4)), min_size=8, max_size=8))
def test_whatever_comes_back_the_call_ends_in_time_with_an_own_error(tmp_path, clock, scripts):
    """Eight boards at a time: most of these calls end at their deadline."""

    def ask_parrot(number):
        return quickest_timed(lambda: asked(number), ANSWER + SLACK)

    def asked(number):
        parrot = Parrot(tmp_path / f"parrot{number}", [cut(*scripts[number])])
        parrot.line.plug()
        driver = open_device(Options(port=tmp_path / f"parrot{number}", slots=SLOTS), clock)
        started = SystemClock().monotonic()
        with suppress(DeviceError):
            driver.poll()
        took = SystemClock().monotonic() - started
        driver.close()
        parrot.line.unplug()
        return took

    with ThreadPoolExecutor(len(scripts)) as pool:
        assert max(pool.map(ask_parrot, range(len(scripts)))) < ANSWER + SLACK


@pytest.mark.parametrize("answer", [b"V 2 5\n", b"V 1\n", b"V one five\n", b"V 1 -5\n", b"V 1 5", b"O\nK\n"])
def test_an_answer_that_is_none_is_a_bad_reply(tmp_path, clock, answer):
    parrot = Parrot(tmp_path / "parrot", [[answer]])
    parrot.line.plug()
    driver = open_device(Options(port=tmp_path / "parrot", slots=SLOTS), clock)
    with pytest.raises(BadReply):
        driver.poll()
    driver.close()
    parrot.line.unplug()


def test_an_answer_in_single_bytes_with_cr_lf(tmp_path, clock):
    parrot = Parrot(tmp_path / "parrot", [[bytes((byte,)) for byte in b"V 1 6\r\n"]])
    parrot.line.plug()
    driver = open_device(Options(port=tmp_path / "parrot", slots=SLOTS), clock)
    assert driver.poll() == Status(Health.ONLINE)
    driver.close()
    parrot.line.unplug()


# --- the guide ---


@pytest.fixture
def guide(bench, tmp_path, clock):
    options = Options(port=tmp_path / "lights", slots=SLOTS)
    made = Guide(lambda: open_device(options, clock), clock=clock, pace=QUICK)
    yield made
    made.owner.close()


def test_what_is_shown_blinks_soon_and_nobody_waits(bench, guide, until):
    assert quickest(lambda: guide.show(Slot.ID_CARD), SLACK) < SLACK
    until(lambda: bench.lights == blinking(Slot.ID_CARD))
    guide.show(None)
    until(lambda: bench.lights == DARK)


def test_many_changes_in_a_moment_leave_one_to_be_shown(bench, tmp_path, clock, until):
    shown = []

    def watched():
        driver = open_device(Options(port=tmp_path / "lights", slots=SLOTS), clock)
        show = driver.show
        driver.show = lambda slot: (shown.append(slot), show(slot))
        return driver

    guide = Guide(watched, clock=clock, pace=Pace(poll=60))
    until(lambda: guide.owner.status.health is Health.ONLINE)  # the first poll, which shows as well, is over
    began, held = threading.Event(), threading.Event()
    guide.owner.post(lambda _: (began.set(), held.wait(30)))
    assert began.wait(30)
    shown.clear()
    for _ in range(100):
        guide.show(Slot.CAMERA)
        guide.show(Slot.ID_CARD)
    held.set()
    until(lambda: bench.lights == blinking(Slot.ID_CARD))
    guide.show(Slot.CAMERA)
    until(lambda: bench.lights == blinking(Slot.CAMERA))
    assert shown == [Slot.ID_CARD, Slot.CAMERA]
    guide.owner.close()


def test_lights_that_come_back_show_what_is_wanted_by_then(bench, guide, until):
    guide.show(Slot.ID_CARD)
    until(lambda: bench.lights == blinking(Slot.ID_CARD))
    bench.set_fault(LightsFault.UNPLUGGED)
    until(lambda: not guide.owner.status.usable)
    guide.show(Slot.CAMERA)
    assert bench.lights == DARK
    bench.set_fault(None)
    until(lambda: bench.lights == blinking(Slot.CAMERA))
    until(lambda: guide.owner.status.usable)  # said when the poll that lit them is over


def test_what_is_wanted_just_when_they_come_back_is_shown_without_a_poll(bench, tmp_path, clock, until):
    """The first poll has asked what is wanted, and commands are not let in yet."""
    late = []

    def watched():
        driver = open_device(Options(port=tmp_path / "lights", slots=SLOTS), clock)
        show = driver.show
        driver.show = lambda slot: (show(slot), late and guide.show(late.pop()))
        return driver

    guide = Guide(watched, clock=clock, pace=Pace(poll=60, reconnect_first=0.01, reconnect_most=0.04))
    until(lambda: guide.owner.status.health is Health.ONLINE)
    bench.set_fault(LightsFault.UNPLUGGED)
    until(lambda: not guide.owner.status.usable)
    late.append(Slot.CAMERA)
    bench.set_fault(None)
    until(lambda: bench.lights == blinking(Slot.CAMERA))
    guide.show(Slot.ID_CARD)
    until(lambda: bench.lights == blinking(Slot.ID_CARD))
    guide.owner.close()


def test_a_change_that_was_not_taken_is_repeated_soon_though_nobody_is_there(bench, tmp_path, clock, until):
    def watched():
        driver = open_device(Options(port=tmp_path / "lights", slots=SLOTS), clock)
        show = driver.show

        def refused_once(slot):
            try:
                show(slot)
            finally:
                bench.set_fault(None)

        driver.show = refused_once
        return driver

    pace, nobody = Pace(poll=0.02, alone=60), Attention(clock, lasting=0)
    guide = Guide(watched, clock=clock, pace=pace, attention=nobody)
    until(lambda: guide.owner.status.health is Health.ONLINE)
    bench.set_fault(LightsFault.REFUSES)
    guide.show(Slot.CAMERA)
    until(lambda: bench.lights == blinking(Slot.CAMERA))
    guide.owner.close()


def test_a_board_that_lost_its_power_for_a_moment_blinks_again(bench, guide, until):
    guide.show(Slot.RECEIPT)
    until(lambda: bench.lights == blinking(Slot.RECEIPT))
    bench.lose_power()
    until(lambda: bench.lights == blinking(Slot.RECEIPT))


def test_no_fault_of_the_lights_comes_back_to_who_shows(bench, guide, until):
    for fault in LightsFault:
        bench.set_fault(fault)
        for slot in (*Slot, None):
            assert quickest(lambda slot=slot: guide.show(slot), SLACK) < SLACK
    bench.set_fault(None)
    guide.show(Slot.A4)
    until(lambda: bench.lights == blinking(Slot.A4))


def test_a_command_left_to_a_device_that_is_gone_is_dropped(bench, guide, until):
    bench.set_fault(LightsFault.UNPLUGGED)
    until(lambda: not guide.owner.status.usable)
    done = threading.Event()
    guide.owner.post(lambda _: done.set())
    bench.set_fault(None)
    until(lambda: guide.owner.status.usable)
    guide.owner.run(lambda _: None, cancel=Cancel(), deadline=1.0)
    assert not done.is_set()


def test_nothing_is_left_behind_after_many_openings(bench, tmp_path, clock):
    threads, files = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(1000):
        driver = open_device(Options(port=tmp_path / "lights", slots={Slot.ID_CARD: 1}), clock)
        driver.show(None)
        driver.close()
    assert (threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))) == (threads, files)
