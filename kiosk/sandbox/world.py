"""The world around one terminal, in one process: gateway, bench, the wire between, and a simulator for each device.

What must survive a restart stands in the state directory: ``gateway-books.db``, ``gateway.key`` (the secret that the
terminal signs with), the electronic seals (``seals.py``), ``repository/`` (signed releases) and ``ports.json``.
``world.json`` says how to reach it all, and is there while it can be reached.
"""

import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from kiosk.core.clock import Clock, SystemClock
from kiosk.devices.simulators.code_scanner import CodeScannerSimulator
from kiosk.devices.simulators.escpos_printer import EscposPrinterSimulator
from kiosk.devices.simulators.guide_lights import GuideLightsSimulator
from kiosk.devices.simulators.mjpeg_camera import MjpegCameraSimulator
from kiosk.devices.simulators.scenes import Scene
from kiosk.devices.simulators.sdt_reader import SdtReaderSimulator
from kiosk.sandbox import id_card, medical
from kiosk.sandbox.a4 import A4Printing
from kiosk.sandbox.app import make_app
from kiosk.sandbox.bench import make_bench
from kiosk.sandbox.books import Books
from kiosk.sandbox.declared_items import DeclaredBills, names
from kiosk.sandbox.desk import make_desk
from kiosk.sandbox.head_office import write_head_office
from kiosk.sandbox.ports import HOST, first_free, kept_ports, listen, write_json
from kiosk.sandbox.relay import SLOW_REPLY, Relay
from kiosk.sandbox.seals import ROOT, Seals
from kiosk.sandbox.stage import Stage

__all__ = ["Pace", "serve", "world"]

RELEASES = "repository"  # what ``kiosk release make --repository`` has made there


@dataclass(frozen=True)
class Pace:
    """How fast things go. ``baud`` and ``paper`` (mm a second) are None for at once; ``slow_reply`` is in seconds."""

    baud: int | None = None
    paper: float | None = None
    slow_reply: float = SLOW_REPLY


