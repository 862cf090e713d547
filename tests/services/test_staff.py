"""The staff list and who gets in by it, on a real store; PINs are hashed as cheaply as can be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.staff import Door, Role, Staff
from kiosk.services.audit import Audit
from kiosk.services.pin_lock import DoorShut, DoorWaits, PinLock
from kiosk.services.pins import hasher, pin_problem
from kiosk.services.staff import NotAdmitted, StaffBook
from kiosk.services.staff_list import COMMAND, StaffMistake
from kiosk.services.store import Store
from tests.people import WANG, ZHANG
from tests.services.world import KEY, SetClock, decrypted_pages, raw_bytes

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Site:
    def __init__(self, state: Path) -> None:
        self.state, self.clock = state, SetClock()
        self.told: list[tuple[Door, int, int]] = []
        self.start()

    def start(self) -> None:
        self.store = Store(self.state / "store", KEY)
        self.audit = Audit(self.store, self.clock)
        self.lock = PinLock(self.store, self.state / "doors", KEY, self.clock)
        self.book = StaffBook(
            self.store, self.lock, self.audit, self.clock, hashes=CHEAP, locked=lambda *said: self.told.append(said)
        )

    def staffed(self) -> "Site":
        self.book.add("1001", "朱思琪", Role.HELPER, "418207", by=COMMAND)
        self.book.add("2001", "林晓峰", Role.SITE, "730596", by=COMMAND)
        self.book.add("9001", "顾明", Role.ENGINEER, "926481", by=COMMAND)
        return self

    def wrong(self, number: str = "9001", door: Door = Door.MAINTENANCE, times: int = 1) -> None:
        for _ in range(times):
            self.clock.advance(seconds=10_000)
            with pytest.raises(NotAdmitted):
                self.book.by_pin(number, "111222", door)

    def events(self) -> list[tuple[str, str, dict[str, object]]]:
        return [(row.event, row.subject, row.detail) for row in self.audit.rows()]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "state").staffed()
    yield site
    site.store.close()


def test_who_is_on_the_list_gets_in(site: Site) -> None:
    assert site.book.by_pin("9001", "926481", Door.MAINTENANCE) == Staff("9001", "顾明", Role.ENGINEER)
    assert site.book.by_pin("1001", "418207", Door.ASSIST).role is Role.HELPER
    assert site.book.by_pin("1001", "418207", Door.MAINTENANCE).role is Role.HELPER
    assert ("staff.signed_in", "assist", {"staff": "1001", "role": "helper", "means": "pin"}) in site.events()


@pytest.mark.parametrize(
    ("number", "pin", "door"),
    [
        ("9001", "926482", Door.MAINTENANCE),
        ("9001", "730596", Door.MAINTENANCE),  # somebody else's
        ("9002", "926481", Door.MAINTENANCE),
        ("", "", Door.MAINTENANCE),
        ("9001", "926481", Door.ASSIST),  # the visible door says nothing of who may open the hidden one
        ("2001", "730596", Door.ASSIST),
    ],
)
def test_nobody_else_does_and_all_hear_the_same(site: Site, number: str, pin: str, door: Door) -> None:
    with pytest.raises(NotAdmitted) as refused:
        site.book.by_pin(number, pin, door)
    assert (refused.value.sentence, refused.value.remedy) == ("工号或密码不对", "看清楚再输一遍")
    assert site.lock.state(door).wrong == 1


def test_who_was_removed_does_not_get_in(site: Site) -> None:
    site.book.remove("1001", by="9001")
    with pytest.raises(NotAdmitted):
        site.book.by_pin("1001", "418207", Door.ASSIST)
    assert site.book.find("1001") is None
    assert [member.active for member in site.book.members() if member.staff.id == "1001"] == [False]
    site.book.add("1001", "朱思琪", Role.HELPER, "604137", by="9001")
    assert site.book.by_pin("1001", "604137", Door.ASSIST).name == "朱思琪"


def test_a_new_pin_ends_the_old_one(site: Site) -> None:
    site.book.new_pin("2001", "604137", by="9001")
    site.wrong("2001")
    site.clock.advance(seconds=20)
    with pytest.raises(NotAdmitted):
        site.book.by_pin("2001", "730596", Door.MAINTENANCE)
    assert site.book.by_pin("2001", "604137", Door.MAINTENANCE).id == "2001"


def test_the_right_pin_while_the_door_waits_or_is_shut_is_not_even_compared(site: Site) -> None:
    site.wrong(times=5)
    with pytest.raises(DoorWaits, match="15 s"):
        site.book.by_pin("9001", "926481", Door.MAINTENANCE)
    site.clock.advance(seconds=15)
    site.wrong(times=10)
    site.clock.advance(days=400)
    with pytest.raises(DoorShut):
        site.book.by_pin("9001", "926481", Door.MAINTENANCE)
    assert site.told[:2] == [(Door.MAINTENANCE, 5, 15), (Door.MAINTENANCE, 6, 30)]
    assert site.told[-1] == (Door.MAINTENANCE, 15, 0)
    assert site.book.by_pin("1001", "418207", Door.ASSIST), "the other door is another one"


def test_whoever_gets_in_forgives_themselves_and_not_what_was_tried_at_others(site: Site) -> None:
    """Or the site's staff could try the engineer's PIN for ever, four times between two of their own."""
    site.wrong("9001", times=3)
    site.wrong("2001")
    site.wrong("7777", times=2)
    site.clock.advance(seconds=1000)
    site.book.by_pin("2001", "730596", Door.MAINTENANCE)
    assert site.lock.state(Door.MAINTENANCE).wrong == 3


def test_an_engineer_opens_a_door(site: Site) -> None:
    site.wrong("1001", Door.ASSIST, times=15)
    with pytest.raises(DoorShut):
        site.book.by_pin("1001", "418207", Door.ASSIST)
    site.book.open_door(Door.ASSIST, Staff("9001", "顾明", Role.ENGINEER))
    assert site.book.by_pin("1001", "418207", Door.ASSIST)
    assert ("staff.door_opened", "assist", {"staff": "9001", "wrong": 15}) in site.events()


def test_a_card_alone_is_enough_for_a_helper_at_the_visible_door(site: Site) -> None:
    site.book.set_card("1001", ZHANG.id_number, by=COMMAND)
    site.book.set_card("9001", WANG.id_number, by=COMMAND)
    assert site.book.by_card(ZHANG.id_number) == Staff("1001", "朱思琪", Role.HELPER)
    assert site.book.with_card(ZHANG.id_number, Door.ASSIST).id == "1001"
    for number, door in (
        (ZHANG.id_number, Door.MAINTENANCE),
        (WANG.id_number, Door.MAINTENANCE),
        (WANG.id_number, Door.ASSIST),
        ("11010519491231002X", Door.ASSIST),
    ):
        with pytest.raises(NotAdmitted):
            site.book.with_card(number, door)
    site.book.remove("1001", by="9001")
    with pytest.raises(NotAdmitted):
        site.book.with_card(ZHANG.id_number, Door.ASSIST)


def test_a_card_waits_for_no_pin_but_opens_no_shut_door(site: Site) -> None:
    site.book.set_card("1001", ZHANG.id_number, by=COMMAND)
    site.wrong("1001", Door.ASSIST, times=7)
    assert site.book.with_card(ZHANG.id_number, Door.ASSIST)
    assert site.lock.state(Door.ASSIST).wrong == 7, "whoever has found the card has not guessed the PIN"
    site.wrong("1001", Door.ASSIST, times=8)
    with pytest.raises(DoorShut):
        site.book.with_card(ZHANG.id_number, Door.ASSIST)


def test_a_card_is_one_persons(site: Site) -> None:
    site.book.set_card("1001", ZHANG.id_number, by=COMMAND)
    with pytest.raises(StaffMistake, match="2001"):
        site.book.set_card("2001", ZHANG.id_number, by=COMMAND)
    site.book.set_card("1001", None, by=COMMAND)
    site.book.set_card("2001", ZHANG.id_number, by=COMMAND)
    assert site.book.by_card(ZHANG.id_number) == Staff("2001", "林晓峰", Role.SITE)


def test_nothing_that_was_typed_or_laid_stands_anywhere(site: Site) -> None:
    site.book.set_card("1001", ZHANG.id_number, by=COMMAND)
    site.wrong(ZHANG.id_number)  # typed in the wrong place
    site.book.new_pin("2001", "604137", by="9001")
    said = str(site.events()) + (site.state / "doors").read_text()
    pages = decrypted_pages(site.state / "store", KEY) + raw_bytes(site.state / "store")
    for secret in (ZHANG.id_number, "418207", "730596", "926481", "604137"):
        assert secret not in said
        assert secret.encode() not in pages


@pytest.mark.parametrize("number", ["", "12", "12345678901", "A001", "１００１", "10 1"])
def test_numbers_are_digits(site: Site, number: str) -> None:
    with pytest.raises(StaffMistake):
        site.book.add(number, "某某", Role.HELPER, "418207", by=COMMAND)


def test_mistakes_of_the_list(site: Site) -> None:
    for name in ("", "  ", "名" * 21, "a\nb"):
        with pytest.raises(StaffMistake):
            site.book.add("3001", name, Role.HELPER, "418207", by=COMMAND)
    with pytest.raises(StaffMistake, match="1001"):
        site.book.add("1001", "又一个", Role.HELPER, "418207", by=COMMAND)
    for change in (
        lambda: site.book.new_pin("3001", "418207", by=COMMAND),
        lambda: site.book.remove("3001", by=COMMAND),
        lambda: site.book.set_card("1001", "110105194912310021", by=COMMAND),
    ):
        with pytest.raises(StaffMistake):
            change()


def test_the_last_engineer_is_removed_by_nobody_in_the_menu(site: Site) -> None:
    with pytest.raises(StaffMistake):
        site.book.remove("9001", by="9001")
    site.book.add("9002", "钟山", Role.ENGINEER, "604137", by="9001")
    site.book.remove("9001", by="9002")
    site.book.remove("9002", by=COMMAND)
    assert [staff.id for staff in site.book.all()] == ["1001", "2001"]


def test_a_hash_of_weaker_parameters_is_made_anew(site: Site) -> None:
    site.book._hashes = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    site.book.by_pin("9001", "926481", Door.MAINTENANCE)
    [row] = site.store.read("SELECT pin FROM staff WHERE number = '9001'")
    assert extract_parameters(row["pin"]).memory_cost == 16


def test_real_hashes_cost_what_was_meant() -> None:
    said = extract_parameters(hasher().hash("418207"))
    assert (said.type.name, said.time_cost, said.memory_cost, said.parallelism) == ("ID", 6, 32 * 1024, 1)


@pytest.mark.parametrize(
    "pin",
    [
        "", "12345", "1234567", "12345a", "１２３４５６",
        "000000", "111122", "121212", "123123", "112233", "454454",
        "123456", "987654", "890123", "135791", "147258", "520131",
        "520317", "991231", "040229", "195203", "200112",
        "100142", "423001",
    ],
)  # fmt: skip
def test_weak_pins_are_refused_in_a_sentence(pin: str) -> None:
    assert 0 < len(pin_problem(pin, "1001" if "1001" in pin else "3001")) <= 20


@pytest.mark.parametrize("pin", ["418207", "730596", "926481", "604137", "281947"])
def test_others_are_taken(pin: str) -> None:
    assert pin_problem(pin, "1001") == ""


@given(st.integers(0, 999_999))
def test_a_pin_that_is_taken_has_three_digits_and_no_pattern(number: int) -> None:
    pin = f"{number:06}"
    if not pin_problem(pin, "1001"):
        assert len(set(pin)) >= 3
        assert pin[:3] != pin[3:]


def test_most_pins_are_taken() -> None:
    """So that the refused ones do not help whoever guesses."""
    taken = sum(not pin_problem(f"{number:06}", "1001") for number in range(0, 1_000_000, 37))
    assert taken / len(range(0, 1_000_000, 37)) > 0.9


def test_a_power_cut_before_the_comparison_gives_no_free_try(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerCutError(BaseException):
        pass

    def cut(*_given: object) -> bool:
        raise PowerCutError

    monkeypatch.setattr("kiosk.services.staff.matches", cut)
    for number in ("9001", "7777"):
        with pytest.raises(PowerCutError):
            site.book.by_pin(number, "926481", Door.MAINTENANCE)
    site.store.close()
    site.start()
    assert site.lock.state(Door.MAINTENANCE).wrong == 2


def test_a_number_that_nobody_has_takes_as_long(site: Site) -> None:
    """What is compared then is a whole hash of the same cost, and no PIN's."""
    site.book._hashes = hasher()
    nobodys = site.book._nobodys_pin()
    assert extract_parameters(nobodys) == extract_parameters(hasher().hash("418207"))
    with pytest.raises(VerifyMismatchError):
        hasher().verify(nobodys, "418207")
