"""Who may sign in: the staff list, and the locks of the doors. Each thing about a person is asked by itself."""

from dataclasses import dataclass, replace
from typing import Final

from kiosk.core.board import (
    Action,
    AskChoice,
    AskText,
    Board,
    Confirm,
    Facts,
    Go,
    Mood,
    Outcome,
    Row,
    Rows,
    Said,
)
from kiosk.core.cancel import Cancel
from kiosk.core.errors import CardError, KioskError
from kiosk.core.staff import Door, Role, Staff
from kiosk.core.timing import CARD_POLL, CARD_READ, STAFF_CARD
from kiosk.maintenance.page import ENGINEER, MaintenancePage, Premises
from kiosk.services.pins import PIN_DIGITS
from kiosk.services.staff_list import StaffMistake

__all__ = ["People"]

NEW: Final = "new"
DOORS: Final = {Door.MAINTENANCE: "维护的入口", Door.ASSIST: "帮办员的入口"}
PIN: Final = AskText(f"请本人输入 {PIN_DIGITS} 位数字密码", PIN_DIGITS, secret=True, plain=True)
AGAIN: Final = AskText("请本人再输一遍", PIN_DIGITS, secret=True, plain=True)


@dataclass(frozen=True)
class _Draft:
    """What was typed for somebody until now; gone when it is done, or the menu is closed."""

    number: str = ""
    name: str = ""
    role: str = ""
    pin: str = ""


