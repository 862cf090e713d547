"""Which question goes to whom, and what becomes of a part that is not installed."""

from pathlib import Path

import pytest

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled
from kiosk.core.writing import Candidates, Handwritten, Spelled
from kiosk.devices import libpinyin
from kiosk.devices.writing_desk import WritingDesk
from kiosk.devices.zinnia import Zinnia

TEN = (((10.0, 50.0), (90.0, 50.0)), ((50.0, 10.0), (50.0, 90.0)))


def texts(candidates: Candidates) -> list[str]:
    assert candidates.phrases is not None
    return [phrase.text for phrase in candidates.phrases]


def test_strokes_are_read_and_letters_are_spelt() -> None:
    desk = WritingDesk()
    assert "十" in texts(desk.find(Handwritten(TEN), Cancel()))[:8]
    assert "十" in texts(desk.find(Spelled("shi"), Cancel()))[:8]
    desk.close()


def test_asked_with_nothing_it_says_that_it_is_there() -> None:
    desk = WritingDesk()
    assert desk.find(Handwritten(), Cancel()).phrases == ()
    assert desk.find(Spelled(), Cancel()).phrases == ()
    desk.close()


def test_a_part_that_is_missing_says_so_and_the_other_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = WritingDesk(hand=Zinnia(tmp_path / "none.model"))
    assert desk.find(Handwritten(), Cancel()).phrases is None
    assert texts(desk.find(Spelled("shi"), Cancel()))
    monkeypatch.setattr(libpinyin, "_DATA", ())
    assert WritingDesk().find(Spelled(), Cancel()).phrases is None


def test_what_nobody_waits_for_is_given_up() -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        WritingDesk().find(Handwritten(TEN), cancel)


def test_nothing_of_a_citizen_shows_in_a_repr() -> None:
    desk = WritingDesk()
    candidates = desk.find(Spelled("wangxiaoming"), Cancel())
    shown = repr(candidates) + repr(Handwritten(TEN))
    assert "王" not in shown
    assert "wang" not in shown
    assert "90" not in shown
    desk.close()
