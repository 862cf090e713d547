"""Paper and toner: what is left, how long it lasts, and who put it in."""

from datetime import timedelta
from typing import Final

from kiosk.core.board import (
    Action,
    AskNumber,
    Bar,
    Board,
    Chart,
    Confirm,
    Facts,
    Mood,
    Outcome,
    Part,
    Row,
    Rows,
    Said,
    Table,
)
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.core.status import Media
from kiosk.maintenance import words
from kiosk.maintenance.page import ALL, MaintenancePage
from kiosk.services.paper import PaperStock
from kiosk.services.paper_state import Stock
from kiosk.services.paper_table import Filled, Filling

__all__ = ["Paper", "row_of"]

SHOWN: Final = 14  # days of use
KINDS: Final = {Filling.REFILLED: "换纸", Filling.COUNTED: "数过", Filling.SENSED: "打印机自己报的"}
SENSORS: Final = {Media.OK: "纸够", Media.LOW: "快用完了", Media.OUT: "没有纸", Media.JAMMED: "卡纸"}


class Paper(MaintenancePage):
    name, title, icon, order, roles = "paper", "纸和墨", "mdi6.paper-roll", 20, ALL

    def board(self, at: str, staff: Staff) -> Board:
        stocks = [self._paper.stock(device) for device in self._paper.trays]
        if at:
            return self._one(self._stock(at))
        if not stocks:
            return Board(self.title, note="这台机器没有要加纸的打印机")
        parts: tuple[Part, ...] = (Rows(tuple(row_of(stock) for stock in stocks)),)
        if bars := tuple(_bar(stock) for stock in stocks if stock.left is not None):
            parts += (Chart(bars, "还剩多少"),)
        return Board(self.title, parts, note="点一台打印机：登记换纸、数纸", every=10.0)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        stock = self._stock(at)
        unit = 1000 if stock.tray.roll else 1
        if action == "refilled":
            self._paper.refilled(at, staff.id)
            return Said("记下了：换好了一卷新的" if stock.tray.roll else "记下了：纸盒装满了")
        if action == "added":
            total = min(stock.tray.full, (stock.left or 0) + int(value))
            self._paper.refilled(at, staff.id, total)
            return Said(f"记下了：现在 {stock.tray.words(total)}")
        if action == "counted":
            self._paper.counted(at, staff.id, int(value) * unit)
            return Said(f"记下了：现在 {stock.tray.words(int(value) * unit)}")
        return None

    # --- one printer ---

    def _one(self, stock: Stock) -> Board:
        tray, left = stock.tray, stock.left
        pairs = [
            ("还剩", "没有登记过" if left is None else _amount(stock)),
            ("够用", words.days(stock.days) if left is not None else "先登记换纸，或数一数"),
            ("打印机报的", SENSORS.get(stock.media, "看不出") if stock.media is not None else "看不出"),
            ("装满是", tray.words(tray.full)),
        ]
        if not tray.roll:
            pairs.insert(3, ("墨", "快用完了，准备一盒新的" if stock.toner_low else "够"))
        history = self._paper.history(tray.device)
        return Board(
            words.part(tray.device),
            (
                Facts(tuple(pairs)),
                self._used(stock),
                Table(("时间", "做了什么", "之后有", "谁"), tuple(self._line(stock, one) for one in history), "登记"),
            ),
            _actions(stock),
            note=_note(stock),
            mood=_mood(stock),
            every=10.0,
        )

    def _used(self, stock: Stock) -> Chart:
        today = self.premises.clock.now().astimezone().date()
        used = self._paper.used_by_day(stock.tray.device, SHOWN)
        days = [today - timedelta(days=ago) for ago in range(SHOWN - 1, -1, -1)]
        amounts = [(day, round(used.get(day.isoformat(), 0.0))) for day in days]
        bars = (Bar(f"{day.day}日", float(amount), stock.tray.words(amount)) for day, amount in amounts)
        return Chart(tuple(bars), f"最近 {SHOWN} 天用了多少", upright=True)

    def _line(self, stock: Stock, filled: Filled) -> tuple[str, ...]:
        who = self.services.staff.book.find(filled.staff) if filled.staff else None
        name = who.name if who is not None else filled.staff or "打印机"
        return words.clock(filled.at), KINDS[filled.kind], stock.tray.words(filled.amount), name

    def _stock(self, device: str) -> Stock:
        if device not in self._paper.trays:
            raise KioskError(f"no paper in {device}", sentence="这台机器没有这个打印机", remedy="退回上一页")
        return self._paper.stock(device)

    @property
    def _paper(self) -> PaperStock:
        return self.services.staff.paper


def row_of(stock: Stock) -> Row:
    """One printer's paper in a line that leads to its page."""
    device = stock.tray.device
    value = _amount(stock) if stock.left is not None else "没有登记过"
    toner = "，墨快用完了" if stock.toner_low else ""
    detail = (words.days(stock.days) if stock.left is not None else "先登记换纸，或数一数") + toner
    return Row(
        words.part(device),
        detail,
        value,
        _mood(stock),
        "mdi6.paper-roll",
        name=f"paper_{device}",
        opens=f"paper:{device}",
    )


def _amount(stock: Stock) -> str:
    about = f"，约 {stock.sheets} 张" if stock.tray.roll and stock.sheets is not None else ""
    return stock.tray.words(stock.left or 0) + about


def _mood(stock: Stock) -> Mood:
    if stock.media is Media.OUT or stock.left == 0:
        return Mood.BAD
    if stock.low or stock.toner_low:
        return Mood.WARN
    return Mood.PLAIN if stock.left is None else Mood.GOOD


def _note(stock: Stock) -> str:
    if stock.media is Media.OUT or stock.left == 0:
        return "没有纸了，现在打不了"
    if stock.toner_low:
        return "墨快用完了，准备一盒新的"
    return "纸快用完了，备好新的" if stock.low else ""


def _bar(stock: Stock) -> Bar:
    return Bar(words.part(stock.tray.device), stock.part, stock.tray.words(stock.left or 0), _mood(stock))


def _actions(stock: Stock) -> tuple[Action, ...]:
    tray = stock.tray
    unit, full = ("米", tray.full // 1000) if tray.roll else ("张", tray.full)
    counted = Action("counted", "数过了", "mdi6.counter", AskNumber("现在还有多少", unit, 0, full))
    if tray.roll:
        sure = Confirm("换上的是一卷新的吗", "换好了一卷", f"按 {tray.words(tray.full)}算；不是整卷点「数过了」")
        return Action("refilled", "换好了一卷", "mdi6.paper-roll", sure, primary=True), counted
    fill = Confirm("纸盒装满了吗", "装满了", f"按 {tray.words(tray.full)}算")
    added = Action("added", "加了一些纸", "mdi6.plus", AskNumber("加了多少张", unit, 1, full))
    return Action("refilled", "加满了纸", "mdi6.tray-full", fill, primary=True), added, counted
