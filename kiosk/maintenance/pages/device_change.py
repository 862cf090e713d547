"""One device with another port or model: tried first, and kept only when it answered."""

from threading import Timer
from typing import Final

from kiosk import supervisor
from kiosk.config import ConfigError
from kiosk.core.board import Action, AskChoice, AskText, Board, Confirm, Go, Mood, Outcome, Part, Row, Rows, Said
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.core.timing import LAST_WORDS
from kiosk.devices import registry
from kiosk.devices.probe import Answer
from kiosk.maintenance import words
from kiosk.maintenance.device_trial import Draft
from kiosk.maintenance.page import MaintenancePage, Premises
from kiosk.maintenance.pages.settings import ask_for, value_of
from kiosk.services.audit_staff import SettingsChanged
from kiosk.settings import change
from kiosk.settings.keys import Key

__all__ = ["DeviceChange"]

USE: Final = "use_"  # with the place in what was found


class DeviceChange(MaintenancePage):
    """Place: "device_change:<name>"."""

    name, title = "device_change", "接口和型号"

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self._drafts: dict[str, Draft] = {}
        self.try_start: change.TryStart = change.try_start

    def board(self, at: str, staff: Staff) -> Board:
        try:
            return self._board(self._draft(at))
        except ConfigError as mistake:
            raise _said(mistake) from mistake

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        try:
            return self._do(self._draft(at), action, value, staff, cancel)
        except ConfigError as mistake:
            raise _said(mistake) from mistake

    def _draft(self, device: str) -> Draft:
        if device not in self.services.owners:
            raise KioskError(f"no device {device}", sentence="这台机器没有这个设备", remedy="退回上一页")
        if device not in self._drafts:
            self._drafts[device] = Draft(self.premises, device)
        return self._drafts[device]

    def _board(self, draft: Draft) -> Board:
        device = draft.device
        rows = [self._key(draft, key) for key in draft.fields()]
        parts: list[Part] = [Rows(tuple(rows), f"[devices.{device}]")]
        if draft.found:
            parts.append(Rows(tuple(_answer(at, one) for at, one in enumerate(draft.found)), "各个口上是谁"))
        actions = [Action("find", "问问各个串口", "mdi6.magnify")]
        if draft.changes:
            scan = Confirm("点了以后，扫任意一个码", "开始试", "20 秒以内") if device == "scanner" else None
            passed = draft.tried is not None and bool(draft.tried.ok)
            save = Confirm("存进 config.toml？", "保存", "以前的一份留着；窗口会重新打开")
            actions.append(Action("try", "试一试", "mdi6.play", scan, primary=not passed))
            if passed:
                actions.append(Action("save", "保存", "mdi6.content-save", save, primary=True))
            actions.append(Action("discard", "不改了", "mdi6.undo"))
        note, mood = _tried(draft)
        return Board(f"{words.part(device)}：接口和型号", tuple(parts), tuple(actions), note=note, mood=mood)

    def _key(self, draft: Draft, key: Key) -> Row:
        drafted = key.name in draft.changes
        ask = ask_for(key)
        if key.short == "model" and isinstance(ask, AskChoice):
            models = registry.fitting(draft.device)
            ask = AskChoice(ask.question, tuple((one, one) for one in models), ask.given)
        elif isinstance(ask, AskText):
            ask = AskText(ask.question, ask.most, ask.given, plain=True)
        mood = Mood.WARN if drafted else Mood.PLAIN
        return Row(key.short, key.meaning, value_of(key), mood, name=key.short, action=Action(key.short, "改", ask=ask))

    def _do(self, draft: Draft, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        match action:
            case "find":
                found = sum(one.identity is not None for one in draft.look())
                return Said(f"问完了：{found} 个口有回应" if found else "没有一个口有回应", Mood.PLAIN)
            case "try":
                finding = draft.trial(cancel)
                return Said(finding.words, Mood.GOOD if finding.ok else Mood.BAD)
            case "save":
                return self._save(draft, staff)
            case "discard":
                draft.forget()
                return Said("没有改")
        if action.startswith(USE):
            return self._use(draft, int(action.removeprefix(USE)))
        key = next((one for one in draft.fields() if one.short == action), None)
        if key is None:
            raise ConfigError(f"不认识 {action}")
        draft.set(action, key.read(value))
        return Said("记下了，试一试再存", Mood.PLAIN)

    def _use(self, draft: Draft, at: int) -> Outcome:
        answer = draft.found[at]
        if answer.model is not None and answer.model != self.premises.settings.devices[draft.device].model:
            draft.set("model", answer.model)
        draft.set("port", str(answer.port))
        if answer.baud:
            draft.set("baud", answer.baud)
        return Said("记下了，试一试再存", Mood.PLAIN)

    def _save(self, draft: Draft, staff: Staff) -> Outcome:
        if draft.tried is None or not draft.tried.ok:
            raise ConfigError("还没有试成，不存")
        text = change.draft(draft.place, draft.changes)
        now = self.premises.clock.now()
        trial = change.take_up(draft.place, text, staff.id, now, anyway=True, try_start=self.try_start)
        if trial.mistake:
            raise ConfigError(f"没有存：{trial.mistake}")
        self.services.audit.record(None, SettingsChanged("", staff.id, " ".join(draft.changes)))
        draft.forget()
        Timer(LAST_WORDS, self.premises.end, (supervisor.RENEW,)).start()
        return Go(f"device:{draft.device}", "存好了，窗口马上重新打开")


def _answer(at: int, answer: Answer) -> Row:
    who = (
        answer.identity.words if answer.identity is not None else answer.trouble or "没有回应：也许只会自己发（扫码器）"
    )
    use = Action(f"{USE}{at}", "用这个口", "mdi6.check") if not answer.trouble else None
    mood = Mood.GOOD if answer.identity is not None else Mood.PLAIN
    return Row(str(answer.port), who, str(answer.baud or ""), mood, name=f"found_{at}", action=use)


def _tried(draft: Draft) -> tuple[str, Mood]:
    if not draft.changes:
        return "改了先试，有回应才能存；试完原来的接着用", Mood.PLAIN
    if draft.tried is None:
        return f"改了 {len(draft.changes)} 项，还没试", Mood.WARN
    if draft.tried.ok:
        return f"试成了：{draft.tried.words}", Mood.GOOD
    return f"没试成，原来的还在用：{draft.tried.words}", Mood.BAD


def _said(mistake: ConfigError) -> KioskError:
    text = str(mistake)
    return KioskError(text, sentence=text.partition("：")[2] if text.startswith("/") else text, remedy="改好再试")
