"""One fault: its clocks, who sees to it, the steps, and a report with a photo."""

from collections.abc import Iterator
from typing import Final

from kiosk.core.board import (
    Action,
    AskChoice,
    AskText,
    Board,
    Facts,
    Go,
    Mood,
    Outcome,
    Part,
    Photo,
    Row,
    Rows,
    Said,
    Steps,
)
from kiosk.core.cancel import Cancel
from kiosk.core.errors import KioskError
from kiosk.core.guides import steps_for
from kiosk.core.ports import Camera
from kiosk.core.staff import Role, Staff
from kiosk.core.timing import FRAME
from kiosk.maintenance import fault_words, words
from kiosk.maintenance.page import ALL, MaintenancePage, Premises
from kiosk.maintenance.pages.faults import MOST_NOTE
from kiosk.services.fault_case_rows import FaultCase
from kiosk.services.news import MOST_PHOTO

__all__ = ["OneFault"]

CAMERAS: Final = {"document_camera": "拍纸的镜头", "camera": "对着人的摄像头"}
NOBODY_IN_IT: Final = "照片里不能有人，也不能有证件和证明"


class OneFault(MaintenancePage):
    """Its place is the number of the case. A photo is in memory until it is sent or the menu is left."""

    name, title, roles = "fault", "故障", ALL

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises)
        self._photos: dict[str, bytes] = {}

    def board(self, at: str, staff: Staff) -> Board:
        case = self._case(at, staff)
        parts: list[Part] = []
        if case.number in self._photos:
            parts.append(Photo(self._photos[case.number], NOBODY_IN_IT))
        if case.ended is None:
            steps = steps_for(case.device, case.fault.code)
            parts += [Steps(steps, "照着做")] if steps else []
            parts.append(Rows(tuple(self._reporting(case)), "自己修不好" if steps else "报给平台"))
        parts.append(Facts(tuple(self._facts(case, staff)), "这个故障"))
        note, mood = self._note(case)
        return Board(case.fault.sentence, tuple(parts), tuple(self._actions(case)), note, mood, every=5.0)

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        case, cases = self._case(at, staff), self.services.staff.cases
        match action:
            case "mine":
                cases.answer(case.number, staff.id)
                return Said("记下了：您来处理")
            case "photo":
                self._photos[case.number] = self._shot(value, cancel)
                return Said(NOBODY_IN_IT, Mood.WARN)
            case "drop":
                self._photos.pop(case.number, None)
                return Said("照片删掉了")
            case "report":
                cases.report(case.number, staff.id, value, self._photos.get(case.number, b""))
                sent = self._photos.pop(case.number, None)
                return Said("报了，照片也发" if sent is not None else "报了")
            case "mended":
                cases.mended(case.number, staff.id, value)
                return Go("faults", "记下了：修好了")
        return None

    def _case(self, number: str, staff: Staff) -> FaultCase:
        case = self.services.staff.cases.find(number)
        if not fault_words.concerns(case, staff):
            raise KioskError(f"{number} is not the site's", sentence="这个故障归工程师管", remedy="打电话给运维")
        return case

    def _facts(self, case: FaultCase, staff: Staff) -> Iterator[tuple[str, str]]:
        terms, now = self.services.staff.cases.terms, self.premises.clock.now()
        lasts = words.lasting((now - case.began).total_seconds())
        yield "设备", fault_words.device(case)
        yield "开始", words.clock(case.began) + (f"，已经 {lasts}" if case.ended is None else "")
        yield "归谁", fault_words.who(case)
        yield "答复", fault_words.answer(case, terms, now)
        if case.responder:
            known = self.services.staff.book.find(case.responder)
            yield "谁在处理", known.name if known is not None else case.responder
        yield "修好", fault_words.mending(case, terms, now)
        if case.how:
            yield "怎么好的", case.how
        if staff.role is Role.ENGINEER:
            yield "代号", case.fault.code
            if case.fault.technician:
                yield "设备说的", case.fault.technician
        yield "编号", case.number

    def _note(self, case: FaultCase) -> tuple[str, Mood]:
        if case.ended is not None:
            return "已经好了", Mood.GOOD
        _, mood = fault_words.standing(case, self.services.staff.cases.terms, self.premises.clock.now())
        if not case.tells_itself:
            return "机器看不出它好没好，修好了要说一声", mood
        return "修好了机器自己会知道", mood

    def _actions(self, case: FaultCase) -> Iterator[Action]:
        if case.ended is not None:
            return
        if not case.tells_itself:
            yield Action("mended", "修好了", "mdi6.check", AskText("怎么修好的", MOST_NOTE))
        if not case.responder:
            yield Action("mine", "我来处理", "mdi6.hand-back-right", primary=True)

    def _reporting(self, case: FaultCase) -> Iterator[Row]:
        photo = case.number in self._photos
        label = "带照片报修" if photo else "报修"
        report = Action("report", label, "mdi6.message-alert", AskText("写一句：看到什么，做过什么", MOST_NOTE))
        yield Row(label, "写一句，发给平台", icon="mdi6.message-alert", name="report", action=report)
        cameras = tuple((name, words) for name, words in CAMERAS.items() if self.services.usable(name))
        if cameras:
            again = "重拍" if photo else "拍照片"
            ask = AskChoice(f"用哪个拍？{NOBODY_IN_IT}", cameras, cameras[0][0])
            shoot = Action("photo", again, "mdi6.camera", ask)
            yield Row(again, NOBODY_IN_IT, icon="mdi6.camera", name="photo", action=shoot)
        if photo:
            drop = Action("drop", "删掉照片", "mdi6.delete")
            yield Row("删掉照片", "还没有发", icon="mdi6.delete", name="drop", action=drop)

    def _shot(self, camera: str, cancel: Cancel) -> bytes:
        """JPEG of at most 640 × 480. Raises CameraError, KioskError for a camera that is not there."""
        kit = self.services.kit
        device = {"document_camera": kit.document_camera, "camera": kit.camera}.get(camera)
        if device is None:
            raise KioskError(f"no {camera}", sentence="没有这个镜头", remedy="换一个拍")

        def take(lens: Camera) -> bytes:
            lens.frame()
            return lens.jpeg()

        picture = device.run(take, cancel=cancel, deadline=2 * FRAME)
        if len(picture) > MOST_PHOTO:
            raise KioskError(f"{len(picture)} bytes", sentence="照片太大，发不了", remedy="拿远一点再拍")
        return picture
