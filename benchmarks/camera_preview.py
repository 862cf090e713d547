"""What a live preview costs: the camera page's way, a QLabel with pixmaps, and Chromium's getUserMedia, in one run.

python benchmarks/camera_preview.py            640 x 480 and 1280 x 720, 15 s for each
python benchmarks/camera_preview.py --quick

All see the same 60 pictures at 30 a second as Motion JPEG and show them mirrored, 540 x 675 pixels large, on an X
screen of their own: ours over HTTP on loopback, as from a network camera; Chromium from a file through its fake camera,
since it takes no address. The rows with nothing to decode are the conversion and the painting alone: a USB camera in
raw mode, and Chromium's own moving pattern; the limit is on them. Percent are of one core, of all processes of a side
but the camera's and the X server's.
"""

import http.server
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import cv2
import numpy as np
import processes
import typer
from PIL import Image
from rich.console import Console
from rich.table import Table
from screen import virtual_screen
from sides import Side

from kiosk.devices.simulators.mjpeg_camera import MjpegCameraSimulator
from kiosk.devices.simulators.scenes import LOOP, Scene, picture
from kiosk.tour.child import child, first_line

SIZES = ((640, 480), (1280, 720))
WARM = 3.0
VIEW = (540, 675)
LIMIT = 0.25  # of Chromium's
PAGE = """<!doctype html><meta charset="utf-8"><style>body{{margin:0}}
video{{width:{0}px;height:{1}px;object-fit:cover;transform:scaleX(-1)}}</style><video autoplay muted></video><script>
const video = document.querySelector("video"); let shown = 0;
const count = () => {{ shown += 1; video.requestVideoFrameCallback(count); }};
navigator.mediaDevices.getUserMedia({{video: {{width: {2}, height: {3}, frameRate: 30}}}}).then((stream) => {{
  video.srcObject = stream; video.requestVideoFrameCallback(count);
  setInterval(() => fetch(`/shown/${{shown}}/${{video.videoWidth}}`), 1000);
}}, (error) => fetch(`/failed/${{error.name}}`));</script>"""


