"""The voice at each volume; whether it is heard, a person says."""

from kiosk.core.board import Action, AskChoice, Board, Mood, Outcome, Row, Rows, Said
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.staff import Staff
from kiosk.maintenance.checked import checked
from kiosk.maintenance.page import ALL, MaintenancePage
from kiosk.screens.voice import NORMAL, VOLUMES

__all__ = ["Sound"]

DIGITS = "一二三四五六七八九"
FAULTS = (("silent", "没有声音"), ("broken", "有杂音，断断续续"), ("soft", "最响也听不清"), ("loud", "最轻也太响"))
PLAY = "play_"


class Sound(MaintenancePage):
    name, title, icon, order, roles = "sound", "声音", "mdi6.volume-high", 72, ALL

    def board(self, at: str, staff: Staff) -> Board:
        trouble = self._trouble()
        levels = tuple(
            Row(
                f"第 {level} 档",
                "平时用这一档" if level - 1 == NORMAL[1] else "",
                icon="mdi6.play-circle",
                action=_play(level),
            )
            for level in range(1, len(VOLUMES) + 1)
        )
        answers = (
            Action("faulty", "听不清", "mdi6.volume-off", AskChoice("声音怎么了", FAULTS)),
            Action("well", "听得清", "mdi6.check", primary=True),
        )
        return Board(
            self.title,
            (
                Rows(levels, "点一档，听一句") if not trouble else Rows(()),
                checked(self.services.staff.checks.latest("sound")),
            ),
            answers if not trouble else (),
            note=trouble or "站到居民站的地方听",
            mood=Mood.BAD if trouble else Mood.PLAIN,
            every=2.0,
        )

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        if action.startswith(PLAY):
            return self._play(int(action.removeprefix(PLAY)))
        sentence = dict(FAULTS).get(value, "听不清") if action == "faulty" else "听得清"
        self.services.staff.checks.record("sound", staff.id, sentence, well=action == "well")
        return Said("记下了")

    def _play(self, level: int) -> Outcome:
        trouble = self._trouble()
        if trouble:
            raise KioskError("no sound", sentence=trouble, remedy="接好音箱，再试一次")
        self.services.kit.speech.say(f"这是第{DIGITS[level - 1]}档声音，听得清吗", volume=VOLUMES[level - 1])
        return Said(f"正在放第 {level} 档")

    def _trouble(self) -> str:
        """Why nothing can be heard, "" where nothing is known against it."""
        if "speech" not in self.premises.settings.devices:
            return "这台机器没有装语音"
        faults = [fault for fault in self.services.faults.standing() if fault.device == "speech"]
        return faults[0].fault.sentence if faults else ""


def _play(level: int) -> Action:
    return Action(f"{PLAY}{level}", f"放第 {level} 档")
