"""The ledger: orders, papers and submissions that wait for a person, settled by two; and a day against the gateway."""

from datetime import date, timedelta

from kiosk.case_words import KINDS, facts, happened, moment, title, ways
from kiosk.core.board import (
    Action,
    AskChoice,
    AskNumber,
    AskText,
    Board,
    Facts,
    Go,
    Mood,
    Outcome,
    Row,
    Rows,
    Said,
    Table,
)
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.money import figures
from kiosk.core.staff import Staff
from kiosk.ledger_words import here, there
from kiosk.maintenance.page import ALL, MaintenancePage, Premises
from kiosk.services.casework import Case, CaseKind
from kiosk.services.order_listing import OrderListing, compare_day
from kiosk.services.pins import PIN_DIGITS

__all__ = ["LedgerPage"]

DAY = "day"
DAYS = ("今天", "昨天", "前天")
OLDEST = 180  # days: settled orders are kept for half a year


class LedgerPage(MaintenancePage):
    """Places: "ledger", "ledger:order:<number>", "ledger:paper:<key>", "ledger:conflict:<number>", "ledger:day:<date>".

    A case is settled in three steps: what it came to, who else signs, and their PIN.
    """

    name, title, icon, order, roles = "ledger", "账和办件", "mdi6.book-open-page-variant", 80, ALL

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self._work = self.services.staff.casework
        self._said: dict[str, tuple[str, str]] = {}  # by place and who: how, and the second one's number

    def board(self, at: str, staff: Staff) -> Board:
        kind, _, rest = at.partition(":")
        if kind == DAY:
            return self._day(date.fromisoformat(rest))
        return self._one(at, staff) if at else self._all()

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        if action == "day":
            ago = timedelta(days=int(value or 0))
            return Go(_place(self.premises.clock.now().astimezone().date() - ago))
        case, key = self._case(at), _key(at, staff)
        how, second = self._said.get(key, ("", ""))
        match action:
            case "settle":
                self._said[key] = (_chosen(value, ways(case)), "")
                return Said("还要另外一个人签字", Mood.WARN)
            case "second":
                others = tuple((one.id, one.name) for one in self._work.signers(case.kind, staff))
                self._said[key] = (how, _chosen(value, others))
                return Said("请这位同事输自己的密码", Mood.WARN)
            case "sign":
                signed = self._work.sign(case.kind, staff, second, value)
                self._work.settle(case, how, staff, signed)
                return Go(
                    self.name, f"{case.number} 了结了：{dict(ways(case))[how]}。{staff.name}和{signed.name}签的字"
                )
        self._said.pop(key, None)
        return Said("没有改")

    # --- what stands there ---

    def _all(self) -> Board:
        waiting = self._work.waiting()
        parts = [
            Rows(tuple(_row(case) for case in waiting if case.kind is kind), words)
            for kind, words in KINDS.items()
            if any(case.kind is kind for case in waiting)
        ]
        today = self.premises.clock.now().astimezone().date()
        days = [today - timedelta(days=ago) for ago in range(len(DAYS))]
        rows = tuple(
            Row(words, day.isoformat(), name=f"day{ago}", icon="mdi6.scale-balance", opens=_place(day))
            for ago, (words, day) in enumerate(zip(DAYS, days, strict=True))
        )
        other = AskNumber("对几天前的账？", "天前", 0, OLDEST, str(len(DAYS)))
        note = f"{len(waiting)} 件等人处理，两个人签字才了结" if waiting else "没有等人处理的"
        return Board(
            self.title,
            (*parts, Rows(rows, "和平台对一天的账")),
            (Action("day", "对别的一天", "mdi6.calendar", other),),
            note=note,
            mood=Mood.WARN if waiting else Mood.GOOD,
        )

    def _one(self, at: str, staff: Staff) -> Board:
        case = self._case(at)
        history = tuple(map(happened, self._work.history(case)))
        parts = (Facts(facts(case)), Table(("几时", "什么事", "怎么样"), history, "一步一步"))
        how, second = self._said.get(_key(at, staff), ("", ""))
        actions, note = self._steps(case, staff, how, second)
        return Board(f"{KINDS[case.kind]}：{title(case)}", parts, actions, note, Mood.WARN)

    def _steps(self, case: Case, staff: Staff, how: str, second: str) -> tuple[tuple[Action, ...], str]:
        """What is to be done next, and the sentence above it."""
        came_to = dict(ways(case))
        if not how:
            ask = AskChoice("这件事怎么了结的？", ways(case))
            return (Action("settle", "了结这一件", "mdi6.check-decagram", ask, primary=True),), "先办妥，再来了结"
        stop = Action("discard", "先不了结", "mdi6.undo")
        if not second:
            others = tuple((one.id, f"{one.name}（{one.role.words}）") for one in self._work.signers(case.kind, staff))
            if not others:
                return (stop,), "名单上没有第二个能签字的人，找运维工程师加上"
            choose = AskChoice("谁来签第二个字？", others)
            return (Action("second", "选第二个人", "mdi6.account-plus", choose, primary=True), stop), (
                f"写成：{came_to[how]}。还要另外一个人签字"
            )
        name = next((one.name for one in self._work.signers(case.kind, staff) if one.id == second), second)
        pin = AskText(f"{name}的密码", PIN_DIGITS, secret=True, plain=True)
        return (Action("sign", f"{name}签字", "mdi6.draw", pin, primary=True), stop), (
            f"写成：{came_to[how]}。请{name}看过，再输密码"
        )

    def _day(self, day: date) -> Board:
        orders = OrderListing(self.services.store, self.services.audit)
        found = compare_day(day, orders, self.services.kit.gateway)
        sums = Facts(
            (
                ("对了几单", f"{found.pairs} 单"),
                ("平台收了", figures(found.charged)),
                ("平台退了", figures(found.refunded)),
            )
        )
        if not found.differences:
            return Board(f"{day} 和平台对账", (sums,), note="没有差别", mood=Mood.GOOD)
        rows = tuple((one.number, one.finding.value, here(one), there(one)) for one in found.differences)
        return Board(
            f"{day} 和平台对账",
            (Table(("订单号", "差别", "本机", "平台"), rows, "差别"), sums),
            note=f"差别 {len(rows)} 处",
            mood=Mood.BAD,
        )

    def _case(self, at: str) -> Case:
        kind, _, id = at.partition(":")
        return self._work.find(CaseKind(kind), id)


def _place(day: date) -> str:
    return f"ledger:{DAY}:{day.isoformat()}"


def _key(at: str, staff: Staff) -> str:
    return f"{at} {staff.id}"


def _chosen(value: str, among: tuple[tuple[str, str], ...]) -> str:
    if value not in dict(among):
        raise KioskError(f"not among the choices: {len(value)} characters", sentence="没有选", remedy="选一个再试")
    return value


def _row(case: Case) -> Row:
    return Row(
        title(case),
        f"{case.number}，{moment(case.since)} 起",
        "等人处理",
        Mood.WARN,
        name=case.id,
        opens=f"ledger:{case.kind}:{case.id}",
    )
