"""A few days of the simulation, and a few of the planted bugs: that it finds what it is there to find."""

from collections import Counter

import pytest

from reliability.orders_simulation import run_case
from reliability.planted_bugs import ROOT, all_bugs, in_a_process

ENOUGH = {"crashes": 100, "paid": 100, "order closed": 100, "order printing": 20, "order done": 20, "order refunded": 5}


def test_a_few_days_at_a_terminal_where_everything_goes_wrong() -> None:
    counts: Counter[str] = Counter()
    for case in range(300):
        counts += run_case(0, case)
    for what, least in ENOUGH.items():
        assert counts[what] >= least, what


def test_the_same_seed_is_the_same_day() -> None:
    said: list[list[str]] = [[], []]
    for told in said:
        run_case(3, 14, told.append)
    assert said[0] == said[1] != []


def test_every_planted_bug_fits_its_source() -> None:
    bugs = all_bugs()
    assert len({bug.name for bug in bugs}) == len(bugs) >= 30
    for bug in bugs:
        source = (ROOT / (bug.module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
        assert source.count(bug.right) == 1, bug.name
        compile(source.replace(bug.right, bug.wrong), bug.module, "exec")


@pytest.mark.parametrize(
    "name",
    [
        "no close: giving up is the end",
        "new number while the old one is closing",
        "state change on time-out: no answer means closed",
        "refund twice: another number for each try",
    ],
)
def test_the_simulation_notices(name: str) -> None:
    bug = next(bug for bug in all_bugs() if bug.name == name)
    _, code, who = in_a_process(100, bug)
    assert code == 0, who
    assert who.startswith("simulation, case ")
    assert "Violation" in who
