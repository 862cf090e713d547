"""Orders after the link's return in short: a dozen of them, at five terminals, in real time."""

from pathlib import Path

from reliability.link_back import LIMIT, Figures, measure


def test_a_dozen_orders_are_settled_soon_after_the_link_is_back(tmp_path: Path) -> None:
    figures = measure(12, seed=3, scratch=tmp_path, away=(0.5, 1.0))
    assert figures.wrong == []
    assert len(figures.seconds) == 12
    assert sum(figures.ended.values()) == 12
    assert figures.percentile(0.99) <= LIMIT


def test_the_99th_of_a_hundred_is_what_counts() -> None:
    assert Figures(seconds=[1.0] * 99 + [90.0]).percentile(0.99) == 90.0
    assert Figures(seconds=[1.0] * 199 + [90.0]).percentile(0.99) == 1.0
    assert Figures().percentile(0.99) == 0.0
