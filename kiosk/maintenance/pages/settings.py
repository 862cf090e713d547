"""config.toml as a form: each key with its meaning and limits; several changes are tried and taken up together."""

from threading import Timer

from kiosk import supervisor
from kiosk.config import ConfigError
from kiosk.core.board import (
    Action,
    Ask,
    AskChoice,
    AskNumber,
    AskText,
    Board,
    Confirm,
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
from kiosk.core.staff import Staff
from kiosk.core.timing import LAST_WORDS
from kiosk.maintenance.page import MaintenancePage, Premises
from kiosk.services.audit_staff import SettingsChanged
from kiosk.settings import change, versions
from kiosk.settings.change import Place
from kiosk.settings.edit import Value, difference, edited, flat
from kiosk.settings.keys import UNWRITTEN, Key, Section, find, keys_of_others, sections, shown

__all__ = ["Settings", "ask_for", "value_of"]

DRAFT, VERSIONS, VERSION = "draft", "versions", "version-"


class Settings(MaintenancePage):
    """Places: "settings", "settings:<section>", "settings:draft", "settings:versions", "settings:version-<n>"."""

    name, title, icon, order = "settings", "设置", "mdi6.cog", 110

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        settings = premises.settings
        self._place = Place(settings.file, premises.state, settings.overrides)
        self._changes: dict[str, Value | None] = {}
        self._notes: tuple[str, ...] = ()  # what the draft would come up without
        self.try_start: change.TryStart = change.try_start

    def board(self, at: str, staff: Staff) -> Board:
        try:
            return self._board(at)
        except ConfigError as mistake:
            raise _said(mistake) from mistake

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        try:
            return self._do(at, action, value, staff, cancel)
        except ConfigError as mistake:
            raise _said(mistake) from mistake

    # --- what stands there ---

    def _board(self, at: str) -> Board:
        if at == DRAFT:
            return self._draft()
        if at == VERSIONS:
            return self._versions()
        if at.startswith(VERSION):
            return self._version(at)
        return self._section(at) if at else self._all()

    def _all(self) -> Board:
        said = change.tables_of(self._drafted())
        rows = [
            Row(section.title, _names(section), opens=f"{self.name}:{section.name}", name=section.name)
            for section in sections(said)
        ]
        trouble = versions.load(self.premises.state).trouble
        changed = len(self._changes)
        return Board(
            self.title,
            (Rows(tuple(rows)),),
            self._draft_actions() if changed else (Action("versions", "看以前的几份", "mdi6.history"),),
            note=f"改了 {changed} 项，还没换上" if changed else trouble,
            mood=Mood.WARN if changed or trouble else Mood.PLAIN,
        )

    def _section(self, name: str) -> Board:
        found = next((one for one in sections(change.tables_of(self._drafted())) if one.name == name), None)
        if found is None:
            raise ConfigError(f"没有 {name} 这一节")
        rows = tuple(
            Row(
                key.short,
                key.meaning + _limits(key),
                value_of(key),
                Mood.WARN if key.name in self._changes else Mood.PLAIN,
                name=key.short,
                action=Action(key.short, "改", ask=ask_for(key)),
            )
            for key in found.keys
        )
        changed = len(self._changes)
        return Board(
            found.title,
            (Rows(rows, f"[{name}]"),),
            self._draft_actions() if changed else (),
            note=f"改了 {changed} 项，还没换上" if changed else "",
            mood=Mood.WARN if changed else Mood.PLAIN,
        )

    @staticmethod
    def _draft_actions() -> tuple[Action, ...]:
        return (
            Action("draft", "看改了什么，换上", "mdi6.check", primary=True),
            Action("discard", "都不改了", "mdi6.undo", Confirm("改的都不要了？", "都不改了")),
        )

    def _draft(self) -> Board:
        before = self._place.text()
        lines = difference(before, self._drafted())
        actions = [Action("apply", "试着启动，再换上", "mdi6.check", primary=True)]
        if self._notes:
            ask = Confirm("有设备没有回答，还要换吗？", "还是换上", "；".join(self._notes))
            actions.append(Action("anyway", "还是换上", "mdi6.alert", ask))
        actions.append(Action("discard", "都不改了", "mdi6.undo", Confirm("改的都不要了？", "都不改了")))
        note = "；".join(self._notes) or "先另外启动一次，起得来才换；换上时窗口会重新打开"
        return Board("改了什么", (_table(lines),), tuple(actions) if lines else (), note=note)

    def _versions(self) -> Board:
        kept = versions.load(self.premises.state)
        now = Row("现在用的", _by(kept.made))
        rows = [
            Row(f"以前第 {number} 份", _by(one.made), opens=f"{self.name}:{VERSION}{number}", name=f"{VERSION}{number}")
            for number, one in enumerate(reversed(kept.before), 1)
        ]
        return Board("以前的几份", (Rows((now, *rows)),), note=kept.trouble, mood=Mood.WARN)

    def _version(self, at: str) -> Board:
        version = self._kept(at)
        lines = difference(self._place.text(), version.text)
        ask = Confirm("退回这一份？", "退回这一份", "先另外启动一次，起得来才换")
        actions = (Action("rollback", "退回这一份", "mdi6.history", ask, primary=True),) if lines else ()
        return Board(f"以前第 {at.removeprefix(VERSION)} 份", (_table(lines),), actions, note=_by(version.made))

    def _kept(self, at: str) -> versions.Version:
        before = versions.load(self.premises.state).before
        number = at.removeprefix(VERSION)
        if not number.isdigit() or not 1 <= int(number) <= len(before):
            raise ConfigError("没有这一份了")
        return before[-int(number)]

    # --- what is done ---

    def _do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        match action:
            case "draft" | "versions":
                return Go(f"{self.name}:{action}")
            case "discard":
                self._changes, self._notes = {}, ()
                return Go(self.name, "都没有改")
            case "apply" | "anyway":
                text = change.draft(self._place, self._changes)
                return self._take_up(text, staff, cancel, anyway=action == "anyway")
            case "rollback":
                return self._take_up(self._kept(at).text, staff, cancel, anyway=True)
        return self._note(find(change.tables_of(self._drafted()), f"{at}.{action}"), value)

    def _note(self, key: Key, typed: str) -> Outcome:
        """One key of the draft. What is wrong with another one (a new model asks for more) may follow."""
        new, before = key.read(typed), flat(change.tables_of(self._place.text()))
        changes = {**self._changes, key.name: new}
        if key.short == "model":
            changes |= dict.fromkeys(keys_of_others(change.tables_of(self._drafted()), key.name, str(new)))
        outcome = Said("记下了，还没换上")
        try:
            change.draft(self._place, changes)
        except ConfigError as mistake:
            if key.name in str(mistake):
                raise
            outcome = Said(f"记下了。还差：{_plain(mistake)}", Mood.WARN)
        self._changes = {name: value for name, value in changes.items() if value != before.get(name)}
        self._notes = ()
        return outcome

    def _take_up(self, text: str, staff: Staff, cancel: Cancel, *, anyway: bool) -> Outcome:
        premises = self.premises
        names = [name for name, _, _ in difference(self._place.text(), text)]
        trial = change.take_up(
            self._place, text, staff.id, premises.clock.now(), anyway=anyway, cancel=cancel, try_start=self.try_start
        )
        if trial.mistake:
            raise ConfigError(f"没有换：{trial.mistake}")
        if trial.notes and not anyway:
            self._notes = trial.notes
            return Said(f"没有换：{trial.notes[0]}", Mood.WARN)
        self._changes, self._notes = {}, ()
        self.services.audit.record(None, SettingsChanged("", staff.id, " ".join(names)))
        Timer(LAST_WORDS, premises.end, (supervisor.RENEW,)).start()
        return Said("换上了，窗口马上重新打开")

    def _drafted(self) -> str:
        return edited(self._place.text(), self._changes)


def _said(mistake: ConfigError) -> KioskError:
    return KioskError(str(mistake), sentence=_plain(mistake), remedy="改好再试")


def _plain(mistake: ConfigError) -> str:
    """Without the file, which is the one that this page is about."""
    return str(mistake).partition("：")[2] if str(mistake).startswith("/") else str(mistake)


def _names(section: Section) -> str:
    return "、".join(key.short for key in section.keys) if section.present else "没有写，按出厂的"


def _by(made: versions.Made) -> str:
    return f"{made.who}，{made.at.replace('T', ' ')[:16]}" if made.at else "装机时的"


def _limits(key: Key) -> str:
    if key.kind in ("number", "decimal") and key.least is not None and key.most is not None:
        return f"；{key.least:g} 到 {key.most:g}"
    return f"；填 {UNWRITTEN} 就是不写" if key.kind in ("text", "table") and not key.required else ""


def value_of(key: Key) -> str:
    """As it stands, or as it is without being written."""
    if key.value is None and key.default is not None:
        return f"{shown(key.default)}（出厂）"
    return shown(key.value)


def _table(lines: tuple[tuple[str, Value | None, Value | None], ...]) -> Table:
    rows = tuple((name, shown(old), shown(new)) for name, old, new in lines)
    return Table(("项", "现在", "换成"), rows or (("没有不一样的", "", ""),))


def ask_for(key: Key) -> Ask:
    """What is asked when somebody changes this key."""
    given = "" if key.secret or key.value is None else shown(key.value)
    unwritten = ((UNWRITTEN, "不写，按出厂的"),) if not key.required else ()
    match key.kind:
        case "yes_no":
            return AskChoice(key.meaning, (("true", "是"), ("false", "否"), *unwritten), str(key.value).lower())
        case "choice":
            return AskChoice(key.meaning, (*((str(one), str(one)) for one in key.choices), *unwritten), given)
        case "number" if key.least is not None and key.most is not None:
            return AskNumber(key.meaning, "", round(key.least), round(key.most), given)
        case "table":
            return AskText(key.meaning, 200, given.replace("，", ", "), plain=True)
    return AskText(key.meaning, round(key.most or 200), "" if given == "（空）" else given, plain=key.plain)
