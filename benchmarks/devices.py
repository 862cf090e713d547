"""What the devices cost, each beside the floor of its wire or the figure of a peer, in one run.

python benchmarks/devices.py            20 rounds of wires, 300 frames; about two minutes
python benchmarks/devices.py --quick

Serial wires are pseudo-terminals that carry bytes as slowly as 115200 baud does; their floor is a bare program that
sends and awaits the same bytes. The peer of what looks at pictures is OpenCV's own or its single longest step.
"""

import io
import json
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import cups
import cv2
import numpy as np
import segno
import serial
import typer
from PIL import Image
from rich.console import Console
from rich.table import Table

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.picture import DocumentForm, Frame
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.devices import escpos, ipp, sdt_serial
from kiosk.devices.document import SheetScanner
from kiosk.devices.escpos_encoding import encode
from kiosk.devices.haar_face import HaarFaceDetector
from kiosk.devices.id_photo_gate import IdPhotoGate
from kiosk.devices.receipt_layout import lay_out
from kiosk.devices.simulators.escpos_printer import EscposPrinterSimulator
from kiosk.devices.simulators.ipp_cups import CupsSimulator
from kiosk.devices.simulators.ipp_printer import IppPrinterSimulator
from kiosk.devices.simulators.scenes import Scene, picture
from kiosk.devices.simulators.sdt_reader import SdtReaderSimulator
from kiosk.devices.zxing_codes import ZxingCodeReader

ROOT = Path(__file__).resolve().parent.parent
BAUD = 115200
FONT = escpos.Options(port=Path("/dev/null")).font
CLOCK = SystemClock()
ANSWERS = 2  # bytes: printed, and cut
Rows = list[dict[str, Any]]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def row(what: str, ours: list[float], floor: list[float], of: str, size: int = 0, limit: float | None = None) -> Any:
    """Milliseconds: the median and the slowest in twenty of ours, the median of the floor."""
    median, low = statistics.median(ours), statistics.median(floor)
    slow = sorted(ours)[int(len(ours) * 0.95)]
    return {"what": what, "ms": median, "slow": slow, "floor": low, "of": of, "bytes": size, "limit": limit}


# --- wires ---


def card(rounds: int, directory: Path) -> Rows:
    """Card laid to person read, by the driver and by a bare program that sends the same three requests."""
    text = bytes.fromhex((ROOT / "tests/devices/data/resident.hex").read_text())
    requests = [bytes.fromhex(f"AAAAAA96690003{frame}") for frame in ("200122", "200221", "300132")]
    lengths = 15, 19, 1295
    with ExitStack() as stack:
        reader = SdtReaderSimulator(directory / "reader", baud=BAUD)
        stack.callback(reader.close)
        reader.start()
        driver = sdt_serial.open_device(sdt_serial.Options(port=directory / "reader"), CLOCK)

        def once() -> float:
            driver.present()
            reader.lay(text)
            took = timed(lambda: people.append(driver.read()))
            reader.take()
            driver.present()
            return took

        people: list[Any] = []
        ours = [once() for _ in range(rounds)]
        driver.close()
        assert all(person is not None for person in people)
        floor = []
        with serial.Serial(str(directory / "reader"), BAUD, timeout=2) as bare:
            for _ in range(rounds):
                reader.lay(text)

                def exchange() -> None:
                    for request, length in zip(requests, lengths, strict=True):
                        bare.write(request)
                        assert len(bare.read(length)) == length

                floor.append(timed(exchange))
                reader.take()
    size = sum(lengths) + sum(map(len, requests))
    return [row("card laid to person read", ours, floor, "bare exchange", size, statistics.median(floor) + 100)]


def receipt(value: str) -> Receipt:
    rows = tuple((f"第{number}项", value) for number in range(1, 41))
    issued = datetime(2025, 6, 1, 15, 4, tzinfo=UTC)
    return Receipt("NB202506010001237", "资格认证", ReceiptState.DONE, issued, "测试中心", rows)


def receipts(rounds: int, directory: Path) -> Rows:
    """By the driver and by a bare program that sends the same bytes and awaits the same answers, in turns."""
    kinds = (("text", "办好了，明年再来"), ("raster", "办好了，𬭛再来"))
    return [
        printed(name, receipt(value), rounds, EscposPrinterSimulator(port, baud=BAUD if port else None), port)
        for name, value in kinds
        for port in (directory / name, None)
    ]