def pictures(width: int, height: int) -> list[bytes]:
    found = []
    for number in range(LOOP):
        image = Image.open(io.BytesIO(picture(Scene.FACE, number)))
        buffer = io.BytesIO()
        image.resize((width, width * 3 // 4)).crop((0, 0, width, height)).save(buffer, "JPEG", quality=88)
        found.append(buffer.getvalue())
    return found


def serve(width: int, height: int) -> None:
    """The camera: tells its address and sends pictures until it is ended."""
    loop = pictures(width, height)
    camera = MjpegCameraSimulator()
    camera.show_jpeg(loop[0])
    camera.start()
    print(camera.url, flush=True)
    began = time.monotonic()
    while True:
        number = int((time.monotonic() - began) * 30)
        camera.show_jpeg(loop[number % LOOP])
        time.sleep(max(0.0, began + (number + 1) / 30 - time.monotonic()))


def show(how: str, url: str, width: int, height: int, seconds: float) -> None:
    """A window with the camera's pictures, by our view or by a label; tells what its threads used."""
    from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
    from PySide6.QtGui import QImage, QPixmap
    from PySide6.QtWidgets import QApplication, QLabel, QWidget

    from kiosk.core.clock import SystemClock
    from kiosk.core.picture import Frame
    from kiosk.core.timing import SECOND_TAP
    from kiosk.devices.opencv import OpencvCamera, Options, open_device
    from kiosk.widgets.pictures import CameraView
    from kiosk.widgets.taps import Taps
    from kiosk.widgets.theme import Theme

    class Courier(QObject):
        came = Signal(object)

    app = QApplication(sys.argv[:1])
    courier, ended, used = Courier(), threading.Event(), {"worker": 0.0}
    view: QWidget
    if how != "label":
        ours = view = CameraView(Theme(Taps(SECOND_TAP)))

        def paint(frame: Frame) -> None:
            ours.show_frame(frame.width, frame.height, frame.pixels, good=True)
    else:
        label = view = QLabel()

        def paint(frame: Frame) -> None:
            image = QImage(frame.pixels, frame.width, frame.height, frame.width * 4, QImage.Format.Format_RGB32)
            size, fill = label.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
            smooth = Qt.TransformationMode.SmoothTransformation
            label.setPixmap(QPixmap.fromImage(image).scaled(size, fill, smooth))

    shown = [0]

    def take(frame: Frame) -> None:
        shown[0] += 1
        paint(frame)

    class Decoded(OpencvCamera):
        """Pictures that need no decoding, as a USB camera in raw mode and Chromium's own pattern have."""

        def _newest(self) -> Any:
            time.sleep(max(0.0, due[0] - time.monotonic()))
            due[0] = max(due[0] + 1 / 30, time.monotonic())
            return ready[shown[0] % len(ready)]

    due = [time.monotonic()]
    ready = [cv2.imdecode(np.frombuffer(jpeg, np.uint8), 1) for jpeg in pictures(width, height)] if how == "raw" else []

    def work() -> None:
        camera = (
            Decoded(Options(source=url), SystemClock()) if ready else open_device(Options(source=url), SystemClock())
        )
        while not ended.is_set():
            courier.came.emit(camera.frame())
            used["worker"] = time.thread_time()
        camera.close()

    courier.came.connect(take)
    view.setFixedSize(*VIEW)
    view.show()
    worker = threading.Thread(target=work)
    worker.start()
    watch, start = QElapsedTimer(), {}

    def begin() -> None:
        watch.start()
        start.update(gui=time.thread_time(), worker=used["worker"], all=time.process_time(), shown=shown[0])

    def end() -> None:
        took = watch.nsecsElapsed() / 1e9
        now = {"gui": time.thread_time(), "worker": used["worker"], "all": time.process_time(), "shown": shown[0]}
        print(json.dumps({name: (now[name] - start[name]) / took for name in now}), flush=True)
        ended.set()
        app.quit()

    QTimer.singleShot(round(WARM * 1000), begin)
    QTimer.singleShot(round((WARM + seconds) * 1000), end)
    app.exec()
    worker.join()


@contextmanager
def page(width: int, height: int) -> Iterator[tuple[str, list[str]]]:
    """Serves the page to Chromium; gives its address and what it has told, newest last."""
    told: list[str] = []
    text = PAGE.format(*VIEW, width, height).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/":
                told.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text if self.path == "/" else b"")

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", told
        server.shutdown()


def in_chromium(
    display: Any, width: int, height: int, seconds: float, directory: Path, *, decode: bool
) -> dict[str, float]:
    film = directory / f"{width}.mjpeg"
    film.write_bytes(b"".join(pictures(width, height)))
    with page(width, height) as (url, told):
        flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=fps=30", "--no-first-run"]
        flags += [f"--use-file-for-fake-video-capture={film}"] if decode else []
        flags += [f"--user-data-dir={directory / f'{width}-{decode}'}"]
        flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        flags += ["--kiosk", *(["--no-sandbox"] if os.geteuid() == 0 else []), url]
        side = Side("chromium", display, ["chromium", *flags])
        side.start()
        try:
            deadline = time.monotonic() + 30
            while len(told) < 3 and time.monotonic() < deadline:
                time.sleep(0.2)
            if len(told) < 3 or not told[-1].startswith("/shown/"):
                raise RuntimeError(f"Chromium shows no camera: {told}")
            before, began, first = side.usage().cpu, time.perf_counter(), int(told[-1].split("/")[2])
            time.sleep(seconds)
            took = time.perf_counter() - began
            used = side.usage().cpu - before
            assert int(told[-1].split("/")[3]) == width
            return {"all": used / took, "shown": (int(told[-1].split("/")[2]) - first) / took}
        finally:
            side.end()


def in_qt(display: Any, how: str, url: str, size: str, seconds: float) -> dict[str, float]:
    env = {**os.environ, "DISPLAY": display.display, "QT_QPA_PLATFORM": "xcb", processes.MARK: "camera-preview"}
    command = [sys.executable, __file__, "--show", how, "--url", url, "--size", size, "--seconds", str(seconds)]
    told = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def measure(seconds: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="kiosk-benchmark-") as directory, virtual_screen(1080, 1920) as display:
        for width, height in SIZES:
            command = [sys.executable, __file__, "--serve", f"{width}x{height}"]
            with child(command, os.environ, stdout=subprocess.PIPE) as camera:
                assert camera.stdout is not None
                url = first_line(camera.stdout.fileno(), 60.0).strip()
                sides = {
                    how: in_qt(display, how, url, f"{width}x{height}", seconds) for how in ("view", "label", "raw")
                }
            for how, decode in (("chromium", True), ("chromium_raw", False)):
                sides[how] = in_chromium(display, width, height, seconds, Path(directory), decode=decode)
            found[f"{width} x {height}"] = sides
    return found


def table(found: dict[str, Any]) -> bool:
    """Prints it; whether ours is under the limit everywhere."""
    names = {
        "view": "camera page's view",
        "label": "QLabel pixmap",
        "chromium": "Chromium getUserMedia",
        "raw": "camera page's view, nothing to decode",
        "chromium_raw": "Chromium, own pattern, nothing to decode",
    }
    drawn = Table("", "pictures/s", "worker %", "GUI thread %", "all %", "of Chromium's", title="camera preview")
    good = True
    for size, sides in found.items():
        for how, side in sides.items():
            share = side["all"] / sides["chromium_raw" if how.endswith("raw") else "chromium"]["all"]
            good = good and (how != "raw" or share < LIMIT)
            worker, gui = (f"{side[name]:.1%}" if name in side else "" for name in ("worker", "gui"))
            drawn.add_row(
                f"{size} {names[how]}", f"{side['shown']:.1f}", worker, gui, f"{side['all']:.1%}", f"{share:.2f}"
            )
    Console().print(drawn)
    return good


def main(
    quick: Annotated[bool, typer.Option("--quick", help="few seconds")] = False,
    out: Annotated[Path, typer.Option(help="where the JSON goes")] = Path("out/benchmarks"),
    what: Annotated[str, typer.Option("--serve", hidden=True)] = "",
    how: Annotated[str, typer.Option("--show", hidden=True)] = "",
    url: Annotated[str, typer.Option(hidden=True)] = "",
    size: Annotated[str, typer.Option(hidden=True)] = "",
    seconds: Annotated[float, typer.Option(hidden=True)] = 15.0,
) -> None:
    if what:
        serve(*(int(side) for side in what.split("x")))
    elif how:
        show(how, url, *(int(side) for side in size.split("x")), seconds)
    else:
        found = measure(4.0 if quick else seconds)
        out.mkdir(parents=True, exist_ok=True)
        (out / "camera_preview.json").write_text(json.dumps(found, indent=1))
        good = table(found)
        if not good:
            raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
