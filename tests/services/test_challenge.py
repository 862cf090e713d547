"""Challenge and response: one response opens once, within ten minutes, and nothing else opens ever."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from stdnum.iso7064 import mod_97_10

from kiosk.core.staff import Door, Role
from kiosk.services import challenge as service
from kiosk.services.audit import Audit
from kiosk.services.challenge import HEAD_OFFICE, Challenges, NotAnswered, problem, response
from kiosk.services.pin_lock import PinLock
from kiosk.services.store import Store
from tests.services.test_pin_lock import TwoClocks
from tests.services.world import KEY

SECRET = bytes(range(100, 132))
DOOR = Door.MAINTENANCE


class Office:
    """A terminal whose challenges are answered with its key."""

    def __init__(self, state: Path) -> None:
        self.clock = TwoClocks()
        self.store = Store(state / "store", KEY)
        self.audit = Audit(self.store, self.clock)
        self.lock = PinLock(self.store, state / "doors", KEY, self.clock)
        self.nonces = 0
        self.challenges = self.terminal("NB-YZ-0001")

    def terminal(self, id: str, key: bytes = SECRET) -> Challenges:
        return Challenges(key, id, self.lock, self.audit, self.clock, self._nonce)

    def _nonce(self, size: int) -> bytes:
        self.nonces += 1
        return self.nonces.to_bytes(size, "big")

    def events(self) -> list[tuple[str, dict[str, object]]]:
        return [(row.event, row.detail) for row in self.audit.rows()]


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("office"))
    yield office
    office.store.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.store.close()


def test_the_right_response_opens_once(office: Office) -> None:
    shown = office.challenges.begin(DOOR)
    right = response(shown.digits, SECRET)
    assert (len(shown.digits), len(right), shown.seconds) == (16, 10, 600.0)
    staff = office.challenges.answer(right)
    assert (staff, staff.role) == (HEAD_OFFICE, Role.ENGINEER)
    said = {"staff": "HQ", "role": "engineer", "means": "challenge"}
    assert ("staff.signed_in", said) in office.events()
    with pytest.raises(NotAnswered):
        office.challenges.answer(right)


def test_it_opens_a_door_that_is_shut(office: Office) -> None:
    for _ in range(15):
        office.lock.add(DOOR)
    assert office.lock.state(DOOR).shut
    office.challenges.answer(response(office.challenges.begin(DOOR).digits, SECRET))
    assert office.lock.state(DOOR).wrong == 0
    assert ("staff.door_opened", {"staff": "HQ", "wrong": 15}) in office.events()


def test_the_last_second_is_the_last(office: Office) -> None:
    right = response(office.challenges.begin(DOOR).digits, SECRET)
    office.clock.running += 599.9
    assert office.challenges.answer(right)
    right = response(office.challenges.begin(DOOR).digits, SECRET)
    office.clock.running += 600.0
    with pytest.raises(NotAnswered) as late:
        office.challenges.answer(right)
    assert late.value.sentence == "这个码过期了"
    office.clock.running -= 600.0
    with pytest.raises(NotAnswered):
        office.challenges.answer(right)


def test_three_tries_then_a_minute(office: Office) -> None:
    right = response(office.challenges.begin(DOOR).digits, SECRET)
    for _ in range(3):
        with pytest.raises(NotAnswered):
            office.challenges.answer("0000000000")
    with pytest.raises(NotAnswered):
        office.challenges.answer(right)
    assert office.lock.state(DOOR).wrong == 3
    with pytest.raises(NotAnswered) as soon:
        office.challenges.begin(DOOR)
    assert soon.value.remedy.startswith("等 ")
    office.clock.running += 60.0
    office.challenges.begin(DOOR)


def test_a_new_challenge_ends_the_one_before_and_so_does_leaving(office: Office) -> None:
    first = response(office.challenges.begin(DOOR).digits, SECRET)
    second = response(office.challenges.begin(DOOR).digits, SECRET)
    with pytest.raises(NotAnswered):
        office.challenges.answer(first)
    office.challenges.drop()
    with pytest.raises(NotAnswered):
        office.challenges.answer(second)


def test_it_is_of_this_terminal_this_door_and_this_moment(office: Office) -> None:
    def shown(terminal: str, door: Door, nonce: int) -> str:
        office.nonces = nonce
        return office.terminal(terminal).begin(door).digits

    seen = {
        shown(terminal, door, nonce) for terminal in ("NB-YZ-0001", "NB-YZ-0002") for door in Door for nonce in (1, 2)
    }
    assert len(seen) == 8


def test_a_wrong_response_goes_to_the_audit_without_what_was_typed(office: Office) -> None:
    office.challenges.begin(DOOR)
    with pytest.raises(NotAnswered):
        office.challenges.answer("4455667788")
    said = str(office.events())
    assert "staff.sign_in_failed" in said
    assert "4455667788" not in said


def test_a_restart_forgets_the_challenge(office: Office) -> None:
    right = response(office.challenges.begin(DOOR).digits, SECRET)
    with pytest.raises(NotAnswered):
        office.terminal("NB-YZ-0001").answer(right)


@settings(max_examples=150)
@given(st.one_of(st.from_regex(r"\A[0-9]{10}\Z"), st.text(max_size=20)))
def test_any_other_response_opens_nothing(shared_office: Office, typed: str) -> None:
    shared_office.clock.running += 1000.0
    shown = shared_office.challenges.begin(DOOR)
    if typed == response(shown.digits, SECRET):
        return
    with pytest.raises(NotAnswered):
        shared_office.challenges.answer(typed)


@given(st.binary(min_size=32, max_size=32).filter(lambda key: key != SECRET))
def test_another_key_makes_another_response(key: bytes) -> None:
    assert response("1234567890123456", key) != response("1234567890123456", SECRET)


@given(st.integers(0, 10**14 - 1), st.integers(0, 15), st.integers(1, 9))
def test_a_digit_that_was_copied_wrongly_is_seen(body: int, at: int, more: int) -> None:
    shown = f"{body:014}{mod_97_10.calc_check_digits(f'{body:014}')}"
    assert problem(shown) == ""
    wrong = f"{shown[:at]}{(int(shown[at]) + more) % 10}{shown[at + 1 :]}"
    assert problem(wrong) == "有一位抄错了，再对一遍屏幕上的数字"
    assert "16 位" in problem(shown[:-1])


@given(st.binary(max_size=80))
def test_challenges_carry_their_check_digits(said: bytes) -> None:
    shown = service._digits(said)
    assert len(shown) == 16
    assert mod_97_10.is_valid(shown)


class Thief(RuleBasedStateMachine):
    """Has heard every response that the head office has ever given, and opens nothing with them but what it was for."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.good: tuple[str, float, int] | None = None  # the right response, until when, and tries left

    @rule(door=st.sampled_from(list(Door)))
    def begin(self, door: Door) -> None:
        with suppress(NotAnswered):
            shown = self.office.challenges.begin(door)
            right = response(shown.digits, SECRET)
            self.heard.append(right)
            self.good = (right, self.office.clock.running + 600.0, 3)

    @rule(data=st.data())
    @precondition(lambda self: self.heard)
    def say_what_was_heard(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.heard))
        good = self.good
        if good is not None and said == good[0] and self.office.clock.running < good[1] and good[2] > 0:
            assert self.office.challenges.answer(said) is HEAD_OFFICE
            self.good = None
            return
        with pytest.raises(NotAnswered):
            self.office.challenges.answer(said)
        if good is not None:
            self.good = (good[0], good[1], good[2] - 1) if self.office.clock.running < good[1] else None

    @rule(seconds=st.sampled_from([1.0, 60.0, 300.0, 601.0]))
    def time_passes(self, seconds: float) -> None:
        self.office.clock.running += seconds

    @rule(years=st.integers(-20, 20))
    def turn_the_clock(self, years: int) -> None:
        self.office.clock.wall = self.office.clock.wall.replace(year=2026 + years)

    @rule()
    def leave(self) -> None:
        self.office.challenges.drop()
        self.good = None


def test_whoever_heard_them_all_replays_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    office = Office(tmp_path_factory.mktemp("thief"))
    Thief.office = office

    def fresh() -> Thief:
        office.challenges = office.terminal("NB-YZ-0001")
        return Thief()

    run_state_machine_as_test(fresh, settings=settings(max_examples=40, stateful_step_count=25, deadline=None))
    office.store.close()
