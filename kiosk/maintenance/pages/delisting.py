"""Proposals that an item leaves home, with their evidence: a person accepts or undoes, with a reason."""

from pathlib import Path

from kiosk.config import HOME
from kiosk.core.board import Action, AskChoice, Board, Facts, Go, Mood, Outcome, Row, Rows
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.declarations.shelf import all_items
from kiosk.maintenance.page import MaintenancePage
from kiosk.services.delisting import Proposal, State, proposals
from kiosk.services.home_decisions import HomeDecisions, NotYet, Why
from kiosk.services.home_order import Offer

__all__ = ["Delisting"]

FOR = (Why.UNUSED, Why.ELSEWHERE, Why.ORDERED)
AGAINST = (Why.WANTED, Why.SEASON, Why.ORDERED)


class Delisting(MaintenancePage):
    """Places: "delisting", "delisting:<proposal's number>"."""

    name, title = "delisting", "提议从首页拿掉的事"

    def board(self, at: str, staff: Staff) -> Board:
        return self._one(self._proposal(at)) if at else self._all()

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        why = next((why for why in Why if why == value), None)
        if why is None:
            raise KioskError("no reason", sentence="没有说为什么", remedy="选一个原因，再试一次")
        proposal = self._proposal(at)
        title = self._title(proposal.item)
        decisions = HomeDecisions(
            self.services.store, self.premises.clock, Offer.of(self.premises.settings.package), self._home
        )
        try:
            done = (decisions.accept if action == "accept" else decisions.undo)(proposal.item, staff.id, why)
        except NotYet as error:
            until = f"{error.until.astimezone():%Y-%m-%d}"
            raise KioskError(
                f"{proposal.item}: {until}", sentence=f"公示到 {until}", remedy="满了 30 天才能同意"
            ) from error
        if not done:
            raise KioskError(f"{proposal.item}: {action}", sentence="这件事不能这样改了", remedy="回到上一页再看看")
        return Go(self.name, f"「{title}」从首页拿掉了" if action == "accept" else f"「{title}」放回首页了")

    @property
    def _home(self) -> Path:
        return self.premises.state / HOME

    def _all(self) -> Board:
        rows = tuple(
            Row(
                self._title(one.item),
                one.evidence.words,
                one.state.words,
                Mood.WARN if one.state is State.OPEN else Mood.PLAIN,
                name=str(one.id),
                opens=f"{self.name}:{one.id}",
            )
            for one in reversed(proposals(self.services.store))
        )
        note = "只从首页拿掉；分类和搜索里还找得到" if rows else "没有提议从首页拿掉的事"
        return Board(self.title, (Rows(rows),) if rows else (), note=note)

    def _one(self, one: Proposal) -> Board:
        said = one.evidence
        facts = Facts(
            (
                ("事项", f"{self._title(one.item)}（{one.item}）"),
                ("怎么样了", one.state.words),
                ("提议的日子", f"{one.made.astimezone():%Y-%m-%d}"),
                ("几时起可以同意", f"{one.notice.astimezone():%Y-%m-%d}"),
                ("从几时在首页", f"{said.on_home_since}，第 {said.place} 个"),
                ("一年里办成", "0 次"),
                ("一年里开了头", f"{said.begun} 次"),
                ("别的事办成", f"{said.done_of_others} 次"),
            ),
            "根据",
        )
        return Board(self._title(one.item), (facts,), self._actions(one))

    def _actions(self, one: Proposal) -> tuple[Action, ...]:
        if one.state is State.OPEN and self.premises.clock.now() >= one.notice:
            ask = AskChoice("为什么拿掉？", tuple((why.value, why.words) for why in FOR))
            return (Action("accept", "同意拿掉", "mdi6.check", ask, primary=True),)
        if one.state is State.ACCEPTED:
            ask = AskChoice("为什么放回来？", tuple((why.value, why.words) for why in AGAINST))
            return (Action("undo", "放回首页", "mdi6.undo", ask, primary=True),)
        return ()

    def _proposal(self, at: str) -> Proposal:
        found = next((one for one in proposals(self.services.store) if str(one.id) == at), None)
        if found is None:
            raise KioskError(f"proposal {at}", sentence="没有这个提议了", remedy="回到上一页再看看")
        return found

    def _title(self, item: str) -> str:
        known = all_items(self.premises.state)
        return known[item].title if item in known else item