def printed(name: str, sheet: Receipt, rounds: int, printer: EscposPrinterSimulator, port: Path | None) -> Any:
    """From the first byte until the printer says that the sheet is cut; the paper itself takes no time here."""
    data = encode(lay_out(sheet, copy=0, columns=48), columns=48, font=FONT, native_qr=True)
    printer.start()
    try:
        known = escpos.Options(port=port) if port else escpos.Options(host="127.0.0.1", tcp_port=printer.port)
        ours, bare = [], []
        for _ in range(rounds):
            driver = escpos.open_device(known, CLOCK)
            driver.poll()  # the line is free
            ours.append(timed(lambda driver=driver: driver.print_receipt(sheet, copy=0, deadline=60.0)))
            driver.close()
            bare.append(sent_bare(data, printer, port))
    finally:
        printer.close()
    wire = f"{BAUD} baud" if port else "TCP"
    return row(f"receipt of 40 lines as {name}, {wire}", ours, bare, "same bytes, bare", len(data))


def sent_bare(data: bytes, printer: EscposPrinterSimulator, port: Path | None) -> float:
    if port is None:
        with socket.create_connection(("127.0.0.1", printer.port), timeout=60) as tcp:

            def over_tcp() -> None:
                tcp.sendall(data)
                heard = 0
                while heard < ANSWERS:
                    heard += len(tcp.recv(64))

            return timed(over_tcp)
    with serial.Serial(str(port), BAUD, timeout=60) as line:

        def over_serial() -> None:
            line.write(data)
            assert len(line.read(ANSWERS)) == ANSWERS

        return timed(over_serial)


def a4(rounds: int) -> Rows:
    """PDF handed over until CUPS has taken the whole job, by the driver and by ``lp``'s own way, pycups' printFile."""
    page = io.BytesIO()
    Image.new("RGB", (595, 842), (255, 255, 255)).save(page, "PDF")
    pdf = page.getvalue()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-benchmark-")))
        printer, server = IppPrinterSimulator(), CupsSimulator()
        for part in (printer, server):
            stack.callback(part.close)
            part.start()
        server.add_queue("A4", printer.uri)
        driver = ipp.open_device(ipp.Options(queue="A4", printer=printer.uri, server=server.socket), CLOCK)
        stack.callback(driver.close)
        watcher = cups.Connection(host=str(server.socket))
        (directory / "page.pdf").write_bytes(pdf)

        def taken(key: str) -> bool:
            wanted = ["job-id", "job-name", "job-state"]
            jobs = watcher.getJobs(which_jobs="all", my_jobs=True, requested_attributes=wanted)
            return any(
                job.get("job-name") == key and job.get("job-state") != cups.IPP_JOB_HELD for job in jobs.values()
            )

        def ours() -> float:
            key = f"benchmark-{uuid4()}"
            hand = threading.Thread(
                target=driver.print_pdf, args=(pdf,), kwargs={"key": key, "cancel": Cancel(), "deadline": 30.0}
            )
            began = time.perf_counter()
            hand.start()
            while not taken(key):
                if not hand.is_alive():
                    raise RuntimeError("the driver gave up before CUPS had the job")
                time.sleep(0.001)
            took = (time.perf_counter() - began) * 1000
            hand.join()
            return took

        def bare() -> float:
            return timed(lambda: watcher.printFile("A4", str(directory / "page.pdf"), f"bare-{uuid4()}", {}))

        pairs = [(ours(), bare()) for _ in range(rounds)]
    return [row("PDF to job accepted", [a for a, _ in pairs], [b for _, b in pairs], "pycups printFile", len(pdf))]


# --- pictures ---


def frame(image: Image.Image) -> Frame:
    return Frame(image.width, image.height, memoryview(image.convert("RGBA").tobytes("raw", "BGRA")))


def pixels(of: Frame) -> Any:
    return np.frombuffer(of.pixels, np.uint8).reshape(of.height, of.width, 4)


def scene(name: Scene, number: int = 0) -> Image.Image:
    return Image.open(io.BytesIO(picture(name, number))).convert("RGB")


def faces(count: int) -> Rows:
    """The whole gate, beside the search of the cascade alone on the same small picture."""
    gate = HaarFaceDetector()
    cascade = cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / "haarcascade_frontalface_default.xml"))
    found = []
    for name in (Scene.FACE, Scene.TURNED, Scene.CLOSED, Scene.NOBODY):
        frames = [frame(scene(name, number)) for number in range(0, 60, 6)]
        small = [cv2.resize(cv2.cvtColor(pixels(one), cv2.COLOR_BGRA2GRAY), (240, 180)) for one in frames]
        gate.check(frames[0])
        ours, alone = [], []
        for number in range(count):
            one, grey = frames[number % len(frames)], small[number % len(frames)]
            ours.append(timed(lambda one=one: gate.check(one)))
            alone.append(timed(lambda grey=grey: cascade.detectMultiScale(grey, 1.15, 4, minSize=(24, 24))))
        found.append(row(f"face gate, {name.value}, 640 x 480", ours, alone, "cascade alone", limit=20.0))
    return found


