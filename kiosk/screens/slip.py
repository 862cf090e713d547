"""A receipt is held before the scanner, or before the camera, whose picture is shown then."""

from kiosk.core.job import Hint, Preview, Progress
from kiosk.core.slot import Slot
from kiosk.core.step import ScanSlip
from kiosk.core.words import joined
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.drawing import Drawing
from kiosk.widgets.live import CodeView
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["SlipScreen"]


class SlipScreen(Screen):
    kind = "slip"
    said_to_all = True
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Heading(theme)
        self._hint = Notice(theme, lines=2)
        self._drawing = Drawing(theme, "slip", "扫码口在屏幕下面")
        self._camera = CodeView(theme)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._hint)
        self.first.addStretch(1)
        self.second.addWidget(self._drawing, 1)
        self.second.addWidget(self._camera, 1)
        self.add_back()

    def fill(self, page: Page) -> None:
        page.of(ScanSlip)
        by_camera = page.codes is Slot.CAMERA
        self._camera.clear()
        self._camera.setVisible(by_camera)
        self._drawing.setHidden(by_camera)
        self._heading.say("把上次的回执对准镜头" if by_camera else "把上次的回执对准扫码口")
        self._hint.say("info", "扫最下面的方块码", "纸放平，别折着")
        self.show_back(page)

    def progress(self, event: Progress) -> None:
        if isinstance(event, Hint):
            self._hint.say("warning", event.sentence, event.remedy)
        elif isinstance(event, Preview):
            self._camera.show_frame(event.frame.width, event.frame.height, event.frame.pixels)

    def forget(self) -> None:
        super().forget()
        self._camera.clear()

    def spoken(self) -> str:
        return joined("。", (self._heading.said, self._hint.sentence.said, self._hint.remedy.said))