def serve(state: Path, port: int, on_ready: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Runs until SIGTERM or SIGINT; to be called from the main thread. Port 0 takes a free one. Raises PortTaken.

    ``on_ready`` gets ``{"bench": URL, "wires": {name: path or URL}}`` once everything can be used.
    """
    # Not blocked for sigwait: the programs that are started here would inherit that, and be deaf to SIGTERM.
    ends: SimpleQueue[int] = SimpleQueue()  # the one queue that a signal's handler may put into
    before = {end: signal.signal(end, lambda number, _: ends.put(number)) for end in (signal.SIGTERM, signal.SIGINT)}
    try:
        with world(state, port, pace=Pace(baud=115200, paper=200.0)) as ready:
            if on_ready is not None:
                on_ready(ready)
            ends.get()
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)


@contextmanager
def world(
    state: Path,
    port: int = 0,
    *,
    clock: Clock | None = None,
    pace: Pace | None = None,
) -> Iterator[dict[str, Any]]:
    """The same for a program of one's own; devices are as fast as they can be unless ``pace`` says otherwise."""
    clock = clock or SystemClock()
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as stack:
        books = Books(state / "gateway-books.db")
        stack.callback(books.close)
        kept = kept_ports(state / "ports.json")
        listening = listen(port) if port else first_free(listen, kept.get("gateway", 0))
        stack.callback(listening.close)
        url = f"http://{HOST}:{listening.getsockname()[1]}"
        seals = Seals(state)
        seals.write_root()
        desk = make_desk(clock, books, _secret(state / "gateway.key"), url, seals)
        desk.bills[medical.ITEM] = medical.MedicalBills(books, desk.clock)
        desk.bills[id_card.ITEM] = id_card.IdCardBills(books, desk.clock)
        desk.bills.update({item: DeclaredBills(item, books, desk.clock) for item in names()})
        with ThreadPoolExecutor(2) as beside:  # for what only waits for programs to start, and for a key
            head_office = beside.submit(write_head_office, state)
            stage, ports = _set_stage(stack, beside, state, listening.getsockname()[1], kept, pace or Pace())
            head_office.result()
        app = make_app(desk)
        app.mount("/bench", make_bench(desk, stage))
        (state / RELEASES).mkdir(exist_ok=True)
        app.mount("/releases", StaticFiles(directory=state / RELEASES))
        stack.enter_context(_served(app, listening))
        ready = {"bench": f"{url}/bench", "wires": stage.wires}
        write_json(state / "ports.json", ports)
        write_json(state / "world.json", ready)
        stack.callback((state / "world.json").unlink, missing_ok=True)
        yield ready


def _set_stage(
    stack: ExitStack, beside: ThreadPoolExecutor, state: Path, gateway: int, kept: Mapping[str, int], pace: Pace
) -> tuple[Stage, dict[str, int]]:
    """Starts relay and simulators: on the ports they had with this gateway's port, else beside it, else anywhere."""
    if kept.get("gateway") != gateway:
        kept = {}
    links = (state / "wires").absolute()
    links.mkdir(exist_ok=True)
    a4 = A4Printing(links / "cups", kept.get("a4_printer", 0), gateway + 3)
    stack.callback(a4.close)
    a4_starts = beside.submit(a4.start)
    listening = first_free(listen, kept.get("relay", 0), gateway + 1)
    relay = Relay(listening, (HOST, gateway), slow=pace.slow_reply)
    camera = first_free(_camera, kept.get("camera", 0), gateway + 2)
    stack.callback(camera.close)
    document_camera = first_free(_camera, kept.get("document_camera", 0), gateway + 4)
    stack.callback(document_camera.close)
    document_camera.show(Scene.TABLE)
    reader = SdtReaderSimulator(links / "id_card", baud=pace.baud)
    receipt = EscposPrinterSimulator(links / "receipt", baud=pace.baud, speed=pace.paper)
    scanner = CodeScannerSimulator(links / "scanner", baud=pace.baud)
    lights = GuideLightsSimulator(links / "lights", baud=pace.baud)
    for part in (relay, reader, receipt, scanner, lights):
        part.start()
        stack.callback(part.close)
    ports = {"gateway": gateway, "relay": listening.getsockname()[1]}
    ports |= {"camera": _port(camera), "document_camera": _port(document_camera)}
    wires = {
        "gateway": f"http://{HOST}:{ports['relay']}",
        "secret_file": str((state / "gateway.key").absolute()),
        "seal_root": str((state / ROOT).absolute()),
        "releases": f"http://{HOST}:{ports['relay']}/releases",
        "update_root": str((state / RELEASES / "metadata" / "1.root.json").absolute()),
        "id_card": str(links / "id_card"),
        "camera": camera.url,
        "document_camera": document_camera.url,
        "receipt": str(links / "receipt"),
        "scanner": str(links / "scanner"),
        "lights": str(links / "lights"),
    }
    printer = a4.printer if _has_started(a4_starts) else None
    if printer is not None:
        ports["a4_printer"] = printer.port
        wires |= {"a4_printer": printer.uri, "cups": str(links / "cups")}
    return Stage(relay, reader, camera, document_camera, receipt, wires, scanner, lights, printer), ports


def _has_started(a4: Future[None]) -> bool:
    """Without Debian's programs for it everything else is there all the same."""
    try:
        a4.result()
    except RuntimeError as error:
        print(f"A4 打印机没有开起来，别的都开着。装上 system-packages.txt 里的包：{error}", file=sys.stderr)
        return False
    return True


def _camera(port: int) -> MjpegCameraSimulator:
    camera = MjpegCameraSimulator(port)
    camera.start()
    return camera


def _port(camera: MjpegCameraSimulator) -> int:
    return urlsplit(camera.url).port or 0


def _secret(path: Path) -> bytes:
    """Made at the first start; only its owner may read it."""
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as new:
            new.write(secrets.token_hex(32).encode())
    except FileExistsError:
        pass
    return path.read_bytes().strip()


@contextmanager
def _served(app: FastAPI, listening: socket.socket) -> Iterator[None]:
    """The socket listens already, so whoever connects from now on is served as soon as the server runs."""
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="gateway-and-bench", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
