"""What the help page is filled with: who is there, whether they can be rung, and what is said where they cannot."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk import config
from kiosk.core.errors import Unreachable
from kiosk.core.helper_call import Calling, CallState, OnDuty
from kiosk.core.hours import week
from kiosk.core.status import Health, Status
from kiosk.helping import help_content
from kiosk.screens.content import Help

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)  # a Sunday
UP, DOWN = Status(Health.ONLINE), Status(Health.OFFLINE, fault=Unreachable().fault())
LATER = week({"mon-fri": ["9:00-17:00"]})
WAITING = Calling(CallState.RINGING, "12")


class Line:
    def __init__(self, duty: OnDuty) -> None:
        self.on_duty, self.calling, self.looked = duty, WAITING, 0

    def look(self) -> None:
        self.looked += 1


@pytest.fixture
def settings(tmp_path: Path) -> config.Config:
    made = config.load(config.FILE, state=tmp_path)
    return replace(made, package=replace(made.package, helper=replace(made.package.helper, minutes=15, hours=LATER)))


def shown(settings: config.Config, *names: str, place: str = "", link: Status = UP) -> Help:
    line = Line(OnDuty(names, place))
    services: Any = SimpleNamespace(staff=SimpleNamespace(helper_call=line), link=SimpleNamespace(status=link))
    content = help_content(settings, services, NOW, broken=False)
    assert line.looked == 1
    return content


def test_who_is_on_duty_is_named_where_they_sit(settings: config.Config) -> None:
    content = shown(settings, "李娟", "王强", place="一号台")
    assert content.desk == "李娟、王强在一号台"
    assert content.heading == "有人帮您"
    assert content.can_call
    assert content.calling is WAITING
    assert shown(settings, "李娟").desk == f"李娟在{settings.site.desk}"


def test_where_nobody_is_there_nobody_is_rung(settings: config.Config) -> None:
    content = shown(settings)
    assert (content.can_call, content.heading, content.desk) == (False, "明天 9:00 有人", settings.site.desk)


def test_hours_that_nobody_has_written_stop_nobody(settings: config.Config) -> None:
    always = replace(settings.package, helper=replace(settings.package.helper, hours=None))
    assert shown(replace(settings, package=always)).can_call


def test_without_a_link_the_telephone_is_named(settings: config.Config) -> None:
    content = shown(settings, "李娟", link=DOWN)
    assert not content.can_call
    assert "打电话" in content.note
    assert content.telephone == settings.site.telephone


def test_a_site_without_helpers_has_nobody_to_ring_and_no_door_for_them(settings: config.Config) -> None:
    nobody = replace(settings, package=replace(settings.package, helper=replace(settings.package.helper, minutes=0)))
    content = shown(nobody, link=DOWN)
    assert (content.can_call, content.note, content.sign_in) == (False, "", False)
    assert shown(settings, "李娟").sign_in


@pytest.mark.parametrize(("broken", "note"), [(False, ""), (True, "机器有毛病，叫不了人")])
def test_as_long_as_the_kit_does_not_stand(settings: config.Config, broken: bool, note: str) -> None:
    content = help_content(settings, None, NOW, broken=broken)
    assert (content.can_call, content.note) == (False, note)
