"""Pages of the menu with fingers alone, in the real window: two people settle an order; a checklist is signed off."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.core.order import OrderState
from kiosk.core.staff import Staff
from kiosk.screens.maintenance.desk import Desk
from kiosk.screens.maintenance.office import BoardPage
from kiosk.screens.window import Window
from kiosk.services.order_table import OrderTable
from tests.maintenance.premises import FIRST, PINS, SECOND, Menu, newcomer, staffed
from tests.maintenance.test_ledger_page import handed_over
from tests.sandbox.town import Town
from tests.screens.conftest import Finger, HandClock


class Touch:
    """The desk over a whole terminal, and a finger."""

    def __init__(self, qtbot: Any, window: Window, clock: HandClock, terminal: Menu) -> None:
        self.qtbot, self.window, self.finger = qtbot, window, Finger(window, clock)
        self.desk = Desk(window, lambda: terminal.office)

    def begin(self, staff: Staff) -> None:
        self.desk.begin(staff)
        self.stands("overview")

    def stands(self, place: str) -> str:
        """Waits for that page; what it says of what was done."""

        def content() -> BoardPage | None:
            return None if self.window._current is None else getattr(self.window.current, "_content", None)

        def there() -> bool:
            page = content()
            return isinstance(page, BoardPage) and (page.place, page.working) == (place, False)

        self.qtbot.waitUntil(there, timeout=10_000)
        found = content()
        assert found is not None
        return found.said

    def tap(self, *names: str) -> None:
        for name in names:
            self.finger.tap(name)

    def type(self, digits: str) -> None:
        self.tap(*(f"key.{digit}" for digit in digits))


@pytest.fixture(scope="module")
def place(sandbox: Town, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return newcomer(sandbox, tmp_path_factory.mktemp("terminal") / "state")


@pytest.fixture(scope="module")
def terminal(place: Town) -> Iterator[Menu]:
    with staffed(place) as made:
        yield made


@pytest.fixture
def touch(qtbot: Any, qapp: QApplication, terminal: Menu) -> Iterator[Touch]:
    clock = HandClock()
    window = Window(pitch=0.248, orientation="portrait", text_size="standard", clock=clock)
    window.open(windowed=True)
    made = Touch(qtbot, window, clock, terminal)
    yield made
    made.desk.close()
    window.close()
    window.deleteLater()
    qapp.processEvents()


def test_two_people_settle_an_order(touch: Touch, terminal: Menu) -> None:
    number = handed_over(terminal)
    touch.begin(FIRST)
    touch.tap("maintenance.ledger")
    touch.stands("ledger")
    touch.tap(f"maintenance.ledger.{number}")
    at = f"ledger:order:{number}"
    touch.stands(at)
    touch.tap("maintenance.ledger.settle", "choice.refunded")
    assert touch.stands(at) == "还要另外一个人签字"
    touch.tap("maintenance.ledger.second", f"choice.{SECOND.id}")
    assert touch.stands(at) == "请这位同事输自己的密码"
    touch.tap("maintenance.ledger.sign")
    touch.type(PINS[SECOND.id])
    touch.tap("maintenance.ledger.sign")
    assert touch.stands("ledger") == f"{number} 了结了：钱退了。吴站和周工签的字"
    services = terminal.premises.services
    found = OrderTable(services.store, terminal.premises.clock, services.audit).find(number)
    assert found is not None
    assert found.state is OrderState.REFUNDED


def test_a_checklist_is_gone_through_and_signed(touch: Touch, terminal: Menu) -> None:
    touch.begin(FIRST)
    touch.tap("maintenance.upkeep")
    touch.stands("upkeep")
    touch.tap("maintenance.upkeep.clean")
    touch.stands("upkeep:clean")
    touch.tap("maintenance.upkeep.go_on")
    rounds = terminal.premises.services.staff.rounds
    for item in rounds.of("clean").left:
        touch.stands(f"upkeep:clean:{item.name}")
        touch.tap("maintenance.upkeep.well")
    touch.stands("upkeep:clean")
    touch.tap("maintenance.upkeep.sign", "maintenance.upkeep.sign")
    assert touch.stands("upkeep") == "吴站签了字。都没有问题"
    assert [one.staff for one in rounds.signed()] == [FIRST.id]
