"""Checklists gone through by touch, and the opening check of a whole terminal with its report on paper."""

import threading
from collections.abc import Callable, Iterator

import pytest

from kiosk.check.finding import Finding
from kiosk.core.board import AskText, Go, Mood, Said
from kiosk.core.errors import KioskError
from kiosk.core.staff import Role, Staff
from kiosk.maintenance import readiness as module
from kiosk.maintenance.due import due_rows
from kiosk.maintenance.pages.readiness import ReadinessPage
from tests.maintenance.premises import SITE, Menu, cells, facts, menu, newcomer, rows
from tests.sandbox.town import Town

Until = Callable[..., None]


@pytest.fixture(scope="module")
def place(sandbox: Town, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return newcomer(sandbox, tmp_path_factory.mktemp("terminal") / "state")


@pytest.fixture(scope="module")
def terminal(place: Town) -> Iterator[Menu]:
    with menu(place) as made:
        made.premises.services.staff.book.add("2001", "吴站", Role.SITE, "482915", by="command")
        yield made


WU = Staff("2001", "吴站", Role.SITE)


def test_a_round_from_the_first_item_to_the_signature(terminal: Menu, until: Until) -> None:
    rounds = terminal.premises.services.staff.rounds
    shown = terminal.board("upkeep", WU)
    assert shown.mood is Mood.WARN
    assert {row.name: row.value for row in rows(shown)} == {"clean": "今天该看", "township": "今天该看"}
    assert {row.opens for row in due_rows(rounds)} == {"upkeep:clean", "upkeep:township"}
    [go_on] = terminal.board("upkeep:clean", WU).actions
    assert (go_on.name, go_on.label) == ("go_on", "开始看")
    outcome = terminal.do("upkeep:clean", "go_on", "", WU)
    assert outcome == Go("upkeep:clean:screen")
    items = [row.name for row in rows(terminal.board("upkeep:clean", WU))]
    shown = terminal.board("upkeep:clean:screen", WU)
    assert facts(shown)["怎么看"].startswith("用拧干的软布")
    [wanting] = [action for action in shown.actions if action.name == "wanting"]
    assert isinstance(wanting.ask, AskText)
    terminal.do("upkeep:clean:screen", "wanting", "右下角裂了", WU)
    assert [action.label for action in terminal.board("upkeep:clean", WU).actions] == ["接着看"]
    for item, after in zip(items[1:], [*items[2:], ""], strict=True):
        assert terminal.do(f"upkeep:clean:{item}", "well", "", WU) == Go(f"upkeep:clean:{after}".rstrip(":"))
    [row] = [row for row in rows(terminal.board("upkeep:clean", WU)) if row.name == "screen"]
    assert (row.detail, row.mood) == ("吴站：右下角裂了", Mood.BAD)
    signed = terminal.do("upkeep:clean", "sign", "", WU)
    assert isinstance(signed, Go)
    assert signed.sentence == "吴站签了字。1 样有问题，报给平台了"
    assert [line[2:] for line in cells(terminal.board("upkeep", WU))] == [("吴站", "1 样有问题")]
    assert {row.opens for row in due_rows(rounds)} == {"upkeep:township"}
    until(lambda: not terminal.premises.services.store.read("SELECT 1 FROM news WHERE kind = 'check.done'"))


def test_a_list_or_an_item_that_is_not_there(terminal: Menu) -> None:
    for place, sentence in (
        ("upkeep:garden", "没有这张单子"),
        ("upkeep:clean:roof", "单子上没有这一样"),
        ("readiness:lunch", "没有这一页"),
        ("readiness:kept:99", "没有这一次了"),
    ):
        with pytest.raises(KioskError) as said:
            terminal.board(place, SITE)
        assert said.value.sentence == sentence


def checked(terminal: Menu, occasion: str, value: str) -> None:
    assert terminal.do("upkeep", occasion, "", WU) == Go(f"readiness:{occasion}")
    assert terminal.do(f"readiness:{occasion}", "begin", value, WU) is None
    page = terminal.page("readiness")
    assert isinstance(page, ReadinessPage)
    page.readiness.wait()
    progress = page.readiness.progress
    assert progress is not None
    assert (progress.occasion, progress.over) == (occasion, True)


def test_the_opening_check_tries_everything_and_its_report_comes_on_a4(place: Town, terminal: Menu) -> None:
    before = len(place.get("/a4/papers"))
    checked(terminal, "opening", "none")
    shown = terminal.board("readiness:opening", WU)
    assert (shown.every, "A4 打印机" in shown.note) == (0.0, True)
    found = {row.title: (row.mood, row.detail) for row in rows(shown)}
    assert found["身份证阅读器"][0] is Mood.GOOD
    assert found["签名"] == (Mood.GOOD, "平台认得 NB-YZ-0001")
    assert found["试打回执"] == (Mood.PLAIN, "这里没有试")
    assert len(place.get("/a4/papers")) == before + 1
    [row] = [row for row in rows(terminal.board("upkeep", WU)) if row.name == "kept1"]
    kept = terminal.board(row.opens, WU)
    assert facts(kept)["谁"] == "吴站"
    assert [row.title for row in rows(kept)] == list(found)
    [inspected] = terminal.audit("terminal.inspected")
    assert (inspected.subject, inspected.detail["staff"], inspected.detail["printed"]) == (
        "opening",
        "2001",
        "a4_printer",
    )


def test_where_a4_does_not_print_a_short_report_comes_as_a_receipt(place: Town, terminal: Menu, until: Until) -> None:
    services = terminal.premises.services
    place.order("/a4", fault="gone")
    until(lambda: not services.usable("a4_printer"))
    before = len(place.get("/receipt/papers"))
    checked(terminal, "closing", "none")
    last = services.staff.rounds.inspections()[0]
    assert (last.occasion, last.ready, last.printed) == ("closing", False, "receipt_printer")
    assert terminal.board("readiness:closing", WU).mood is Mood.BAD
    assert len(place.get("/receipt/papers")) == before + 1
    place.order("/a4", fault=None)


def test_while_it_runs_the_page_says_what_is_tried(terminal: Menu, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, go_on = threading.Event(), threading.Event()

    def slow(*_given: object, tell: Callable[[str], None]) -> Iterator[Finding]:
        yield Finding("磁盘", True, "剩 3 GiB")
        tell("扫码器")
        tried.set()
        go_on.wait(10)
        yield Finding("扫码器", False, "没有回应")

    monkeypatch.setattr(module, "check_running", slow)
    monkeypatch.setattr(module, "print_report", lambda *_given: "")
    terminal.do("readiness:opening", "begin", "none", WU)
    assert tried.wait(10)
    shown = terminal.board("readiness:opening", WU)
    assert (shown.note, shown.actions) == ("正在试：扫码器", ())
    assert [(row.title, row.detail, row.mood) for row in rows(shown)] == [("磁盘", "剩 3 GiB", Mood.GOOD)]
    assert shown.every > 0
    closing = terminal.board("readiness:closing", WU)
    assert [action.name for action in closing.actions] == ["begin"]
    outcome = terminal.do("readiness:closing", "begin", "none", WU)
    assert outcome == Said("上一次检查还没有完", Mood.WARN)
    go_on.set()
    page = terminal.page("readiness")
    assert isinstance(page, ReadinessPage)
    page.readiness.wait()
    over = terminal.board("readiness:opening", WU)
    assert (over.note, [row.title for row in rows(over)]) == ("1 样有问题，还不能使用", ["扫码器", "磁盘"])


def test_a_check_that_breaks_comes_to_an_end(terminal: Menu, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, tell: Callable[[str], None]) -> Iterator[Finding]:
        tell("扫码器")
        raise ZeroDivisionError

    monkeypatch.setattr(module, "check_running", broken)
    terminal.do("readiness:opening", "begin", "none", WU)
    page = terminal.page("readiness")
    assert isinstance(page, ReadinessPage)
    page.readiness.wait()
    shown = terminal.board("readiness:opening", WU)
    assert (shown.note, [action.name for action in shown.actions]) == ("检查出错，停在这里", ["begin"])


def test_when_the_menu_is_closed_the_check_ends_and_nothing_is_kept(
    terminal: Menu, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Citizens come again: nothing is tried or printed beside them."""
    tried, go_on = threading.Event(), threading.Event()
    printed: list[object] = []

    def slow(*_given: object, tell: Callable[[str], None]) -> Iterator[Finding]:
        tried.set()
        go_on.wait(10)
        yield Finding("扫码器", True, "在线")

    monkeypatch.setattr(module, "check_running", slow)
    monkeypatch.setattr(module, "print_report", lambda *given: printed.append(given))
    before = terminal.premises.services.staff.rounds.inspections()
    terminal.do("readiness:opening", "begin", "none", WU)
    page = terminal.page("readiness")
    assert isinstance(page, ReadinessPage)
    assert tried.wait(10)
    terminal.office.left(WU, "closed")
    go_on.set()
    page.readiness.wait()
    assert printed == []
    assert terminal.premises.services.staff.rounds.inspections() == before
    assert terminal.board("readiness:opening", WU).note.startswith("一样一样试")
