"""The staff list in the menu, on a whole terminal: somebody new signs in at once, somebody removed never again."""

from collections.abc import Callable, Iterator

import pytest

from kiosk.core.board import Go
from kiosk.core.errors import KioskError
from kiosk.core.staff import Door, Role, Staff
from kiosk.maintenance.gate import Doors
from kiosk.sandbox.residents import RESIDENTS
from kiosk.services.staff import NotAdmitted
from tests.maintenance.premises import Menu, actions, facts, menu, newcomer, rows
from tests.sandbox.town import Town

ENGINEER = Staff("9001", "顾明", Role.ENGINEER)


@pytest.fixture(scope="module")
def place(sandbox: Town, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return newcomer(sandbox, tmp_path_factory.mktemp("terminal") / "state")


@pytest.fixture(scope="module")
def terminal(place: Town) -> Iterator[Menu]:
    with menu(place) as made:
        made.premises.services.staff.book.add("9001", "顾明", Role.ENGINEER, "926481", by="command")
        yield made


def listed(terminal: Menu) -> dict[str, str]:
    return {row.name: row.title for row in rows(terminal.board("people", ENGINEER)) if row.opens}


def add(terminal: Menu, number: str, name: str, role: Role, pin: str, again: str = "") -> object:
    assert terminal.do("people", "add", staff=ENGINEER) == Go("people:new")
    for field, value in (("number", number), ("name", name), ("role", role.value), ("pin", pin)):
        terminal.do("people:new", field, value, ENGINEER)
    return terminal.do("people:new", "save", again or pin, ENGINEER)


def test_somebody_new_signs_in_at_once(terminal: Menu) -> None:
    book = terminal.premises.services.staff.book
    assert [action.name for action in terminal.board("people:new", ENGINEER).actions] == [], "nothing is written yet"
    assert add(terminal, "1001", "朱思琪", Role.HELPER, "418207") == Go("people:1001", "添好了：朱思琪")
    assert listed(terminal) == {"1001": "朱思琪", "9001": "顾明"}
    assert book.by_pin("1001", "418207", Door.ASSIST).name == "朱思琪"
    assert facts(terminal.board("people:1001", ENGINEER))["工作卡"] == "没有"


def test_a_pin_is_seen_by_nobody_who_looks_at_the_page(terminal: Menu) -> None:
    terminal.do("people", "add", staff=ENGINEER)
    terminal.do("people:new", "pin", "604137", ENGINEER)
    assert "604137" not in str(terminal.board("people:new", ENGINEER))
    said = str([row.detail for row in terminal.premises.services.audit.rows()])
    assert "604137" not in said
    asks = [action.ask for action in actions(terminal.board("people:new", ENGINEER)) if action.name == "pin"]
    assert asks[0] is not None
    assert getattr(asks[0], "secret", False)
    terminal.board("people", ENGINEER)  # whoever goes back has typed nothing
    assert "●" not in str(terminal.board("people:new", ENGINEER))


@pytest.mark.parametrize(
    ("number", "pin", "again", "sentence"),
    [
        ("1009", "123456", "", "连着的数字谁都猜得到"),
        ("9001", "418207", "", "工号 9001 已经有人用"),
        ("x", "418207", "", "工号是"),
        ("1009", "418207", "418208", "两遍密码不一样"),
    ],
)
def test_mistakes_are_sentences(terminal: Menu, number: str, pin: str, again: str, sentence: str) -> None:
    with pytest.raises(KioskError) as mistake:
        add(terminal, number, "某某", Role.SITE, pin, again)
    assert sentence in mistake.value.sentence
    assert number not in listed(terminal) or number == "9001"
    terminal.board("people", ENGINEER)


def test_a_new_pin_is_typed_twice(terminal: Menu) -> None:
    book = terminal.premises.services.staff.book
    add(terminal, "2001", "林晓峰", Role.SITE, "730596")
    terminal.do("people:2001", "new_pin", "604137", ENGINEER)
    with pytest.raises(KioskError, match="differ"):
        terminal.do("people:2001", "again", "604138", ENGINEER)
    terminal.do("people:2001", "new_pin", "604137", ENGINEER)
    terminal.do("people:2001", "again", "604137", ENGINEER)
    assert book.by_pin("2001", "604137", Door.MAINTENANCE)
    terminal.do("people:2001", "remove", "", ENGINEER)
    assert "2001" not in listed(terminal)
    with pytest.raises(NotAdmitted):
        book.by_pin("2001", "604137", Door.MAINTENANCE)


def test_an_engineer_stays(terminal: Menu) -> None:
    with pytest.raises(KioskError) as mistake:
        terminal.do("people:9001", "remove", "", ENGINEER)
    assert mistake.value.sentence == "不能去掉自己"


def test_a_card_is_laid_and_signs_in(place: Town, terminal: Menu, until: Callable[..., None]) -> None:
    services = terminal.premises.services
    until(lambda: services.usable("id_card"))
    add(terminal, "1002", "唐晓婷", Role.HELPER, "357140")
    place.order("/idcard", person="r27")
    terminal.do("people:1002", "card", "", ENGINEER)
    place.order("/idcard")
    assert facts(terminal.board("people:1002", ENGINEER))["工作卡"] == "登记了"
    doors = Doors(lambda: services, "NB-YZ-0001")
    assert doors._laid(RESIDENTS[26].card.number, Door.ASSIST).staff.id == "1002"
    assert not doors._laid(RESIDENTS[26].card.number, Door.MAINTENANCE).admitted
    terminal.do("people:1002", "no_card", "", ENGINEER)
    with pytest.raises(NotAdmitted):
        doors._laid(RESIDENTS[26].card.number, Door.ASSIST)


def test_a_door_that_is_shut_is_opened_by_an_engineer_and_nobody_else(terminal: Menu) -> None:
    lock = terminal.premises.services.staff.book.lock
    for _ in range(15):
        lock.add(Door.ASSIST)
    assert [row.value for row in rows(terminal.board("people", ENGINEER)) if row.title == "帮办员的入口"] == ["锁上了"]
    with pytest.raises(KioskError):
        terminal.board("people", Staff("2001", "林晓峰", Role.SITE))
    terminal.do("people", "unlock-assist", "", ENGINEER)
    assert lock.state(Door.ASSIST).wrong == 0
    assert [row.detail for row in terminal.audit("staff.door_opened")] == [{"staff": "9001", "wrong": 15}]
