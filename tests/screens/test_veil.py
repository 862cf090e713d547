"""What hides who a citizen is: no page forgets it, whatever it is filled with."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from kiosk.core.person import Person
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.step import Choice, Choose, Done, EnterPhone, EnterText, Face, Fact, Identify, Line, Review, ShowFacts
from kiosk.core.walk import Walk
from kiosk.core.words import AsIs, said
from kiosk.screens.assist.office import PICTURE
from kiosk.screens.assist.veil import UNSHOWN, Veil, coarse, secrets_of
from kiosk.screens.content import Page
from kiosk.screens.preview_pictures import face
from kiosk.screens.previews import PREVIEWS, Sample, show
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from tests.people import ZHANG

HIDDEN = "＊＊"
OF_CITIZENS = [one for one in PREVIEWS if not one.name.startswith(("staff", "assist", "home", "sign-in"))]


def words(content: object) -> Iterator[str]:
    """Every text that a page is filled with, but for what it does not show."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, tuple):
        for one in content:
            yield from words(one)
    elif is_dataclass(content) and not isinstance(content, type):
        for one in fields(content):
            if one.name not in UNSHOWN:
                yield from words(getattr(content, one.name))


def seen(window: Window) -> str:
    labels = [one.text() for one in window.current.findChildren(QLabel) if one.isVisible()]
    controls = [one for one in window.current.findChildren(Control) if one.isVisible()]
    return "\n".join([*labels, *(f"{one.text()} {one.accessibleName()}" for one in controls)])


@pytest.mark.parametrize("sample", OF_CITIZENS, ids=lambda sample: sample.name)
def test_no_page_shows_what_the_veil_hides(panel: Window, sample: Sample) -> None:
    """Each text of the page's content that is seen is a secret now, and is seen no more."""
    if getattr(sample.page.content, "screen", "") == "working":
        return  # it holds what it is done with, and shows none of it
    show(panel, sample)
    told = {word for word in words(sample.page.content) if len(word) > 3}
    secrets = {word: HIDDEN for word in told if word in seen(panel)}
    veiled = Veil(secrets).page(sample.page)
    panel.current.forget()
    panel.show_page(sample.kind, veiled)
    for event in sample.events:
        panel.current.progress(event)
    left = [word for word in secrets if any(line.strip() == word for line in seen(panel).splitlines())]
    assert not left


def answered(*answers: tuple[object, object]) -> Walk:
    """A walk on which these steps were answered so."""

    async def script() -> Done:
        for step, _ in answers:
            await step  # type: ignore[misc]  # steps are awaited
        return Done("办好了")

    walk = Walk(script, id="walk-1")
    for _, answer in answers:
        walk.answer(answer)
        if isinstance(answer, Person):
            walk.answer(())  # nothing is left of theirs here
    return walk


def test_what_the_citizen_told_is_known_in_every_sentence() -> None:
    person = Person(ZHANG.name, ZHANG.id_number, address="浙江省宁波市东湖镇柳汀街5号", birth=date(1948, 5, 12))
    walk = answered(
        (Identify(), person), (EnterPhone("phone", "电话"), "13800138000"), (EnterText("spouse", "配偶"), "李大华")
    )
    veil = Veil(secrets_of(walk))
    text = f"{person.name}，{person.id_number}，{person.address}，13800138000，李大华"
    shown = veil.shown(text)
    assert shown == "张*芳，330***********0021，浙江省宁波市****，138******00，李*华".replace(
        "0021", person.id_number[-4:]
    )


@given(st.text("一二三王张abc，。 ", max_size=12), st.text("一二三王张abc，。 ", max_size=12))
def test_numbers_are_hidden_wherever_they_stand(before: str, after: str) -> None:
    veil = Veil({})
    for number in (ZHANG.id_number, "13912345678"):
        assert number not in veil.shown(before + number + after)
        assert number not in str(veil.shown(said("{one}好", one=before + number + after)))
        assert number not in veil.shown(AsIs(before + number + after))


def test_labels_say_what_a_value_is() -> None:
    facts = (Fact("姓名", "王小华"), Fact("公积金账号", "3302001234567"), Fact("余额", "12,345.00元"))
    shown = Veil({}).shown(ShowFacts("公积金", facts))
    assert [fact.value for fact in shown.facts] == ["王*华", "****4567", "12,345.00元"]
    slip = Receipt("NB-1-0042", "事项", ReceiptState.DONE, None, rows=(("持卡人", "王小华"),))  # type: ignore[arg-type]
    assert Veil({}).shown(slip).rows == (("持卡人", "王*华"),)
    assert Veil({}).shown(slip).number == "****0042"


def test_what_answers_is_left_alone() -> None:
    choose = Choose("哪一张", (Choice("13912345678", "王小华的卡", "13912345678"),))
    shown = Veil({"王小华": "王*华"}).shown(choose)
    assert (shown.choices[0].value, shown.choices[0].label) == ("13912345678", "王*华的卡")
    assert shown.choices[0].detail == "139******78"


def test_nothing_to_hide_changes_nothing() -> None:
    """The same object: a page that is filled with it again keeps what was written on it."""
    review = Review("看一看", (Line("year", "年度", "2026", "Identify"),), "交上去")
    assert Veil({"王小华": "王*华"}).shown(review) is review


def test_the_same_page_is_veiled_once() -> None:
    veil = Veil({"王小华": "王*华"})
    page = Page(Review("看一看", (Line("name", "姓名", "王小华", "Identify"),), "交上去"))
    assert veil.page(page).content is veil.page(page).content


def test_pictures_tell_nobody() -> None:
    picture = face().jpeg
    rough = QImage.fromData(coarse(picture))
    assert rough.size() == QImage.fromData(picture).size()
    assert len({rough.pixel(x, 40) for x in range(rough.width())}) <= 24
    assert rough.depth() == 8
    line = Line("face", "照片", Face(picture), "CaptureFace")
    assert Veil({}).shown(line).value == PICTURE
    assert coarse(b"%PDF-1.7") == b"%PDF-1.7"
