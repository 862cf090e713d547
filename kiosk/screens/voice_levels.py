"""How loud and how fast the voice speaks (norm 20); each step is heard at once."""

from PySide6.QtCore import Qt

from kiosk.screens.content import Page, VoiceLevels
from kiosk.screens.screen import Screen
from kiosk.widgets.emblem import Emblem
from kiosk.widgets.level import Level
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["VoiceScreen"]


class VoiceScreen(Screen):
    """``pressed`` carries "voice:quieter", "voice:louder", "voice:slower", "voice:faster" and "back"."""

    kind = "voice"
    said_to_all = True
    upright = (1, 1)
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._heading = Heading(theme, align=centre)
        self.first.addWidget(Emblem(theme, 240, "mdi6.account-voice"), 0, centre)
        self.first.addSpacing(theme.px(16))
        self.first.addWidget(self._heading)
        self.first.addSpacing(theme.px(16))
        self._volume = self._level(
            "声音大小", ("quieter", "轻一点", "mdi6.volume-minus"), ("louder", "响一点", "mdi6.volume-plus")
        )
        self._rate = self._level("说话快慢", ("slower", "慢一点", "mdi6.tortoise"), ("faster", "快一点", "mdi6.rabbit"))
        self.centre()
        self.add_back()

    def _level(self, label: str, down: tuple[str, str, str], up: tuple[str, str, str]) -> Level:
        def named(step: tuple[str, str, str]) -> tuple[str, str, str]:
            return f"voice.{step[0]}", *step[1:]

        level = Level(self.theme, label, named(down), named(up))
        level.turned.connect(lambda turned: self.pressed.emit(f"voice:{(down if turned == 'down' else up)[0]}"))
        self.second.addWidget(level)
        return level

    def fill(self, page: Page) -> None:
        levels = page.of(VoiceLevels)
        self._heading.say("调一调声音")
        self._volume.show_level(levels.volume, levels.volumes)
        self._rate.show_level(levels.rate, levels.rates)
        self.show_back(page)

    def forget(self) -> None:
        """Nothing here comes from a citizen."""

    def spoken(self) -> str:
        return "调一调声音。要响一点，要慢一点，都可以点"
