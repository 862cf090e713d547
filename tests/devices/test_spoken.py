import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.spoken import spoken


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025年6月1日", "二零二五年六月一日"),
        ("上午 8:30 到 17:00", "上午 八点三十分 到 十七点整"),
        ("15:04", "十五点零四分"),
        ("￥13.50", "十三元五角"),
        ("¥ 8.05", "八元零五分"),
        ("120元", "一百二十元"),
        ("0.50元", "零元五角"),
        ("拨打 12333", "拨打 幺二三三三"),
        ("0574-8800 0001", "零五七四，八八零零，零零零幺"),
        ("11010519491231002X", "幺幺零幺零五幺九四九幺二三幺零零二X"),
        ("第 10 页，共 12 页", "第 十 页，共 十二 页"),
        ("1005", "一千零五"),
        ("110", "一百一十"),
        ("3.75%", "百分之三点七五"),
        ("点「同意」", "点同意"),
        ("没读到身份证", "没读到身份证"),
    ],
)
def test_numbers_are_written_out(text, words):
    assert spoken(text) == words


@given(st.text(alphabet="0123456789.:-%年月日元¥ 到", max_size=40))
def test_no_digit_is_left(text):
    assert not re.search(r"\d", spoken(text))


@given(st.text(max_size=100))
def test_any_text_can_be_spoken(text):
    assert isinstance(spoken(text), str)
