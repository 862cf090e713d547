"""A touch screen's cells are told of by where they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.touch_grid import TouchGrid

SIZES = st.tuples(st.integers(3, 30), st.integers(3, 30))
GRIDS = SIZES.flatmap(
    lambda size: st.builds(
        TouchGrid, st.just(size[0]), st.just(size[1]), st.frozensets(st.integers(0, size[0] * size[1] - 1))
    )
)


@given(GRIDS)
def test_it_comes_back_as_it_was_written(grid):
    assert TouchGrid.decode(grid.encode()) == grid


@given(GRIDS)
def test_every_cell_is_in_one_area(grid):
    assert sum(grid.areas(grid.untouched).values()) + len(grid.touched) == grid.columns * grid.rows


@pytest.mark.parametrize(
    ("cells", "areas"),
    [
        ({0}, {"左上": 1}),
        ({11}, {"右上": 1}),
        ({12 * 20 - 1, 12 * 20 - 2}, {"右下": 2}),
        ({12 * 10 + 6}, {"中间": 1}),
        ({12 * 10}, {"左边": 1}),
        (set(), {}),
    ],
)
def test_areas_are_named_as_people_point(cells, areas):
    assert TouchGrid(12, 20).areas(frozenset(cells)) == areas


def test_nothing_touched_is_a_result_too():
    assert TouchGrid.decode("12x20 ") == TouchGrid(12, 20)


@pytest.mark.parametrize("text", ["", "12x20 240", "0x5 ", "x 1", "12x20 a", "3x3 -1"])
def test_what_is_no_result_is_refused(text):
    with pytest.raises(ValueError, match="no touch grid"):
        TouchGrid.decode(text)
