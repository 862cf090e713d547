"""The chapters of the tour with a certificate: looked at in large and printed, and one that is not what it seems."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.tour.tour import Tour

__all__ = ["forged", "printed"]

TILE: Final = "tile.social.insured_certificate"
PRINTS: Final = 30.0  # s


def printed(tour: "Tour") -> None:
    tour.album.begin("certificate", "打社保证明", "先在屏幕上看，字小就放大；要几份打几份，章是真的才打。")
    _to_the_review(tour)
    tour.shoot("证明上写什么，先说清楚；姓名和号码盖住一半", "点「看看证明」")
    tour.terminal.tap("nav.next")
    tour.terminal.wait_for("screen.preview", timeout=PRINTS)
    tour.shoot("打出来就是这样", "点「放大看」")
    tour.terminal.tap("preview.larger")
    tour.terminal.wait_for("preview.whole")
    tour.shoot("一块一块看，不用手指拉来拉去", "点「打印证明」")
    tour.terminal.tap("nav.next")
    tour.terminal.wait_for("screen.done", timeout=PRINTS)
    tour.shoot("打好了，从亮灯的口取走", "取走身份证")
    tour.citizen.leave()


def forged(tour: "Tour") -> None:
    tour.album.begin("forged", "章不对的证明", "平台发来的文件被换过，一张也不打，给号码到窗口取。")
    tour.bench.fault("documents", "unknown_seal")
    try:
        _to_the_review(tour)
        tour.terminal.tap("nav.next")
        tour.terminal.wait_for("screen.trouble", timeout=PRINTS)
    finally:
        tour.bench.fault("documents", None)
    tour.shoot("说清楚哪里不对，路还有一条", "点「先不打，给我号码」")
    tour.terminal.tap("alternative.without")
    tour.end("号码在，到窗口取")


def _to_the_review(tour: "Tour") -> None:
    """Somebody who is insured and has no certificate of today."""
    free = [one["id"] for one in tour.bench.state()["people"] if one["insured"] == "insured"]
    tour.citizen.arrive("home")
    tour.terminal.tap(TILE)
    tour.citizen.arrive("identify")
    tour.bench.lay_card(str(free[0]))
    tour.citizen.arrive("review")
