"""Who is there: the card on the lit place, a code on the phone, or the number by hand."""

from kiosk.core.job import Hint, Preview, Progress
from kiosk.core.slot import Slot
from kiosk.core.step import Identify, LayCard, ShowCode
from kiosk.core.words import joined, said
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.drawing import Drawing
from kiosk.widgets.live import CodeView
from kiosk.widgets.notice import Notice
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Theme

__all__ = ["IdentifyScreen"]

WAITING = "平放着，先别拿起来"
CARD_PLACE = "身份证放在屏幕下面亮灯的地方"
PHONE = "亮出手机上的社保码也行"
PHONE_TO_CAMERA = "手机上的社保码对准镜头也行"


class IdentifyScreen(Screen):
    kind = "identify"
    said_to_all = True
    ways_left = True

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Heading(theme)
        self._hint = Notice(theme, lines=2)
        self._drawing = Drawing(theme, "card", CARD_PLACE)
        self.first.addWidget(self._heading)
        self.first.addWidget(self._hint)
        self.first.addStretch(1)
        self._camera = CodeView(theme)
        self.second.addWidget(self._drawing, 1)
        self.second.addWidget(self._camera, 1)
        self.add_back()

    def fill(self, page: Page) -> None:
        by_camera = page.codes is Slot.CAMERA
        self._camera.clear()
        self._camera.setVisible(isinstance(page.content, ShowCode) and by_camera)
        self._drawing.setHidden(isinstance(page.content, ShowCode) and by_camera)
        if isinstance(page.content, ShowCode):
            self._heading.say("把手机上的社保码对准镜头" if by_camera else "把手机上的社保码对准扫码口")
            self._hint.say("info", "手机屏幕调亮一点，别动")
            self._drawing.show_place("scanner")
            self.theme.tell(self._drawing, "扫码口在屏幕下面")
            self.show_alternatives(page.content.alternatives)
        else:
            step = page.of(Identify)
            whose = step.whose if isinstance(step, LayCard) else ""
            self._heading.say(said("把{whose}的身份证放在亮灯处", whose=whose) if whose else "把身份证放在亮灯的地方")
            by_phone = PHONE_TO_CAMERA if by_camera else PHONE
            phone = by_phone if page.codes is not None and not whose else ""
            self._hint.say("info", WAITING, phone)
            self._drawing.show_place("card")
            self.theme.tell(self._drawing, CARD_PLACE)
            self.show_alternatives(step.alternatives)
        self.show_back(page)

    def progress(self, event: Progress) -> None:
        if isinstance(event, Hint):
            self._hint.say("warning" if event.wrong else "info", event.sentence, event.remedy)
        elif isinstance(event, Preview):
            self._camera.show_frame(event.frame.width, event.frame.height, event.frame.pixels)

    def forget(self) -> None:
        super().forget()
        self._camera.clear()

    def blank(self) -> bool:
        return True

    def spoken(self) -> str:
        words = (self._heading, self._hint.sentence, self._hint.remedy)
        return joined("，", (word.said for word in words))
