"""What a live preview costs: the camera page's way, a QLabel with pixmaps, and Chromium's getUserMedia, in one run.

python benchmarks/camera_preview.py            640 x 480 and 1280 x 720, 15 s for each
python benchmarks/camera_preview.py --quick

All see the same 60 pictures at 30 a second as Motion JPEG and show them mirrored, 540 x 675 pixels large, on an X
screen of their own: ours over HTTP on loopback, as from a network camera; Chromium from a file through its fake camera,
since it takes no address. The rows with nothing to decode are the conversion and the painting alone: a USB camera in
raw mode, and Chromium's own moving pattern; the limit is on them. Finding faces is no part of a preview, and Chromium
finds none: the row with the face gate says what the camera page costs as a whole. Percent are of one core, of all
processes of a side but the camera's and the X server's.
"""

import http.server
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

import processes
import typer
from preview_pictures import VIEW, pictures
from rich.console import Console
from rich.table import Table
from screen import virtual_screen
from sides import Side

from kiosk.devices.simulators.mjpeg_camera import MjpegCameraSimulator
from kiosk.devices.simulators.scenes import LOOP
from kiosk.tour.child import child, first_line

HERE = Path(__file__).resolve().parent
SIZES = ((640, 480), (1280, 720))
LIMIT = 0.25  # of Chromium's
PAGE = """<!doctype html><meta charset="utf-8"><style>body{{margin:0}}
video{{width:{0}px;height:{1}px;object-fit:cover;transform:scaleX(-1)}}</style><video autoplay muted></video><script>
const video = document.querySelector("video"); let shown = 0;
const count = () => {{ shown += 1; video.requestVideoFrameCallback(count); }};
navigator.mediaDevices.getUserMedia({{video: {{width: {2}, height: {3}, frameRate: 30}}}}).then((stream) => {{
  video.srcObject = stream; video.requestVideoFrameCallback(count);
  setInterval(() => fetch(`/shown/${{shown}}/${{video.videoWidth}}`), 1000);
}}, (error) => fetch(`/failed/${{error.name}}`));</script>"""


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
    command = [sys.executable, str(HERE / "preview_window.py"), how, url, size, str(seconds)]
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
                    how: in_qt(display, how, url, f"{width}x{height}", seconds)
                    for how in ("view", "gate", "label", "raw")
                }
            for how, decode in (("chromium", True), ("chromium_raw", False)):
                sides[how] = in_chromium(display, width, height, seconds, Path(directory), decode=decode)
            found[f"{width} x {height}"] = sides
    return found


def table(found: dict[str, Any]) -> bool:
    """Prints it; whether ours is under the limit everywhere."""
    names = {
        "view": "camera page's view",
        "gate": "camera page's view, with the face gate",
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
    seconds: Annotated[float, typer.Option(help="for each side")] = 15.0,
) -> None:
    if what:
        serve(*(int(side) for side in what.split("x")))
    else:
        found = measure(4.0 if quick else seconds)
        out.mkdir(parents=True, exist_ok=True)
        (out / "camera_preview.json").write_text(json.dumps(found, indent=1))
        good = table(found)
        if not good:
            raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
