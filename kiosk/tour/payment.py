"""The chapters of the tour that pay: 交医保 for a family by a phone, and by what else it can end."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.tour.tour import Tour

__all__ = ["given_up", "paid", "returned"]

TILE: Final = "tile.medical.payment"
FAMILY: Final = "r12"  # the largest of the sandbox: eight people, in every case
SETTLED: Final = 20.0  # s


def paid(tour: "Tour") -> None:
    tour.album.begin("payment", "交医保", "一家人的一起交，手机扫一扫；付到哪一步，都说得清。")
    _to_the_code(tour, FAMILY, several=True)
    tour.bench.phone(_order(tour))
    tour.terminal.wait_for("screen.done", timeout=SETTLED)
    tour.shoot("交好了，回执拿走", "取走身份证")
    tour.citizen.leave()
    tour.take_receipt("缴费回执，一笔一笔写着")


def given_up(tour: "Tour") -> None:
    tour.album.begin("given_up", "不付了", "先把这一单关掉，再说「没付」：说了就是真的。")
    _to_the_code(tour, _single(tour, "owes"))
    tour.terminal.tap("alternative.stop")
    tour.end("没付，什么也没扣")


def returned(tour: "Tour") -> None:
    tour.album.begin("returned", "付了，没收下", "医保局不收的钱，自动退回，凭条上有号码和电话。")
    _to_the_code(tour, _single(tour, "rejected"))
    tour.bench.phone(_order(tour))
    tour.end("钱退回原来的账户，几天到账")
    tour.take_receipt("退款凭条")


def _to_the_code(tour: "Tour", person: str, *, several: bool = False) -> None:
    terminal, citizen = tour.terminal, tour.citizen
    citizen.arrive("home")
    terminal.tap(TILE)
    citizen.arrive("identify")
    tour.bench.lay_card(person)
    if several:
        citizen.arrive("choose")
        terminal.tap("choice.all")
        tour.shoot("给谁交就点谁；交过的、不用交的，也写明白", "点「选好了」")
        terminal.tap("nav.next")
    citizen.arrive("review")
    if several:
        tour.shoot("付钱以前看一遍，金额有数字也有大写", "点「去付钱」")
    terminal.tap("nav.next")
    citizen.arrive("pay")
    terminal.wait_until(lambda: terminal.text("pay.state") == "等您付款", "等您付款", SETTLED)
    tour.shoot("大大的码，还剩多少时间", "拿手机扫")


def _order(tour: "Tour") -> str:
    return str(tour.bench.books()["orders"][-1]["number"])


def _single(tour: "Tour", medical: str) -> str:
    """Somebody without a family whose insurance stands so."""
    alone = [one["id"] for one in tour.bench.state()["people"] if one["medical"] == medical]
    return str(alone[-1])
