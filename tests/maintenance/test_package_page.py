"""The package page: what is in use, what another would change, the switch, the way back; and what may leave home."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from kiosk import config
from kiosk.core.board import AskChoice, Go
from kiosk.core.errors import KioskError
from kiosk.core.timing import UNUSED_AFTER, UNUSED_NOTICE
from kiosk.core.usage import Outcome
from kiosk.maintenance.pages.package import OWN
from kiosk.services.delisting import propose
from kiosk.services.home_order import HomeOrder, Offer, standing
from kiosk.services.usage import Usage
from tests.maintenance.premises import SITE, Menu, cells, facts, menu, rows, settings_of
from tests.sandbox.town import SkewedClock, Town

UNUSED = "case.progress"
OURS = 'inherits = "township"\ntitle = "东钱湖镇"\nitems_remove = ["senior.certificate"]\nannouncement = "周六也开"\n'


@pytest.fixture
def terminal(place: Town) -> Iterator[Menu]:
    with menu(place) as made:
        yield made


def own(place: Town, text: str = OURS) -> None:
    (place.state / OWN).mkdir(exist_ok=True)
    (place.state / OWN / "dongqian.toml").write_text(text, encoding="utf-8")


def test_another_package_is_looked_at_taken_up_and_left_again(place: Town, terminal: Menu) -> None:
    own(place)
    shown = terminal.board("package")
    assert facts(shown)["要的设备"] == "身份证阅读器、回执打印机"
    assert {row.opens for row in rows(shown)} >= {"package:centre", "package:bank", "package:dongqian.toml"}
    assert [action.name for action in shown.actions] == []
    other = terminal.board("package:dongqian.toml")
    gone, *changed = cells(other)
    assert (gone[0], gone[1].endswith("（senior.certificate）"), gone[2]) == ("首页拿掉", True, "")
    assert ("announcement", "（没有）", "周六也开") in changed
    outcome = terminal.do("package:dongqian.toml", "use")
    assert isinstance(outcome, Go)
    assert "东钱湖镇" in outcome.sentence
    assert settings_of(place).package.title == "东钱湖镇"
    shown = terminal.board("package")
    assert "东钱湖镇" in shown.note
    assert "乡镇街道" in facts(shown)["叫什么"]  # until nobody is served
    assert not terminal.board("package:dongqian.toml").actions
    assert isinstance(terminal.do("package", "rollback"), Go)
    assert settings_of(place).package.title == "乡镇街道"
    assert [(row.detail["at"], row.detail["action"]) for row in terminal.audit("maintenance.did")] == [
        ("dongqian.toml", "use"),
        ("", "rollback"),
    ]


def test_a_wrong_one_says_where_and_cannot_be_chosen(place: Town, terminal: Menu) -> None:
    own(place, OURS + 'colour = "red"\n')
    shown = terminal.board("package:dongqian.toml")
    assert "不认识 colour" in shown.note
    assert shown.actions == ()


def test_a_place_is_no_way_to_other_files(place: Town, terminal: Menu) -> None:
    (place.state / "else.toml").write_text(OURS, encoding="utf-8")
    for name in ("else.toml", "../else.toml", str(place.state / "else.toml"), "base", ""):
        if name:
            assert terminal.board(f"package:{name}").actions == ()


def test_site_staff_do_not_come_in(terminal: Menu) -> None:
    for page in ("package", "package:bank", "delisting", "delisting:1"):
        with pytest.raises(KioskError, match="may not open"):
            terminal.board(page, SITE)


def a_year(terminal: Menu, ago: float) -> Offer:
    """The package has stood for a year; everything on home but one item was done, up to ``ago`` seconds ago."""
    where, offer = terminal.premises, Offer.of(terminal.premises.settings.package)
    store = where.services.store

    def used(item: str, times: int, before: float) -> None:
        with closing(Usage(store, SkewedClock(-timedelta(seconds=before)))) as usage:
            for _ in range(times):
                usage.note(item, Outcome.DONE, "", 30)

    begun = SkewedClock(-timedelta(seconds=ago + UNUSED_AFTER + 86400))
    since = begun.now().timestamp() + 60
    while not store.read("SELECT 1 FROM offered WHERE since < ?", (since,)):  # the sweeper begins its own in between
        with store.write() as db:
            for table in ("home_orders", "offered", "proposals"):
                db.execute(f"DELETE FROM {table}")
        HomeOrder(store, begun, offer, where.state / config.HOME).tidy()
    for item in offer.items:
        if item != UNUSED:
            used(item, 10, ago)
    used("medical.payment", 1, ago + UNUSED_AFTER + 7200)  # last: the sweeper proposes by night whatever is unused
    propose(store, SkewedClock(-timedelta(seconds=ago)).now(), offer.items, offer.protected)
    return offer


def test_a_proposal_is_accepted_and_undone_with_a_reason(terminal: Menu) -> None:
    offer = a_year(terminal, UNUSED_NOTICE + 60)
    [row] = rows(terminal.board("delisting"))
    assert (row.value, "办成 0 次" in row.detail) == ("提议了", True)
    shown = terminal.board(row.opens)
    assert int(facts(shown)["别的事办成"].split()[0]) >= 100
    assert isinstance(shown.actions[0].ask, AskChoice)
    with pytest.raises(KioskError) as asked:
        terminal.do(row.opens, "accept", "whatever")
    assert asked.value.sentence == "没有说为什么"
    terminal.do(row.opens, "accept", "elsewhere")
    stands = standing(terminal.premises.services.store, offer)
    assert stands is not None
    assert UNUSED not in stands.items
    terminal.do(row.opens, "undo", "wanted")
    assert not terminal.board(row.opens).actions
    assert [(one.subject, one.detail) for one in terminal.audit("home.changed")] == [
        (UNUSED, {"decision": "accepted", "staff": "E01", "reason": "elsewhere"}),
        (UNUSED, {"decision": "undone", "staff": "E01", "reason": "wanted"}),
    ]


def test_before_the_notice_is_over_nothing_is_offered(terminal: Menu) -> None:
    a_year(terminal, 60)
    [row] = rows(terminal.board("delisting"))
    assert terminal.board(row.opens).actions == ()
    with pytest.raises(KioskError) as gone:
        terminal.board("delisting:99")
    assert gone.value.sentence == "没有这个提议了"
