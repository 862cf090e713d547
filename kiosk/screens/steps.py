"""What whoever looks after the machine does about the trouble, in pictures; the citizen's errand waits behind it."""

from kiosk.core.board import Steps
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.guide_cards import GuideCards
from kiosk.widgets.text import Heading, Text
from kiosk.widgets.theme import Role, Theme

__all__ = ["StepsScreen"]


class StepsScreen(Screen):
    kind = "steps"
    upright = (0, 1)
    ways_left = True
    columns = (2, 5)
    said_to_all = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Heading(theme)
        self._after = Text(theme, Role.BODY, name="steps.after", colour="secondary")
        self._cards = GuideCards(theme)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._after)
        self.second.addWidget(self._cards, 1)
        self.add_back()

    def rearranged(self, *, portrait: bool) -> None:
        self._cards.rearrange(portrait=portrait)

    def fill(self, page: Page) -> None:
        content = page.of(Steps)
        self._heading.say(content.heading)
        self._after.say("工作人员照着图做，好了会自动接着办")
        self._cards.fill([(step.picture, step.words) for step in content.steps])
        self.show_back(page)

    def forget(self) -> None:
        """Nothing here comes from a citizen."""

    def spoken(self) -> str:
        return self._after.said
