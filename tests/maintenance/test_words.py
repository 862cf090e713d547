"""How pages for staff say times, sizes and states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.board import Mood
from kiosk.core.errors import Clearer, Fault
from kiosk.core.status import Health, Media, Status
from kiosk.maintenance import words

LOW = Fault("paper.low", "打印机的纸快用完了", "还能打", "near end", Clearer.SITE)
JAM = Fault("a4.jam", "打印机卡纸了", "点「找人帮忙」", "jam", Clearer.ENGINEER)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "不到 1 分钟"), (59, "不到 1 分钟"), (60, "1 分钟"), (7200, "2 小时"), (7500, "2 小时 5 分"), (4e5, "4 天")],
)
def test_how_long(seconds: float, said: str) -> None:
    assert words.lasting(seconds) == said


@given(st.floats(-1e9, 1e9))
def test_how_long_is_always_said(seconds: float) -> None:
    assert words.lasting(seconds).endswith(("分钟", "小时", "分", "天"))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "用几天才估得出"),
        (0.0, "今天就会用完"),
        (0.99, "今天就会用完"),
        (3.9, "估计还够 3 天"),
        (60.0, "够两个月以上"),
    ],
)
def test_how_many_days_paper_lasts(days: float | None, said: str) -> None:
    assert words.days(days) == said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(Health.ONLINE), ("正常", Mood.GOOD, "")),
        (Status(Health.BUSY, Media.OK), ("正常", Mood.GOOD, "纸够")),
        (Status(Health.ONLINE, Media.OK, waiting=True), ("正常", Mood.GOOD, "纸够，出纸口还有一张没拿走")),
        (Status(Health.ONLINE, Media.LOW, notices=(LOW,)), ("要留意", Mood.WARN, "打印机的纸快用完了")),
        (Status(Health.STARTING), ("正在连", Mood.WARN, "")),
        (Status(Health.OFFLINE), ("没连上", Mood.BAD, "检查电源和接线")),
        (Status(Health.USER_ERROR, Media.JAMMED, JAM), ("打印机卡纸了", Mood.BAD, "要工程师")),
    ],
)
def test_how_a_device_stands(status: Status, said: tuple[str, Mood, str]) -> None:
    assert words.standing(status) == said


def test_sizes() -> None:
    assert [words.size(size) for size in (0, 5 * 2**20, 3 * 2**30)] == ["0 MB", "5 MB", "3.0 GB"]
