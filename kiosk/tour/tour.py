"""``kiosk tour``: the main job and its side ways in the real window, with a picture of each page and the receipt."""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import requests
from PIL import Image

from kiosk.tour import certificate, payment
from kiosk.tour.album import Album
from kiosk.tour.atspi import NotThere, Terminal
from kiosk.tour.citizen import STATIONS, Citizen
from kiosk.tour.demo import Bench, DemoError, demo
from kiosk.tour.desktop import Desktop, DesktopError, virtual_desktop

__all__ = ["run"]

SUBMITTED: Final = 45.0  # s: a submission without a link is tried for 30 s before the citizen is asked
STOPPED: Final = "stopped.png"  # what stood there when the tour could not go on
WAY: Final = {  # what stands on each page of the main job, and what the citizen does there
    "home": ("首页：一件事一块，字大，话短", "点「办养老金认证」"),
    "identify": ("画着身份证放在哪里", "放上身份证"),
    "consent": ("为什么拍照，照片怎么处理，先说清楚", "点「同意拍照」"),
    "face": ("照片不行，就说哪里不行", "站近一点"),
    "review": ("交上去以前，每一行都看得到、改得了", "点「交上去」"),
    "done": ("办好了，号码能抄，回执拿走", "取走身份证"),
}


class Tour:
    def __init__(self, desktop: Desktop, terminal: Terminal, bench: Bench, album: Album) -> None:
        self.desktop, self.terminal, self.bench, self.album = desktop, terminal, bench, album
        self.citizen = Citizen(terminal, bench, terminal.tap)
        self.summary: dict[str, Any] = {}

    def shoot(self, words: str, action: str = "") -> None:
        self.album.take(self.desktop.still_picture(), words, action)

    # --- the chapters ---

    def main_job(self) -> None:
        self.album.begin("main", "办一次养老金认证", "从首页到拿回执，市民只看到这几页。")
        person = self.bench.person("due")
        self.citizen.arrive("home")
        started, before = time.monotonic(), self.terminal.taps
        for here, there in pairwise(STATIONS):
            if here == "face":
                self.bench.scene("far")
                self._wait_for_words("远了")
            self.shoot(*WAY[here])
            self.citizen.act(here, person)
            if here == "face":
                self.album.take(self._last_picture_of("screen.face"), "脸在圈里，自己就拍，不用按", "看镜头")
            self.citizen.arrive(there)
        seconds, taps = time.monotonic() - started, self.terminal.taps - before
        self.shoot(*WAY["done"])
        self.summary |= {"steps": len(STATIONS), "taps": taps, "seconds": round(seconds, 1)}
        self.summary["reference"] = self.terminal.text("done.reference")
        self.citizen.leave()
        self.summary["books"] = self.bench.books()
        self.take_receipt("回执，80 毫米热敏纸")

    def certified(self) -> None:
        self.album.begin("certified", "今年已经办过", "身份证一放就知道，不用再拍照。")
        self._until("done", self.bench.person("certified"), "说清楚有效期，不用再办")

    def stopped(self) -> None:
        self.album.begin("stopped", "养老金停发了", "带什么、去哪里、先打哪个电话，都写在一页上。")
        self._until("done", self.bench.person("stopped"), "一句话一件事")

    def mismatch(self) -> None:
        self.album.begin("mismatch", "照片没对上", "拍两次，说原因；还不行就改由工作人员核对。")
        person = self.bench.person("mismatch")
        self.citizen.go_to("face", person)
        self.bench.scene("face")
        self._wait_for_words("没对上")
        self.shoot("第一次没对上，告诉怎么拍")
        self.terminal.wait_for("screen.consent", timeout=SUBMITTED)
        self.shoot("还有一条路：交给工作人员", "点「交给工作人员核对」")
        self.terminal.tap("nav.next")
        self.end("交上去了，等工作人员打电话")

    def checking(self) -> None:
        self.album.begin("checking", "要等核对", "交上去了，但还要人看一眼：不说「办好了」。")
        person = self.bench.person("checking")
        self.citizen.go_to("review", person)
        self.citizen.act("review", person)
        self.end("说清楚还要等什么")

    def offline(self) -> None:
        self.album.begin("offline", "网络没连上", "不让人白跑：同意以后加密存着，网络一好自己交上去。")
        before, person = len(self.bench.books()["submissions"]), self.bench.person("due", 1)
        self.bench.fault("network", "down")
        self.citizen.act("home", person)
        self.citizen.arrive("identify")
        self.bench.lay_card(person)
        self.terminal.wait_for("screen.trouble", timeout=SUBMITTED)
        self.shoot("说出了什么事，给出怎么办", "点「先存着，网络好了自动交」")
        self.terminal.tap("alternative.later")
        self.citizen.arrive("consent")
        self.shoot("要留照片，就再问一次", "点「同意先存着」")
        for station in STATIONS[STATIONS.index("consent") : -1]:
            self.citizen.act(station, person)
            self.citizen.arrive(STATIONS[STATIONS.index(station) + 1])
        self.end("给一个号码，凭它来查")
        self.take_receipt("没交上去的凭条，和回执分得清")
        self.bench.fault("network", None)
        self.terminal.wait_until(
            lambda: len(self.bench.books()["submissions"]) == before + 1, "存着的自己交上去", SUBMITTED
        )

    def paper(self) -> None:
        self.album.begin("paper", "打到一半没纸了", "已经交上去的不会丢；换上纸接着打。")
        person = self.bench.person("due", 2)
        self.citizen.go_to("review", person)
        self.bench.fault("receipt", "paper_out")
        self.citizen.act("review", person)
        self.terminal.wait_for("screen.trouble", timeout=SUBMITTED)
        self.shoot("没纸了，谁来换，不打行不行", "工作人员换纸")
        self.bench.fault("receipt", None)
        self.terminal.wait_for("screen.done", timeout=SUBMITTED)
        self.end("换好纸，自己接着打完")

    def sizes(self) -> None:
        self.album.begin("sizes", "字大小和高对比", "一点就变，每一页都变；下一位来时恢复。")
        self.shoot(self.terminal.text("nav.text_size"))
        for _ in range(2):
            self.terminal.tap("nav.text_size")
            self.shoot(self.terminal.text("nav.text_size"))
        self.terminal.tap("nav.text_size")
        self.terminal.tap("nav.contrast")
        self.shoot("高对比：黑底，黄按钮")
        self.terminal.tap("nav.contrast")

    # --- what chapters share ---

    def _last_picture_of(self, screen: str) -> Image.Image:
        """The newest picture after which this page still stood there."""
        newest = [self.desktop.picture()]

        def gone() -> bool:
            picture = self.desktop.picture()
            if self.terminal.find(screen) is None:
                return True
            newest[0] = picture
            return False

        self.terminal.wait_until(gone, f"{screen} 之后的一页")
        return newest[0]

    def _wait_for_words(self, words: str) -> None:
        self.terminal.wait_until(lambda: any(words in text for text in self.terminal.texts()), f"「{words}」")

    def _until(self, station: str, person: str, words: str) -> None:
        self.citizen.go_to("identify", person)
        self.bench.lay_card(person)
        self.citizen.arrive(station)
        self.shoot(words)
        self.citizen.leave()

    def end(self, words: str) -> None:
        self.terminal.wait_for("screen.done", timeout=SUBMITTED)
        self.shoot(words)
        self.citizen.leave()

    def take_receipt(self, words: str) -> None:
        newest = self.bench.papers()[-1]["n"]
        self.album.take_paper(self.bench.paper(newest, "png"), words)


