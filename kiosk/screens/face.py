"""A picture of the face: what the camera sees, where the face belongs, and what is wrong, in one fixed place."""

import time
from collections.abc import Callable

from kiosk.core.job import Hint, Preview, Progress
from kiosk.core.step import CaptureFace, CaptureIdPhoto
from kiosk.screens.camera import HOLD, CameraScreen
from kiosk.screens.content import Page
from kiosk.widgets.live import FaceView
from kiosk.widgets.theme import Theme

__all__ = ["FaceScreen"]

READ = 3.0  # seconds that the reason why the last picture failed stands
HEADING = "看镜头，机器自己会拍"
GOOD = "很好，保持不动"


class FaceScreen(CameraScreen):
    kind = "face"
    takes: type[CaptureFace | CaptureIdPhoto] = CaptureFace
    waiting = "脸放在圈里，看着镜头"
    view: type[FaceView] = FaceView

    def __init__(self, theme: Theme, monotonic: Callable[[], float] = time.monotonic) -> None:
        camera = self.view(theme)
        super().__init__(theme, camera, monotonic)
        self._camera = camera

    def fill(self, page: Page) -> None:
        step = page.of(self.takes)
        if step.hint:
            self._begin(HEADING, "warning", step.hint, longer=READ - HOLD)
        else:
            self._begin(HEADING, "info", self.waiting)
        self.show_alternatives(step.alternatives)
        self.show_back(page)

    def progress(self, event: Progress) -> None:
        if isinstance(event, Hint):
            self._say("warning", event.sentence, event.remedy)
        elif isinstance(event, Preview) and event.finding is not None:
            frame, problem = event.frame, event.finding.problem
            self._camera.show_face(frame.width, frame.height, frame.pixels, frame.shape, good=not problem)
            self._say("warning" if problem else "good", problem or GOOD)
