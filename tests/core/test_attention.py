import pytest

from kiosk.core.attention import Attention
from kiosk.core.timing import TOUCH_PAINTED
from tests.screens.house import Clock


def test_somebody_is_there_for_a_while_after_each_touch() -> None:
    clock = Clock()
    attention = Attention(clock, lasting=30)
    assert attention.close, "at first: everything has just begun"
    clock.seconds = 29
    attention.attend()
    clock.seconds = 58
    assert attention.close
    clock.seconds = 59
    assert not attention.close


def test_who_comes_wakes_everyone_once() -> None:
    clock, woken = Clock(), []
    attention = Attention(clock, lasting=30)
    for name in "ab":
        attention.on_arrival(lambda name=name: woken.append(name))
    attention.attend()
    assert woken == []
    clock.seconds = 40
    attention.attend()
    attention.attend()
    assert woken == ["a", "b"]
    clock.seconds = 80
    attention.attend()
    assert woken == ["a", "b", "a", "b"]


def test_the_moment_after_each_touch_is_the_window_s() -> None:
    clock = Clock()
    attention = Attention(clock)
    assert attention.painting == 0
    clock.seconds = 29
    attention.attend()
    assert attention.painting == pytest.approx(TOUCH_PAINTED)
    clock.seconds = 29 + TOUCH_PAINTED / 2
    assert attention.painting == pytest.approx(TOUCH_PAINTED / 2)
    clock.seconds = 30
    assert attention.painting == 0
