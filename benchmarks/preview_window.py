"""One of our sides of ``camera_preview.py``, in a process of its own: a window with what a camera sees.

python benchmarks/preview_window.py <view | gate | label | raw> <url> <width>x<height> <seconds>

``view`` is the camera page's, ``gate`` the same with the face gate as often as that page has it. ``raw`` gets
pictures that need no decoding. Prints what its threads used, in shares of a core, and how many pictures were shown.
"""

import json
import sys
import threading
import time
from typing import Any

import cv2
import numpy as np
from preview_pictures import VIEW, pictures
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.core.clock import SystemClock
from kiosk.core.picture import Frame
from kiosk.core.timing import FACE_LOOK, SECOND_TAP
from kiosk.devices.haar_face import HaarFaceDetector
from kiosk.devices.opencv import OpencvCamera, Options, open_device
from kiosk.perform.face import SHOWN
from kiosk.widgets.live import FaceView
from kiosk.widgets.taps import Taps
from kiosk.widgets.theme import Theme

WARM = 3.0
PACE = 1 / 30
BUFFERS = 4  # a camera writes into as many by turns, and OpenCV asks V4L2 for them


class Window(QObject):
    """Shows each frame that ``came`` brings from the worker, and counts."""

    came = Signal(object)

    def __init__(self, how: str) -> None:
        super().__init__()
        self.shown = 0
        self._face = FaceView(Theme(Taps(SECOND_TAP)))
        self._label = QLabel()
        self._as_label = how == "label"
        self.widget: QWidget = self._label if self._as_label else self._face
        self.came.connect(self._show)

    def _show(self, frame: Frame) -> None:
        self.shown += 1
        if not self._as_label:
            self._face.show_face(frame.width, frame.height, frame.pixels, frame.shape, good=True)
            return
        image = QImage(frame.pixels, frame.width, frame.height, frame.width * 4, QImage.Format.Format_RGB32)
        mirrored, size = image.flipped(Qt.Orientation.Horizontal), self._label.size()
        fill, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        self._label.setPixmap(QPixmap.fromImage(mirrored).scaled(size, fill, smooth))


class Ready:
    """Pictures that need no decoding, as a USB camera in raw mode and Chromium's own pattern have.

    Few, in memory that is used again and again, as with both: dozens would have to come from where no cache is.
    """

    def __init__(self, width: int, height: int) -> None:
        self._due, self._number = time.monotonic(), 0
        film = pictures(width, height)
        seen = film[:: len(film) // BUFFERS][:BUFFERS]
        self._pictures = [cv2.imdecode(np.frombuffer(jpeg, np.uint8), 1) for jpeg in seen]

    def take(self, *, paused: bool) -> Any:
        del paused
        time.sleep(max(0.0, self._due - time.monotonic()))
        self._due = max(self._due + PACE, time.monotonic())
        self._number += 1
        return self

    def small(self) -> Any:
        return self._pictures[self._number % len(self._pictures)]

    def close(self) -> None: ...


class ReadyCamera(OpencvCamera):
    def __init__(self, url: str, ready: Ready) -> None:
        super().__init__(Options(source=url), SystemClock())
        self._ready = ready

    def _open(self) -> Any:
        return self._ready


def main(how: str, url: str, size: str, seconds: float) -> None:
    width, height = (int(side) for side in size.split("x"))
    app = QApplication(sys.argv[:1])
    window, ended, used = Window(how), threading.Event(), {"worker": 0.0}
    camera = ReadyCamera(url, Ready(width, height)) if how == "raw" else open_device(Options(source=url), SystemClock())
    gate = HaarFaceDetector() if how == "gate" else None

    def work() -> None:
        looked_at = 0.0
        while not ended.is_set():
            asked_at = time.monotonic()
            frame = camera.frame(SHOWN)
            if gate is not None and asked_at - looked_at >= FACE_LOOK:
                looked_at = asked_at
                gate.check(camera.whole())
            window.came.emit(frame)
            used["worker"] = time.thread_time()
        camera.close()

    window.widget.setFixedSize(*VIEW)
    window.widget.show()
    worker = threading.Thread(target=work)
    worker.start()
    start: dict[str, float] = {}

    def now() -> dict[str, float]:
        return {
            "gui": time.thread_time(),
            "worker": used["worker"],
            "all": time.process_time(),
            "shown": window.shown,
            "clock": time.monotonic(),
        }

    def end() -> None:
        spent = {name: value - start[name] for name, value in now().items()}
        took = spent.pop("clock")
        print(json.dumps({name: value / took for name, value in spent.items()}), flush=True)
        ended.set()
        app.quit()

    QTimer.singleShot(round(WARM * 1000), lambda: start.update(now()))
    QTimer.singleShot(round((WARM + seconds) * 1000), end)
    app.exec()
    worker.join()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