class People(MaintenancePage):
    name, title, icon, order, roles = "people", "人员", "mdi6.account-group", 80, ENGINEER

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self._book = self.services.staff.book
        self._draft = _Draft()

    def board(self, at: str, staff: Staff) -> Board:
        if at == NEW:
            return self._new()
        if at:
            return self._person(at)
        self._draft = _Draft()
        here = [member for member in self._book.members() if member.active]
        people = tuple(
            Row(
                member.staff.name,
                f"{member.staff.id} · {member.staff.role.words}",
                "有卡" if member.card else "",
                icon="mdi6.account",
                name=member.staff.id,
                opens=f"people:{member.staff.id}",
            )
            for member in here
        )
        add = Action("add", "添一个人", "mdi6.account-plus", primary=True)
        return Board(self.title, (Rows(people, "名单"), Rows(tuple(map(self._door, Door)), "入口的锁")), (add,))

    def _door(self, door: Door) -> Row:
        state = self._book.lock.state(door)
        if not state.wrong:
            return Row(DOORS[door], "没有人试错", "开着", Mood.GOOD, icon="mdi6.lock-open-variant")
        ask = Confirm(f"{DOORS[door]}：试错的次数清零？", "清零解锁", "先弄清是谁在试")
        action = Action(f"unlock-{door}", "解锁", "mdi6.lock-open-variant", ask)
        value, mood = ("锁上了", Mood.BAD) if state.shut else ("有人试错", Mood.WARN)
        return Row(DOORS[door], f"试错 {state.wrong} 次", value, mood, "mdi6.lock", f"unlock-{door}", action=action)

    def _new(self) -> Board:
        draft = self._draft
        role = AskChoice("这个人是", tuple((role.value, role.words) for role in Role), draft.role)
        fields = (
            self._field("number", "工号", draft.number, AskText("工号，3 到 10 位数字", 10, draft.number, plain=True)),
            self._field("name", "名字", draft.name, AskText("名字", 20, draft.name)),
            self._field("role", "角色", Role(draft.role).words if draft.role else "", role),
            self._field("pin", "密码", "●" * len(draft.pin), PIN),
        )
        done = Action("save", "输第二遍密码，添上", "mdi6.check", AGAIN, primary=True)
        ready = all((draft.number, draft.name, draft.role, draft.pin))
        return Board("添一个人", (Rows(fields),), (done,) if ready else (), note="" if ready else "四样都写好再添上")

    @staticmethod
    def _field(name: str, label: str, value: str, ask: AskText | AskChoice) -> Row:
        return Row(label, "", value or "还没写", name=name, action=Action(name, f"写好{label}", "mdi6.pencil", ask))

    def _person(self, number: str) -> Board:
        member = next((one for one in self._book.members() if one.staff.id == number and one.active), None)
        if member is None:
            raise StaffMistake(number, sentence=f"名单上没有工号 {number}", remedy="回名单再看")
        person = member.staff
        facts = (
            ("工号", person.id),
            ("角色", person.role.words),
            ("工作卡", "登记了" if member.card else "没有"),
            ("最近改动", f"{member.changed:%Y-%m-%d}"),
        )
        lay = Confirm("把要登记的身份证放在读卡器上", "登记这张卡", "只存算过的数，不存证号")
        actions = [
            Action("again", "再输一遍新密码", "mdi6.check", AGAIN, primary=True)
            if self._draft.pin
            else Action("new_pin", "换新密码", "mdi6.lock-reset", PIN),
            Action("card", "登记工作卡", "mdi6.card-account-details", lay),
        ]
        if member.card:
            off = Confirm(f"去掉 {person.name} 的工作卡？", "去掉卡")
            actions.append(Action("no_card", "去掉工作卡", "mdi6.card-off", off))
        gone = Confirm(f"从名单上去掉 {person.name}？", "去掉这个人", "密码和卡马上没用")
        actions.append(Action("remove", "从名单去掉", "mdi6.account-remove", gone))
        return Board(person.name, (Facts(facts),), tuple(actions))

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        if action == "add":
            return Go(f"people:{NEW}")
        if at == NEW:
            return self._fill_in(action, value, staff)
        if at:
            return self._change(at, action, value, staff, cancel)
        door = Door(action.removeprefix("unlock-"))
        self._book.open_door(door, staff)
        return Said(f"{DOORS[door]}解锁了")

    def _fill_in(self, action: str, value: str, staff: Staff) -> Outcome:
        draft = self._draft
        if action != "save":
            self._draft = replace(draft, **{action: value.strip()})
            return None
        self._same(value)
        added = self._book.add(draft.number, draft.name, Role(draft.role), draft.pin, by=staff.id)
        self._draft = _Draft()
        return Go(f"people:{added.id}", f"添好了：{added.name}")

    def _change(self, number: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        match action:
            case "new_pin":
                self._draft = _Draft(pin=value)
                return None
            case "again":
                pin = self._same(value)
                self._draft = _Draft()
                self._book.new_pin(number, pin, by=staff.id)
                return Said("换好了，从现在起用新密码")
            case "card":
                self._book.set_card(number, self._laid(cancel), by=staff.id)
                return Said("登记好了，可以放卡登录")
            case "no_card":
                self._book.set_card(number, None, by=staff.id)
                return Said("卡去掉了")
            case "remove":
                if number == staff.id:
                    raise StaffMistake(number, sentence="不能去掉自己", remedy="请另一位工程师来做")
                self._book.remove(number, by=staff.id)
                return Go("people", "去掉了，不能再登录")
        raise KeyError(action)

    def _same(self, again: str) -> str:
        """The PIN that was typed before, if this is the same; else both are typed anew."""
        pin = self._draft.pin
        if again != pin:
            self._draft = replace(self._draft, pin="")
            raise StaffMistake("PINs differ", sentence="两遍密码不一样", remedy="从第一遍再输")
        return pin

    def _laid(self, cancel: Cancel) -> str:
        """The ID number of the card that lies on the reader, or is laid soon."""
        reader, clock = self.services.kit.id_card, self.premises.clock
        if reader is None:
            raise KioskError("no card reader", sentence="这台机器读不了身份证", remedy="用命令 kiosk staff card")
        until = clock.monotonic() + STAFF_CARD
        while clock.monotonic() < until:
            person = reader.run(lambda driver: driver.read(), cancel=cancel, deadline=CARD_READ)
            if person is not None:
                return person.id_number
            cancel.wait(CARD_POLL)
            cancel.check()
        raise CardError("no card was laid", sentence="没有读到卡", remedy="拿起来放平，再登记一次")