def id_photos(count: int) -> Rows:
    """The gate of a photo for an identity card, beside the gate of a face, which is a part of it; and its cut."""
    face = HaarFaceDetector()
    gate, found = IdPhotoGate(face), []
    for name in (Scene.ID_PHOTO, Scene.ID_LAUGH, Scene.FACE):
        frames = [frame(scene(name, number)) for number in range(0, 48, 6)]
        gate.check(frames[0])
        ours, alone = [], []
        for number in range(count):
            one = frames[number % len(frames)]
            ours.append(timed(lambda one=one: gate.check(one)))
            alone.append(timed(lambda one=one: face.check(one)))
        found.append(row(f"ID photo gate, {name.value}, 640 x 480", ours, alone, "face gate", limit=40.0))
    still, good = picture(Scene.ID_PHOTO, 0), frame(scene(Scene.ID_PHOTO))
    cuts = [timed(lambda: gate.cut(still)) for _ in range(max(10, count // 5))]
    checks = [timed(lambda: gate.check(good)) for _ in cuts]
    return [*found, row("ID photo cut to 358 x 441, decoded and encoded", cuts, checks, "gate", limit=50.0)]


def documents(count: int) -> Rows:
    scanner, still = SheetScanner(), picture(Scene.PAPER_SKEWED, 0)
    preview = frame(scene(Scene.PAPER_SKEWED).resize((640, 480)))
    raw = np.frombuffer(still, np.uint8)
    decoded = cv2.imdecode(raw, cv2.IMREAD_COLOR)
    turn = cv2.getPerspectiveTransform(
        np.array([(352, 104), (940, 140), (904, 892), (300, 848)], np.float32),
        np.array([(0, 0), (604, 0), (604, 752), (0, 752)], np.float32),
    )

    def bare() -> None:
        cv2.imencode(".jpg", cv2.warpPerspective(cv2.imdecode(raw, cv2.IMREAD_COLOR), turn, (605, 753)))

    rounds = range(max(10, count // 5))
    checks = [timed(lambda: scanner.check(preview)) for _ in rounds]
    otsu = [timed(lambda: cv2.warpPerspective(decoded, turn, (605, 753))) for _ in rounds]
    scans = [timed(lambda: scanner.scan(still, DocumentForm.COLOUR_JPEG)) for _ in rounds]
    floor = [timed(bare) for _ in rounds]
    return [
        row("document judged, 640 x 480", checks, otsu, "warpPerspective alone"),
        row("document scanned, 1280 x 960 JPEG to JPEG", scans, floor, "decode, warp, encode"),
    ]


def codes(count: int) -> Rows:
    """A QR code in the hall, and the hall without one, by zxing-cpp and by OpenCV's own."""
    buffer = io.BytesIO()
    segno.make("4240012345678901234567890128", micro=False).save(buffer, kind="png", scale=6, border=4)
    held = scene(Scene.FACE)
    held.paste(Image.open(buffer).convert("RGB").rotate(12, expand=True, fillcolor=(255, 255, 255)), (60, 180))
    reader, own = ZxingCodeReader(), cv2.QRCodeDetector()
    found = []
    for name, image in (("with a code", held), ("without one", scene(Scene.FACE))):
        one = frame(image)
        grey = cv2.cvtColor(pixels(one), cv2.COLOR_BGRA2GRAY)
        assert (reader.read(one) is not None) is (name == "with a code")
        ours = [timed(lambda one=one: reader.read(one)) for _ in range(count)]
        theirs = [timed(lambda grey=grey: own.detectAndDecode(grey)) for _ in range(count)]
        found.append(row(f"frame {name}, 640 x 480", ours, theirs, "OpenCV's QRCodeDetector"))
    return found


def show(rows: Rows) -> bool:
    """Prints the table; whether every limit was kept."""
    drawn = Table("what", "bytes", "ms", "ms, 95 %", "beside", "of what", "limit", title="devices")
    good = True
    for one in rows:
        kept = one["limit"] is None or one["ms"] <= one["limit"]
        good = good and kept
        limit = "" if one["limit"] is None else f"{one['limit']:.0f} {'reached' if kept else 'MISSED'}"
        numbers = (f"{one[name]:.1f}" for name in ("ms", "slow", "floor"))
        drawn.add_row(one["what"], str(one["bytes"] or ""), *numbers, one["of"], limit)
    Console().print(drawn)
    return good


def main(
    quick: Annotated[bool, typer.Option("--quick", help="few rounds")] = False,
    out: Annotated[Path, typer.Option(help="where the JSON goes")] = Path("out/benchmarks"),
) -> None:
    rounds, count = (3, 40) if quick else (20, 300)
    with tempfile.TemporaryDirectory(prefix="kiosk-benchmark-") as directory:
        rows = [*card(rounds, Path(directory)), *receipts(max(3, rounds // 4), Path(directory))]
    rows += [*a4(rounds), *faces(count), *id_photos(count), *documents(count), *codes(count)]
    out.mkdir(parents=True, exist_ok=True)
    (out / "devices.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False))
    good = show(rows)
    if not good:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
