"""What is a signature, and how it is drawn."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.signature import PEN, Point, Signature, area, problem
from kiosk.core.step import Done, Review, Route, Sign
from kiosk.core.walk import Walk

LINE = (Point(10, 10, 0), Point(20, 12, 16), Point(30, 10, 32))
DOT = (Point(5, 5, 0), Point(6.5, 5, 900), Point(5, 6.5, 1800), Point(5, 5, 2700))  # a finger that rests and trembles

lengths = st.floats(0, 300).map(lambda number: round(number, 2))
strokes = st.lists(
    st.lists(st.builds(Point, lengths, lengths, st.integers(0, 60_000)), min_size=1, max_size=12).map(tuple),
    min_size=1,
    max_size=6,
).map(tuple)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ((), "还没写，先在框里写名字"),
        ((DOT,), "只有几个点，把名字写出来"),
        ((DOT,) * 30, "只有几个点，把名字写出来"),
        (((Point(5, 5, 0),), (Point(90, 5, 400),)), "只有几个点，把名字写出来"),
        ((LINE,), None),
        ((DOT, LINE), None),
        ((LINE * 7000,), "写得太多了，擦掉重写一遍"),
    ],
)
def test_what_is_no_signature_is_said_in_words(written, words):
    assert problem(written) == words
    assert words is None or len(words) <= 20


def test_a_signature_tells_nothing_of_itself_in_a_log():
    assert repr(Signature((LINE,), b"picture")) == "Signature()"


def test_the_drawing_is_curves_through_the_middles():
    drawing = ET.fromstring(Signature((LINE, DOT[:1]), b"").svg)
    paths = [path.get("d") for path in drawing.iter("{http://www.w3.org/2000/svg}path")]
    assert paths == ["M10.00 10.00Q20.00 12.00 25.00 11.00L30.00 10.00", "M5.00 5.00L5.00 5.00"]


@given(strokes)
def test_every_drawing_is_whole_and_inside_its_area(written):
    drawing = ET.fromstring(Signature(written, b"").svg)
    x, y, width, height = (float(number) for number in drawing.get("viewBox").split())
    assert drawing.get("width") == f"{width:.2f}mm"
    paths = drawing.findall(".//{http://www.w3.org/2000/svg}path")
    assert len(paths) == len(written)
    for stroke in written:
        for point in stroke:
            assert x + PEN / 2 < point.x < x + width - PEN / 2
            assert y + PEN / 2 < point.y < y + height - PEN / 2


def test_nothing_has_no_area():
    with pytest.raises(ValueError, match="nothing"):
        area([])


async def script():
    name = await Sign("同意家人用您医保账户里的钱")
    if isinstance(name, Route):
        return Done("工作人员来帮您")
    await Review("共济备案", (), "交上去")
    return Done("办好了", (f"{len(name.strokes)} 笔",))


def test_a_script_signs_goes_back_and_signs_anew():
    walk = Walk(script, id="walk-1")
    assert isinstance(walk.step, Sign)
    walk.answer(Signature((LINE,), b"png"))
    assert isinstance(walk.step, Review)
    walk.revise("Sign")
    assert isinstance(walk.step, Sign)
    walk.answer(Signature((LINE, LINE), b"png"))
    walk.answer(None)
    assert walk.outcome.details == ("2 笔",)


def test_who_cannot_write_takes_the_other_way():
    walk = Walk(script, id="walk-1")
    assert [one.route for one in walk.step.alternatives] == ["staff"]
    walk.answer(Route("staff"))
    assert walk.outcome.message == "工作人员来帮您"
