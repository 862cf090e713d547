"""Whatever is answered, gone back over and asked anew: what is handed in is what the review shows."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.declared import declaration_of
from kiosk.core.form import Form
from kiosk.core.step import (
    Choose,
    EnterAddress,
    EnterAmount,
    EnterDate,
    EnterNumber,
    EnterOtherId,
    EnterPhone,
    EnterText,
    Identify,
    KeepSheet,
    Query,
    Review,
    Route,
    ScanDocument,
    Sheet,
    Sign,
    Submit,
    Unfinished,
)
from kiosk.core.walk import Walk
from kiosk.flows.declared import DeclaredRecord, DeclaredSubmit, Standing, item_of
from tests.people import WANG, ZHANG


def asked(kind: str, name: str, **said: Any) -> dict[str, Any]:
    return {"kind": kind, "name": name, "label": name, "heading": f"问{name}", **said}


WAY = {"value": "window", "label": "自己拿"}, {"value": "post", "label": "寄"}
ITEM = item_of(
    declaration_of(
        "market.food_stall",
        {
            "title": "登记小食摊",
            "official": "食品摊贩登记",
            "icon": "mdi6.food",
            "agency": "市场监管局",
            "telephone": "12315",
            "sign": "我填的都是真的",
            "ask": [
                asked("choice", "way", choices=list(WAY)),
                asked("address", "home", when={"way": ["post"]}),
                asked("members", "family", relations=["老伴", "儿子"], most=3, optional=True),
                asked("date", "begin", latest=0),
                asked("date", "end", earliest="begin", optional=True),
                asked("amount", "rent", optional=True),
                asked("number", "meter", least=4, most=4),
                asked("phone", "phone", optional=True),
                asked("sheet", "proof"),
            ],
        },
    )
)
# What may be answered to each kind of step.
ANSWERS: dict[type, st.SearchStrategy[Any]] = {
    Identify: st.sampled_from([ZHANG, WANG]),
    Unfinished: st.just(()),
    Query: st.just(DeclaredRecord(Standing.OPEN)),
    EnterText: st.sampled_from(["幸福路18号", "王建国"]),
    EnterAddress: st.just("幸福路18号"),
    EnterOtherId: st.sampled_from(["11010519491231002X", "110105194912310038"]),
    EnterDate: st.sampled_from([date(2026, 1, 2), date(2026, 3, 4), Route("skip")]),
    EnterAmount: st.sampled_from([100, 5000, Route("skip")]),
    EnterNumber: st.sampled_from(["0042", "7777"]),
    EnterPhone: st.sampled_from(["13800000000", Route("skip")]),
    ScanDocument: st.sampled_from([Sheet(b"one"), Sheet(b"other"), Route("staff")]),
    KeepSheet: st.booleans(),
    Sign: st.just(Route("staff")),
}


def shown(form: Form) -> dict[str, bool]:
    """What stands in the form, by the name of its line in the review."""
    names = {given.name: True for given in form.given} | {sheet.name: True for sheet in form.attachments}
    names |= {f"family.{at}": True for at, _ in enumerate(form.members)}
    return names | dict.fromkeys(form.by_staff, True)


@settings(max_examples=200)
@given(st.data())
def test_the_walk_stands_and_hands_in_what_was_shown(data: st.DataObject) -> None:
    walk = Walk(ITEM.script, id="walk-1")
    for _ in range(60):
        step = walk.step
        if isinstance(step, Submit):
            break
        if walk.can_go_back and data.draw(st.integers(0, 9)) == 0:
            walk.back()
        elif isinstance(step, Review):
            edits = data.draw(st.sampled_from([None, *(line.edits for line in step.lines)]))
            review = step
            walk.revise(edits) if edits is not None else walk.answer(None)
            if edits is not None:
                assert walk.step is not None
                assert walk.step.belongs_to(edits)
        elif isinstance(step, Choose):
            walk.answer((data.draw(st.sampled_from([choice.value for choice in step.choices])),))
        elif step is not None:
            walk.answer(data.draw(ANSWERS[type(step)]))
    if isinstance(walk.step, Submit):
        assert isinstance(walk.step.call, DeclaredSubmit)
        lines = {line.name: line.value for line in review.lines}
        there = shown(walk.step.call.form)
        assert there.keys() <= lines.keys()
        left_out = {name for name, value in lines.items() if value == "没填"} | {"name", "id_number", "family"}
        assert lines.keys() == there.keys() | left_out
        assert not there.keys() & left_out
