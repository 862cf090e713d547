"""Every page in every state keeps the norms in every look; and no check is blind."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise, product

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.gallery import Look, looks, make_window, present
from kiosk.screens import norms
from kiosk.screens.previews import PREVIEWS, Sample
from kiosk.screens.window import Window
from kiosk.widgets.buttons import Button, PrimaryButton
from kiosk.widgets.colours import HIGH_CONTRAST, LIGHT, Colours, contrast
from kiosk.widgets.control import Control
from kiosk.widgets.text import LONGEST, Heading, Text
from kiosk.widgets.theme import Role, TextSize

SAMPLES = {sample.name: sample for sample in PREVIEWS}
PLAIN = Look(TextSize.STANDARD, portrait=True, high_contrast=False)
PAIRS = (
    ("text", "ground"), ("text", "surface"), ("secondary", "ground"), ("secondary", "surface"),
    ("on_band", "band"), ("on_band", "band_soft"), ("on_band", "band_far"),
    ("on_primary", "primary"), ("on_primary", "primary_pressed"), ("accent", "surface"), ("on_info", "tint"),
    ("on_good", "good"), ("on_info", "info"), ("on_warning", "warning"), ("on_error", "error"),
    ("on_good", "ground"), ("on_warning", "ground"), ("on_warning", "surface"), ("on_error", "surface"),
)  # fmt: skip
SHAPES = (("border", "ground"), ("border", "surface"), ("focus", "ground"), ("light", "metal"), ("accent", "ground"))


def often(look: Look) -> bool:
    """The smallest size and the largest, upright the largest in the other theme and lowered: what stands whole in
    both stands in the one between, colours depend neither on the size nor on what is lowered, and places not on the
    theme.
    """
    if look.size is TextSize.HUGE:
        return look.lowered or look.high_contrast == look.portrait
    return look.size is TextSize.STANDARD and not look.high_contrast and not look.lowered


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("look", [look for look in looks() if often(look)], ids=lambda look: look.slug)
def test_every_page_keeps_the_norms(window: Window, name: str, look: Look) -> None:
    """One look after the other: for another one all is laid out anew."""
    present(window, SAMPLES[name], look)
    colours = look.size is TextSize.STANDARD or look.high_contrast
    assert not [*norms.check(window, colours=colours), *misfits(window, look.size)]


@pytest.mark.whole
@pytest.mark.parametrize("look", list(looks()), ids=lambda look: look.slug)
def test_every_page_keeps_the_norms_in_every_look(window: Window, look: Look) -> None:
    found = []
    for name, sample in SAMPLES.items():
        present(window, sample, look)
        found += [f"{name}: {problem}" for problem in (*norms.check(window), *misfits(window, look.size))]
    assert not found


def misfits(window: Window, size: TextSize) -> list[str]:
    """Norm 3, a change of size changes every text: each that is seen has its role's size, each of which grows. Not
    compared one by one: of a long list a page holds less in larger words.
    """
    place = list(TextSize).index(size)
    labels = [label for label in window.current.findChildren(Text) if label.isVisible() and label.text()]
    wrong = [one.text() for one in labels if one.font().pixelSize() != one.theme.px(one.role.sizes[place])]
    return wrong if labels else ["no text at all"]


@pytest.mark.parametrize("theme", [LIGHT, HIGH_CONTRAST], ids=["light", "high contrast"])
def test_tokens_have_their_contrast(theme: Colours) -> None:
    weak = {pair for pair in PAIRS if contrast(getattr(theme, pair[0]), getattr(theme, pair[1])) < 7}
    weak |= {pair for pair in SHAPES if contrast(getattr(theme, pair[0]), getattr(theme, pair[1])) < 3}
    assert not weak


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QColor("#FFFFFF"), QColor("#000000")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(
        4.48, abs=0.01
    )  # WCAG's well-known near miss


@pytest.mark.parametrize("role", Role)
def test_each_size_is_larger_than_the_one_before(role: Role) -> None:
    assert list(role.sizes) == sorted(set(role.sizes))
    assert len(role.sizes) == len(TextSize)


def test_a_text_that_keeps_its_size_is_caught(window: Window) -> None:
    present(window, SAMPLES["consent"], replace(PLAIN, size=TextSize.HUGE))
    assert not misfits(window, TextSize.HUGE)
    small_text(window)
    assert misfits(window, TextSize.HUGE)
    window.reset()


def test_pages_look_different_in_each_look(window: Window) -> None:
    pictures = []
    for portrait, high_contrast, size in product((True, False), (False, True), TextSize):
        present(window, SAMPLES["consent"], Look(size, portrait, high_contrast))
        pictures.append(window.grab().toImage())
    assert all(one != other for one, other in combinations(pictures, 2))


# --- each check catches what it is for ---


def settle() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def small_text(window: Window) -> None:
    label = window.current.findChildren(Text)[0]
    font = label.font()
    font.setPixelSize(20)
    label.setFont(font)


def squeezed_words(window: Window) -> None:
    window.current.findChildren(Text)[0].setFixedHeight(20)


def narrow_button(window: Window) -> None:
    next(iter(window.current.findChildren(PrimaryButton))).setFixedSize(112, 112)


def overlapping(window: Window) -> None:
    label = window.current.findChildren(Text)[0]
    label.move(label.x(), label.y() + 120)
    label.parentWidget().layout().setEnabled(False)
    label.move(window.current.findChildren(Text)[1].pos())


def out_of_the_panel(window: Window) -> None:
    stray = Text(window.theme)
    stray.setParent(window)
    stray.say("走失的字")
    stray.setGeometry(window.width() - 20, 200, 200, 60)
    stray.show()


def tight_lines(window: Window) -> None:
    label = window.current.findChildren(Text)[0]
    label.setFixedHeight(round(label.font().pixelSize() * 1.1))


def endless_line(window: Window) -> None:
    window.resize(2400, 2600)
    settle()
    label = window.current.findChildren(Text)[0]
    lines = label.lines(2000)
    lines.longest = LONGEST + 1
    label.lines = lambda _width: lines  # type: ignore[method-assign]


def pale_text(window: Window) -> None:
    label = window.current.findChildren(Text)[0]
    label.set_colour("line")


def small_target(window: Window) -> None:
    window.current.findChild(Control, "nav.back").setFixedSize(60, 60)


def close_targets(window: Window) -> None:
    for layout in window.current.ways.children():
        layout.setSpacing(8)
    window.current.ways.setSpacing(8)


def two_headings(window: Window) -> None:
    second = Heading(window.theme)
    second.say("又一个问题")
    window.current.second.addWidget(second)


def two_primaries(window: Window) -> None:
    window.current.second.addWidget(PrimaryButton(window.theme, "nav.second", "也点我"))


def no_help(window: Window) -> None:
    window.findChild(Control, "nav.help").hide()


def nameless(window: Window) -> None:
    window.findChild(Control, "nav.next").setObjectName("")


def speechless(window: Window) -> None:
    button = window.findChild(Control, "nav.next")
    button.setText("")
    button.setAccessibleName(" ")


def beyond_the_keyboard(window: Window) -> None:
    window.findChild(Control, "nav.next").setFocusPolicy(Qt.FocusPolicy.NoFocus)


def wild_order(window: Window) -> None:
    order = [window.findChild(Control, name) for name in ("alternative.decline", "nav.next", "nav.back")]
    for before, after in pairwise(order):
        QWidget.setTabOrder(before, after)


def out_of_reach(window: Window) -> None:
    high = Button(window.theme, "nav.high", "够不着")
    window.current.first.insertWidget(0, high)


BROKEN: tuple[tuple[int, Look, Callable[[Window], None]], ...] = (
    (1, PLAIN, small_text),
    (2, replace(PLAIN, size=TextSize.HUGE), small_text),
    (4, PLAIN, squeezed_words),
    (4, PLAIN, narrow_button),
    (4, PLAIN, overlapping),
    (4, PLAIN, out_of_the_panel),
    (5, PLAIN, tight_lines),
    (5, PLAIN, endless_line),
    (6, PLAIN, pale_text),
    (8, PLAIN, small_target),
    (9, PLAIN, close_targets),
    (16, PLAIN, two_headings),
    (16, PLAIN, two_primaries),
    (22, PLAIN, no_help),
    (24, replace(PLAIN, lowered=True), out_of_reach),
    (25, PLAIN, nameless),
    (25, PLAIN, speechless),
    (25, PLAIN, beyond_the_keyboard),
    (25, PLAIN, wild_order),
)


@pytest.mark.parametrize(
    ("norm", "look", "damage"), BROKEN, ids=[f"{norm}-{damage.__name__}" for norm, _, damage in BROKEN]
)
def test_a_broken_page_is_caught(qapp: QApplication, norm: int, look: Look, damage: Callable[[Window], None]) -> None:

    window = make_window()
    sample: Sample = SAMPLES["consent"]
    present(window, sample, look)
    assert not norms.check(window)
    damage(window)
    settle()
    problems = norms.CHECKS[norm](norms.Sight(window))
    window.close()
    window.deleteLater()
    qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete)  # nothing else would: nineteen windows stay in memory
    assert problems


def test_every_check_is_tried_on_a_broken_page() -> None:
    assert {norm for norm, _, _ in BROKEN} == norms.CHECKS.keys()


def test_a_picture_that_is_squeezed_is_caught(qapp: QApplication) -> None:
    window = make_window()
    present(window, SAMPLES["home-one"], PLAIN)
    assert not norms.check(window)
    window.current.findChild(QWidget, "home.how").setFixedHeight(200)
    settle()
    problems = norms.CHECKS[4](norms.Sight(window))
    window.close()
    window.deleteLater()
    assert any("home.how" in problem for problem in problems)
