"""Every page in English keeps the norms, and shows no Chinese that there are words for.

What stays Chinese has no key: names, addresses, agencies, and what the gateway says of a case.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.core.words import CHINESE, AsIs, Said, Tongue, is_chinese
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
def english(window: Window) -> Iterator[Window]:
    window.theme.set(tongue=Tongue("en", ENGLISH.get))
    yield window
    window.theme.set(tongue=CHINESE)


def tight(look: Look) -> bool:
    """The largest size, where its long words have the least room."""
    return look.size is TextSize.HUGE and look.lowered == look.portrait


@pytest.mark.parametrize("look", [look for look in LOOKS if tight(look)], ids=lambda look: look.slug)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_keeps_the_norms_in_english(english: Window, name: str, look: Look) -> None:
    """Colours are the same in every language."""
    present(english, SAMPLES[name], look)
    assert not norms.check(english, colours=False)


@pytest.mark.whole
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.slug)
def test_every_page_keeps_the_norms_in_english_in_every_look(english: Window, look: Look) -> None:
    found = []
    for name, sample in SAMPLES.items():
        present(english, sample, look)
        found += [f"{name}: {problem}" for problem in norms.check(english)]
    assert not found


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


def test_chinese_comes_back_whole(qapp: QApplication) -> None:
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
