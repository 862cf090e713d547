"""Whatever a board holds is shared out to pages: everything once, in its order, nothing over anything else."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.maintenance.paging import Place, Run, Unit, share_out

WIDTH = 600


def high(unit: Unit, _width: int) -> int:
    """A unit of these tests is as high as its data says."""
    return unit.data[1]


def unit(name: object, height: int) -> Unit:
    return Unit("row", (name, height))


@st.composite
def runs(draw):
    made = []
    for part in range(draw(st.integers(0, 5))):
        units = tuple(unit(f"{part}.{at}", draw(st.integers(40, 300))) for at in range(draw(st.integers(0, 12))))
        lead = (unit(f"title {part}", 50),) if draw(st.booleans()) else ()
        again = (unit(f"title {part} again", 50),) if lead else ()
        made.append(Run(units, lead, again, draw(st.integers(1, 3)), draw(st.sampled_from([0, 16])), hangs=bool(lead)))
    return made


def rectangle(place: Place) -> tuple[int, int, int, int]:
    return place.x, place.y, place.x + place.width, place.y + place.height


@given(runs(), st.integers(200, 1500))
def test_everything_is_there_once_and_in_its_order(given_runs, height):
    pages = share_out(given_runs, WIDTH, height, 24, high)
    shown = [place.unit for page in pages for place in page]
    assert [one for one in shown if not str(one.data[0]).startswith("title")] == [
        one for run in given_runs for one in run.units
    ]
    assert [one for one in shown if str(one.data[0]).startswith("title") and "again" not in str(one.data[0])] == [
        one for run in given_runs for one in run.lead
    ]


@given(runs(), st.integers(200, 1500))
def test_nothing_stands_over_anything_else_or_beside_its_page(given_runs, height):
    for page in share_out(given_runs, WIDTH, height, 24, high):
        for place in page:
            assert place.x >= 0
            assert place.x + place.width <= WIDTH
            assert place.height >= high(place.unit, place.width)
        for one, other in combinations(map(rectangle, page), 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(runs(), st.integers(450, 1500))
def test_no_page_is_higher_than_there_is_room_and_none_is_begun_without_need(given_runs, height):
    """With room for the highest unit and its heading nothing is ever cut."""
    pages = share_out(given_runs, WIDTH, height, 24, high)
    ends = [max((place.y + place.height for place in page), default=0) for page in pages]
    assert all(end <= height for end in ends)
    for end, page in zip(ends, pages[1:], strict=False):
        first = next(place for place in page if place.y == 0)
        row = [place for place in page if str(place.unit.data[0]).startswith("title") is False][:1]
        leading = first.height if first.unit.data[0].startswith("title") else 0
        needs = leading + (row[0].height if row else 0)
        assert end + 24 + needs > height - leading  # it would not have had room on the page before


@given(runs(), st.integers(450, 1500))
def test_a_heading_is_never_left_alone_at_the_end_of_a_page(given_runs, height):
    empty = {f"title {at}" for at, run in enumerate(given_runs) if not run.units}
    for page in share_out(given_runs, WIDTH, height, 24, high):
        last = max(page, key=lambda place: place.y, default=None)
        if last is not None and str(last.unit.data[0]) not in empty:
            assert not str(last.unit.data[0]).startswith("title")


def test_what_is_parted_says_so_on_the_next_page():
    run = Run(tuple(unit(at, 100) for at in range(6)), (unit("title", 50),), (unit("title again", 50),))
    pages = share_out([run], WIDTH, 360, 24, high)
    assert [[place.unit.data[0] for place in page] for page in pages] == [["title", 0, 1, 2], ["title again", 3, 4, 5]]


def test_cells_hang_together_only_where_they_touch():
    run = Run(tuple(unit(at, 100) for at in range(5)), across=2, gap=0)
    (page,) = share_out([run], WIDTH, 1000, 24, high)
    assert [(place.above, place.below) for place in page] == [
        (False, True), (False, True), (True, True), (True, False), (True, False),
    ]  # fmt: skip
    apart = share_out([Run(run.units, gap=16)], WIDTH, 1000, 24, high)[0]
    assert not any(place.above or place.below for place in apart)


def test_those_side_by_side_are_of_one_height():
    (page,) = share_out([Run((unit("low", 60), unit("high", 200)), across=2)], WIDTH, 1000, 24, high)
    assert {place.height for place in page} == {200}
    assert {place.width for place in page} == {(WIDTH - 16) // 2}


def test_an_empty_board_is_one_empty_page():
    assert share_out([], WIDTH, 1000, 24, high) == [[]]
