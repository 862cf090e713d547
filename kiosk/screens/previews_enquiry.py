"""What was looked up, short and long."""

from collections.abc import Iterator

from kiosk.core.step import Fact, ShowFacts
from kiosk.screens.content import Page
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

FUND = (
    Fact("余额", "83,412.55元"),
    Fact("每月存", "2,360.00元"),
    Fact("存到", "2026年10月"),
    Fact("单位", "宁波市鄞州区无名机械制造有限公司第二分厂"),
)
HISTORY = tuple(Fact(f"2026年{month}月12日", f"单位和个人各存1,180.00元，第{month}期") for month in range(10, 0, -1))


def samples(title: str) -> Iterator[Sample]:
    yield Sample("facts", "facts", Page(ShowFacts("您的公积金", FUND), title, True))
    yield Sample("facts-pages", "facts", Page(ShowFacts("您的公积金，一笔一笔看", (*FUND, *HISTORY)), title, True))
    yield Sample("facts-read", "facts", Page(ShowFacts("这件事办到哪一步了", FUND[:2], printable=False), title, True))
