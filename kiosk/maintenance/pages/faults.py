"""The faults: what is open and by when it has to be seen to; and what was before, by device."""

from datetime import datetime
from typing import Final

from kiosk.core.board import Action, AskChoice, AskText, Board, Go, Mood, Outcome, Row, Rows
from kiosk.core.cancel import Cancel
from kiosk.core.staff import Staff
from kiosk.maintenance import fault_words, words
from kiosk.maintenance.page import ALL, MaintenancePage
from kiosk.services.fault_case_rows import FaultCase

__all__ = ["MOST_NOTE", "Faults"]

HISTORY: Final = "history"
ALL_DEVICES: Final = "all"
MOST_SHOWN: Final = 100
MOST_NOTE: Final = 60


class Faults(MaintenancePage):
    """Its places are "" for what is open and "history/<device>" for what was."""

    name, title, icon, order, roles = "faults", "故障", "mdi6.alert-circle", 15, ALL

    def board(self, at: str, staff: Staff) -> Board:
        where, _, device = at.partition("/")
        return self._history(device, staff) if where == HISTORY else self._open(staff)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        cases = self.services.staff.cases
        if action == "report":
            return Go(f"fault:{cases.report('', staff.id, value)}", "报了。有照片的话，在这里拍")
        if action == "device":
            return Go(f"{self.name}:{HISTORY}" + (f"/{value}" if value != ALL_DEVICES else ""))
        return None

    def _open(self, staff: Staff) -> Board:
        terms, now = self.services.staff.cases.terms, self.premises.clock.now()
        cases = [case for case in self.services.staff.cases.open() if fault_words.concerns(case, staff)]
        stopping = tuple(self._row(case, now) for case in cases if case.stops)
        notices = tuple(self._row(case, now) for case in cases if not case.stops)
        before = Row("以前的故障", "谁处理的、多久修好", "", icon="mdi6.history", name=HISTORY, opens="faults:history")
        parts = (
            *((Rows(stopping, "没好的"),) if stopping else ()),
            *((Rows(notices, "还能用，要留意"),) if notices else ()),
            Rows((before,)),
        )
        late = any(fault_words.standing(case, terms, now)[1] is Mood.BAD for case in cases if case.stops)
        note = "有超时的，先处理它" if late else f"{len(stopping)} 个没好" if stopping else "现在没有故障"
        mood = Mood.BAD if late else Mood.WARN if stopping else Mood.GOOD
        report = Action("report", "报修", "mdi6.message-alert", AskText("哪里坏了，怎么坏的", MOST_NOTE))
        return Board(self.title, parts, (report,), note, mood, every=5.0)

    def _row(self, case: FaultCase, now: datetime) -> Row:
        value, mood = fault_words.standing(case, self.services.staff.cases.terms, now)
        detail = f"{fault_words.device(case)}，{fault_words.who(case)}"
        return Row(case.fault.sentence, detail, value, mood, "mdi6.alert", case.number, f"fault:{case.number}")

    def _history(self, device: str, staff: Staff) -> Board:
        cases = self.services.staff.cases.recent(device or None, most=MOST_SHOWN)
        rows = tuple(self._past(case) for case in cases if fault_words.concerns(case, staff) and case.ended is not None)
        devices = sorted({*self.services.owners, "link", "store"})
        choices = ((ALL_DEVICES, "全部"), *((name, words.part(name)) for name in devices))
        ask = AskChoice("看哪个设备的", choices, device or ALL_DEVICES)
        choose = Action("device", "选设备", "mdi6.filter", ask)
        of = words.part(device) if device else "全部设备"
        return Board("以前的故障", (Rows(rows, of),), (choose,), "" if rows else f"{of}没有过故障")

    def _past(self, case: FaultCase) -> Row:
        lasted = (case.ended - case.began).total_seconds() if case.ended is not None else 0
        by = self._name(case.responder)
        detail = "，".join(
            filter(None, (fault_words.device(case), case.tier.words, f"{by}处理" if by else "", case.how))
        )
        value = f"{words.clock(case.began)}，{words.lasting(lasted)}"
        return Row(case.fault.sentence, detail, value, Mood.PLAIN, name=case.number, opens=f"fault:{case.number}")

    def _name(self, staff: str) -> str:
        known = self.services.staff.book.find(staff) if staff else None
        return known.name if known is not None else staff
