"""The boards of settings and versions, as they come, on the screen: every page of them keeps the norms."""

from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk import config
from kiosk.core.board import Ask, Board, Rows
from kiosk.core.cancel import Cancel
from kiosk.core.staff import Role, Staff
from kiosk.gallery import Look, make_window, turn
from kiosk.maintenance.page import MaintenancePage, Premises
from kiosk.maintenance.pages.settings import Settings
from kiosk.maintenance.pages.versions import Version
from kiosk.screens import norms
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import BoardPage, Entry, Question
from kiosk.screens.window import Window
from kiosk.services.audit import Audit
from kiosk.services.store import Store
from kiosk.settings.change import Trial
from kiosk.widgets.theme import TextSize
from tests.services.world import KEY, SetClock

ENGINEER = Staff("1001", "欧阳建国", Role.ENGINEER)
MENU = (
    Entry("overview", "总览", "mdi6.cog"),
    Entry("settings", "设置", "mdi6.cog"),
    Entry("version", "版本", "mdi6.cog"),
)
LOOKS = (
    Look(TextSize.STANDARD, portrait=True, high_contrast=False),
    Look(TextSize.HUGE, portrait=True, high_contrast=False),
    Look(TextSize.STANDARD, portrait=False, high_contrast=False),
)


@pytest.fixture(scope="module")
def window(qapp: Any) -> Iterator[Window]:
    made = make_window()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Board]]:
    """After one change that was taken up, and with two that were not."""
    folder = tmp_path_factory.mktemp("terminal")
    file, state = folder / "config.toml", folder / "state"
    file.write_bytes(config.FILE.read_bytes())
    state.mkdir()
    with closing(Store(folder / "store", KEY)) as store:
        clock = SetClock()
        services: Any = SimpleNamespace(audit=Audit(store, clock), store=store)
        premises = Premises(config.load(file, state=state), state, clock, services, lambda _code: None)
        form, version = Settings(premises), Version(premises)
        form.try_start = lambda *_: Trial()
        do(form, "site", "telephone", "0574-8800 0002")
        do(form, "draft", "apply")
        before = looked_at(form, "", "versions", "version-1")
        do(form, "site", "name", "东湖镇便民服务中心大厅东侧自助服务区二号机")
        do(form, "devices.id_card", "port", "/dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0")
        yield before | looked_at(form, "", "site", "devices.receipt_printer", "draft") | looked_at(version, "")


def do(page: MaintenancePage, at: str, action: str, value: str = "") -> None:
    page.do(at, action, value, ENGINEER, Cancel())


def looked_at(page: MaintenancePage, *places: str) -> dict[str, Board]:
    return {f"{page.name}:{at}": page.board(at, ENGINEER) for at in places}


def show(window: Window, kind: str, content: object, look: Look) -> list[str]:
    window.resize(*((1080, 1920) if look.portrait else (1920, 1080)))
    window.set_looks(look.size, high_contrast=look.high_contrast, lowered=False)
    window.show()
    window.show_page(kind, Page(content, "", True))
    problems = []
    for number in range(40):
        problems += [f"{kind} {number}: {one}" for one in norms.check(window)]
        if not turn(window):
            break
    return problems


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_board_keeps_the_norms(window: Window, places: dict[str, Board], look: Look) -> None:
    for place, board in places.items():
        content = BoardPage(place.partition(":")[0], place, board, MENU, ENGINEER, True)
        assert show(window, "maintenance", content, look) == [], place


def asks(places: dict[str, Board]) -> Iterator[tuple[str, str, Ask]]:
    for place, board in places.items():
        rows = [row.action for part in board.parts if isinstance(part, Rows) for row in part.rows]
        for action in (*board.actions, *rows):
            if action is not None and action.ask is not None:
                yield place.partition(":")[0], action.name, action.ask


@pytest.mark.parametrize("look", [look for look in LOOKS if look.size is TextSize.STANDARD], ids=str)
def test_every_question_keeps_the_norms(window: Window, places: dict[str, Board], look: Look) -> None:
    for page, action, ask in asks(places):
        content = Question(page, action, ask, ENGINEER, "改")
        assert show(window, "maintenance_ask", content, look) == [], action
