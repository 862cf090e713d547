"""Every page in English keeps the norms, and shows no Chinese that there are words for.

What stays Chinese has no key: names, addresses, agencies, and what the gateway says of a case.
"""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.core.words import AsIs, Said, Tongue, is_chinese
from kiosk.gallery import Look, make_window, present
from kiosk.screens import norms
from kiosk.screens.previews import PREVIEWS
from kiosk.screens.window import Window
from kiosk.translation import making
from kiosk.widgets.control import Control
from kiosk.widgets.text import Text
from kiosk.widgets.theme import TextSize

# Staff read Chinese.
SAMPLES = {sample.name: sample for sample in PREVIEWS if not sample.kind.startswith("maintenance")}
LOOKS = [
    *(Look(size, portrait, high_contrast=False) for portrait, size in product((True, False), TextSize)),
    *(Look(size, portrait=True, high_contrast=False, lowered=True) for size in TextSize),
]
ENGLISH = making.known("en")


@pytest.fixture(scope="module")
def english(qapp: QApplication) -> Iterator[Window]:
    made = make_window()
    made.theme.set(tongue=Tongue("en", ENGLISH.get))
    yield made
    made.close()
    made.deleteLater()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_keeps_the_norms_in_english(english: Window, name: str) -> None:
    """In the largest size, where its long words have the least room."""
    assert not problems(english, name, [look for look in LOOKS if tight(look)])


@pytest.mark.whole
@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_keeps_the_norms_in_english_in_every_look(english: Window, name: str) -> None:
    assert not problems(english, name, [look for look in LOOKS if not tight(look)])


def tight(look: Look) -> bool:
    return look.size is TextSize.HUGE and look.lowered == look.portrait


def problems(english: Window, name: str, ways: Sequence[Look]) -> list[str]:
    found = []
    for look in ways:
        present(english, SAMPLES[name], look)
        found += [f"{look.words}: {problem}" for problem in norms.check(english)]
    return found


def as_is(widget: Text | Control) -> bool:
    """What a citizen wrote, and 「中文」."""
    return isinstance(widget.said, AsIs)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_has_english_words_is_shown_in_them(english: Window, name: str) -> None:
    present(english, SAMPLES[name], LOOKS[0])
    left = []
    for widget in (*english.findChildren(Text), *english.findChildren(Control)):
        if widget.isVisible() and is_chinese(widget.text()):
            key = widget.said.template if isinstance(widget.said, Said) else widget.said
            left += [key] if key in ENGLISH and widget.text() == str(widget.said) and not as_is(widget) else []
    assert not left


def test_chinese_comes_back_whole(english: Window) -> None:
    look, sample = LOOKS[0], SAMPLES["consent"]
    window = make_window()
    present(window, sample, look)
    before = [one.text() for one in window.findChildren(Control) if one.isVisible()]
    window.theme.set(tongue=Tongue("en", ENGLISH.get))
    assert [one.text() for one in window.findChildren(Control) if one.isVisible()] != before
    window.reset()
    present(window, sample, look)
    assert [one.text() for one in window.findChildren(Control) if one.isVisible()] == before
    window.close()
    window.deleteLater()
