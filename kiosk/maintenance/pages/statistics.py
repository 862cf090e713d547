"""What was done here in a day, a month or a year, and what stood in the way: charts first, then tables."""

from datetime import date

from kiosk.core.board import Action, Bar, Board, Chart, Facts, Mood, Outcome, Part, Row, Rows, Said, Table
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.parts import PARTS
from kiosk.core.staff import Staff
from kiosk.core.usage import Outcome as End
from kiosk.declarations.shelf import all_items
from kiosk.maintenance.page import ALL, MaintenancePage
from kiosk.report_view import CLEARERS, OUTCOMES, STEP_WORDS, duration, write_csv
from kiosk.services.statistics import Period, Report, Span, report

__all__ = ["Statistics"]

WEEK = 7
ITEMS = 12  # a chart that is read at a glance has no more bars
SPANS = {Span.DAY: "看一天", Span.MONTH: "看一个月", Span.YEAR: "看一年"}
GOOD, FAIR = 0.98, 0.9  # of the time that a device should work


class Statistics(MaintenancePage):
    name, title, icon, order, roles = "statistics", "统计", "mdi6.chart-bar", 70, ALL

    def board(self, at: str, staff: Staff) -> Board:
        """``at`` is "day", "month" or "year" with a day of it: "month:2026-11-22"; this month without."""
        found = self._report(at)
        period = found.period
        left = sum(use.left for use in found.items.values())
        facts = Facts(
            (
                ("办成", f"{found.completions} 次"),
                ("开了头", f"{found.begun} 次"),
                ("半路走了", f"{left} 次"),
                ("用纸", f"{sum(sum(items.values()) for items in found.paper.values())} 张"),
            )
        )
        parts: tuple[Part, ...] = (facts, _by_time(found), self._items(found), _left(found), _devices(found))
        parts = (*parts, _tiers(found), self._paper(found), _other(period, self.premises.clock.now().date()))
        return Board(f"{period.words}办了多少", parts, (Action("export", "存成表格", "mdi6.table-arrow-down"),))

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        found = self._report(at)
        file = self.premises.state / "reports" / f"{found.period.span.value}-{found.period.first.isoformat()}.csv"
        try:
            file.parent.mkdir(exist_ok=True, mode=0o700)
            write_csv(found, file)
        except OSError as error:
            raise KioskError(
                f"{file}: {error.strerror}", sentence="表格没存下来", remedy="看看磁盘满了没有，再试一次"
            ) from error
        return Said(f"存好了：{file.name}，在状态目录的 reports 里")

    def _report(self, at: str) -> Report:
        span, _, day = at.partition(":")
        today = self.premises.clock.now().astimezone().date()
        period = Period(Span(span) if span else Span.MONTH, date.fromisoformat(day) if day else today)
        now = self.premises.clock.now()
        return report(self.services.store, period, now, self.services.owners)

    def _title(self, item: str) -> str:
        known = all_items(self.premises.state)
        return known[item].title if item in known else item

    def _items(self, found: Report) -> Chart:
        done = {item: use.ends[End.DONE] for item, use in found.items.items()}
        most = sorted(done, key=lambda item: (-done[item], item))[:ITEMS]
        bars = tuple(Bar(self._title(item), done[item], f"{done[item]} 次") for item in most)
        return Chart(bars, f"办成最多的 {len(bars)} 件事" if bars else "还没有办成过事")

    def _paper(self, found: Report) -> Table:
        rows = tuple(
            (PARTS.get(device, device), self._title(item) if item else "测试和检查", str(sheets))
            for device, items in found.paper.items()
            for item, sheets in sorted(items.items(), key=lambda one: -one[1])[:ITEMS]
        )
        return Table(("打印机", "事项", "张数"), rows, "用纸最多的事")


def _by_time(found: Report) -> Chart:
    """The days of a month by sevens: one by one they cannot be read at a glance."""
    done = [*found.done]
    if found.period.span is Span.MONTH:
        weeks = [done[at : at + WEEK] for at in range(0, len(done), WEEK)]
        done = [(_from_to(week), sum(count for _, count in week)) for week in weeks]
    return Chart(tuple(Bar(name, count, str(count)) for name, count in done), "几时办成的", upright=True)


def _from_to(days: list[tuple[str, int]]) -> str:
    first, last = days[0][0], days[-1][0]
    return first if first == last else f"{first.removesuffix('日')}–{last}"


def _left(found: Report) -> Chart:
    """Where people give up, over all items: what to mend first."""
    steps: dict[str, int] = {}
    for use in found.items.values():
        for step, count in use.steps.items():
            steps[step] = steps.get(step, 0) + count
    most = sorted(steps, key=lambda step: (-steps[step], step))[:ITEMS]
    bars = tuple(Bar(STEP_WORDS.get(step, step), steps[step], f"{steps[step]} 次", Mood.WARN) for step in most)
    ends = "，".join(
        f"{OUTCOMES[end]} {sum(use.ends[end] for use in found.items.values())} 次"
        for end in (End.LEFT, End.IDLE, End.TROUBLE)
    )
    return Chart(bars, f"走在哪一步（{ends}）")


def _devices(found: Report) -> Chart:
    bars = tuple(
        Bar(
            PARTS.get(one.device, one.device),
            one.available,
            f"{one.available:.1%}，故障 {one.faults} 次，停了 {duration(one.down)}",
            Mood.GOOD if one.available >= GOOD else Mood.WARN if one.available >= FAIR else Mood.BAD,
        )
        for one in found.devices
    )
    return Chart(bars, "设备能用的时间")


def _tiers(found: Report) -> Table:
    rows = tuple(
        (CLEARERS[one.clearer], str(one.faults), duration(one.respond), duration(one.repair), str(one.late))
        for one in found.tiers
        if one.faults
    )
    return Table(("谁来处理", "故障", "多久有人答应", "多久修好", "超时"), rows, "故障（中位数）")


def _other(period: Period, today: date) -> Rows:
    """Ways to the period before and after, and to the other spans of it."""
    rows = [Row(f"看前面：{period.before.words}", icon="mdi6.arrow-left", name="before", opens=_place(period.before))]
    if period.after <= today:
        rows.append(
            Row(f"看后面：{period.next.words}", icon="mdi6.arrow-right", name="next", opens=_place(period.next))
        )
    for span, words in SPANS.items():
        if span is not period.span:
            other = Period(span, min(period.day, today))
            rows.append(Row(f"{words}：{other.words}", icon="mdi6.calendar", name=span.value, opens=_place(other)))
    return Rows(tuple(rows), "看别的时间")


def _place(period: Period) -> str:
    return f"statistics:{period.span.value}:{period.first.isoformat()}"
