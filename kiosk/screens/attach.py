"""A sheet under the document camera: what it sees, the sheet's edges, and what is wrong, in one fixed place."""

import time
from collections.abc import Callable

from kiosk.core.job import Preview, Progress
from kiosk.core.picture import DocumentFinding
from kiosk.core.step import ScanDocument
from kiosk.core.words import said
from kiosk.screens.camera import CameraScreen
from kiosk.screens.content import Page
from kiosk.widgets.live import SheetView
from kiosk.widgets.theme import Theme

__all__ = ["AttachScreen"]

WAITING = "字朝上，平放在镜头下"
GOOD = "很好，手拿开，别动它"


class AttachScreen(CameraScreen):
    kind = "attach"

    def __init__(self, theme: Theme, monotonic: Callable[[], float] = time.monotonic) -> None:
        camera = SheetView(theme)
        super().__init__(theme, camera, monotonic)
        self._camera = camera

    def fill(self, page: Page) -> None:
        step = page.of(ScanDocument)
        self._begin(said("放好{what}，机器自己会拍", what=step.what), "info", WAITING)
        self.show_alternatives(step.alternatives)
        self.show_back(page)

    def progress(self, event: Progress) -> None:
        if isinstance(event, Preview) and isinstance(event.finding, DocumentFinding):
            frame, finding = event.frame, event.finding
            good = not finding.problem
            self._camera.show_sheet(frame.width, frame.height, frame.pixels, finding.corners or (), good=good)
            self._say("good" if good else "warning", finding.problem or GOOD)
