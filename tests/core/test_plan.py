"""The map of a site as text."""

import pytest

from kiosk.core.plan import plan

DRAWN = """
厕 . . 台
. . . .
门 . 机 窗
"""


def test_rows_without_their_spaces() -> None:
    assert plan(DRAWN) == ("厕..台", "....", "门.机窗")
    assert plan(" \n ") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("机 x", "'x'"),
        ("机 .\n.", "一样长"),
        (". .", "要有一个"),
        ("机 机", "要有一个"),
        ("机.....", "5 格宽"),
        ("机\n.\n.\n.", "3 行"),
    ],
)
def test_what_is_drawn_wrong(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        plan(text)