CHAPTERS: Final = (
    Tour.main_job, Tour.certified, Tour.stopped, Tour.mismatch,
    Tour.checking, Tour.offline, Tour.paper, payment.paid, payment.given_up, payment.returned, certificate.printed,
    certificate.forged, Tour.sizes,
)  # fmt: skip


def run(out: Path, *, landscape: bool = False, chapters: Sequence[Callable[[Tour], None]] = CHAPTERS) -> int:
    """Writes pictures, ``index.html`` and ``tour.json`` into ``out``. Returns the exit code.

    The first chapter is the main job, which the head of the page tells of.
    """
    album = Album(out)
    try:
        summary = _walk(album, landscape, chapters)
    except NotThere as stuck:
        where = album.chapters[-1].title if album.chapters else "开头"
        print(f"走到「{where}」停住了：{stuck.what}。画面在 {out / STOPPED}", stuck.screen, sep="\n", file=sys.stderr)
        return 1
    except (DesktopError, DemoError, requests.RequestException) as failure:
        print(failure, file=sys.stderr)
        return 1
    facts = {
        "页": str(summary["steps"]),
        "点几下": str(summary["taps"]),
        "用时": f"{summary['seconds']} 秒",
        "回执号": summary["reference"],
    }
    album.finish(summary, facts=facts, landscape=landscape)
    print(out / "index.html")
    return 0


def _walk(album: Album, landscape: bool, chapters: Sequence[Callable[[Tour], None]]) -> dict[str, Any]:
    """Through all chapters; returns what is told of the main job."""
    size = (1920, 1080) if landscape else (1080, 1920)
    with (
        tempfile.TemporaryDirectory(prefix="kiosk-tour-") as temporary,
        virtual_desktop(*size) as desktop,
        demo(desktop, Path(temporary) / "state", landscape=landscape) as world,
        Terminal.connect(desktop) as terminal,
    ):
        tour = Tour(desktop, terminal, world.bench, album)
        try:
            for chapter in chapters:
                chapter(tour)
        except NotThere:
            desktop.picture().save(album.out / STOPPED)
            raise
        return tour.summary
