"""Finding out who is there: the ID card on the reader, or the code on a phone, whichever comes first.

A card is good at once; of a code the platform that gave it out says whose it is. While that takes its time a card may
be laid, and what the card says wins: it tells more, and needs nobody to vouch for it.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from kiosk.core.code import ResolveCode, ScannedCode
from kiosk.core.errors import CardError, CodeError, DeviceError, GatewayError, Refused, Unreachable
from kiosk.core.job import CardRead, Hint, Job, StaffCard
from kiosk.core.person import Person
from kiosk.core.ports import Device, IdCardReader
from kiosk.core.step import Identify, LayCard, ShowCode
from kiosk.core.timing import CARD_HINT, CARD_POLL, CARD_READ
from kiosk.perform.codes import CodePlace, code_places

__all__ = ["Recognition", "identify", "lay_card", "show_code"]

NOTHING_READ: Final = Hint("没读到身份证", "换一面再放")
NO_CODES: Final = Hint("现在扫不了码", "把身份证放在亮灯的地方")
NO_PROOF: Final = Hint("这样的码认不出您本人", "打开手机上的社保码再扫")
STAFF_CARD: Final = Hint("这是工作证", "换上办事人的身份证")
HELPERS_OWN: Final = Hint("帮办员不能替自己办", "换上来办事的人的身份证")
SAME_PERSON: Final = Hint("两次是同一张身份证", "换另一个人的身份证")
EXPIRED: Final = Hint("这张身份证过期了", "换没过期的身份证")
ASKING: Final = Hint("扫到了，正在认这个码", "等一会儿", wrong=False)
CARD_INSTEAD: Final = "把身份证放在亮灯的地方"


def identify(_step: Identify, job: Job) -> Person:
    """Asks the reader and where codes are held up in turn until one tells who is there. What is bad is said in words.

    Raises DeviceError when the reader is gone; the step has other routes, a code alone among them. That no code can be
    read any more is said, and the card waited for.
    """
    reader = job.kit.id_card
    if reader is None:
        raise DeviceError("this terminal has no card reader", sentence="这台机器读不了身份证", remedy="可以输号码办")
    return Recognition(job, reader, code_places(job, show=False)).run()


def lay_card(step: LayCard, job: Job) -> Person:
    """Waits for the card that is asked for, and says what is wrong with another one. Raises DeviceError."""
    reader, today = job.kit.id_card, job.kit.clock.now().date()
    if reader is None:
        raise DeviceError("this terminal has no card reader", sentence="这台机器读不了身份证", remedy="到窗口办")

    def wrong(person: Person) -> Hint | None:
        if person.id_number == step.other:
            return SAME_PERSON
        return EXPIRED if person.expired(today) else None

    return Recognition(job, reader, [], wrong, HELPERS_OWN).run()


def show_code(_step: ShowCode, job: Job) -> Person:
    """Asks for a code alone until one tells who is there. Raises DeviceError and GatewayError."""
    places = code_places(job, show=True)
    if not places:
        raise DeviceError("this terminal has no scanner", sentence="这台机器扫不了码", remedy="可以输号码办")
    return Recognition(job, None, places).run()


class Recognition:
    """One citizen's tries. ``_said`` is None until something was said; then nobody needs to be told of a silence.

    ``wrong`` says what is wrong with a card that can be read, ``staff`` what a helper hears who lays their own.
    """

    def __init__(
        self,
        job: Job,
        reader: Device[IdCardReader] | None,
        places: list[CodePlace],
        wrong: Callable[[Person], Hint | None] = lambda _person: None,
        staff: Hint = STAFF_CARD,
    ) -> None:
        self._job, self._reader, self._places, self._wrong, self._staff = job, reader, places, wrong, staff
        self._said: Hint | None = None
        self._refused: set[str] = set()  # a phone that is still held there is not asked about again
        self._places_gone = False

    def run(self) -> Person:
        started = self._job.kit.clock.monotonic()
        while True:
            person = self.card() or self.code()
            if person is not None:
                return person
            silent = self._reader is not None and self._said is None
            if silent and self._job.kit.clock.monotonic() - started >= CARD_HINT:
                self._say(NOTHING_READ)
            self._job.cancel.wait(CARD_POLL)

    def card(self) -> Person | None:
        """Whose card was laid there since the last look."""
        if self._reader is None:
            return None
        try:
            person = self._reader.run(lambda driver: driver.read(), cancel=self._job.cancel, deadline=CARD_READ)
        except CardError as bad:
            self._say(Hint(bad.sentence, bad.remedy))
            return None
        if person is None:
            return None
        if self._job.is_staff(person):  # nobody is served as a citizen by themselves
            self._job.report(StaffCard())
            self._say(self._staff)
            return None
        if (hint := self._wrong(person)) is not None:
            self._say(hint)
            return None
        self._job.report(CardRead(person))
        return person

    def code(self) -> Person | None:
        """Whose phone is held up. Raises GatewayError where there is no reader to wait for instead."""
        code = self._look()
        if code is None or code.text in self._refused:
            return None
        if not code.kind.proves:
            self._say(NO_PROOF)
            return None
        return self._holder(code)

    def _look(self) -> ScannedCode | None:
        """Where the first place is gone, the next one will do."""
        gone: DeviceError | None = None
        for place in self._places:
            try:
                code = place.look()
            except CodeError as bad:
                self._say(Hint(bad.sentence, bad.remedy))
                return None
            except DeviceError as error:
                gone = gone or error
                continue
            self._places_gone = False
            return code
        if gone is not None:
            self._tell_gone(gone)
        return None

    def _tell_gone(self, error: DeviceError) -> None:
        if self._reader is None:
            raise error
        if not self._places_gone:
            self._say(NO_CODES)
        self._places_gone = True

    def _holder(self, code: ScannedCode) -> Person | None:
        """Whose code it is, unless a card was laid meanwhile."""
        kit, cancel = self._job.kit, self._job.cancel
        try:
            if not kit.link.status.usable:
                raise Unreachable("the link is down")
            self._say(ASKING)
            holder = kit.gateway.call(ResolveCode(code.kind, code.text), cancel=cancel)
        except Refused as no:
            self._refused.add(code.text)
            self._say(Hint(no.sentence, no.remedy))
            return None
        except GatewayError as error:
            if self._reader is None:
                raise
            self._say(Hint(error.sentence, CARD_INSTEAD))
            return None
        by_code = Person(name=holder.name, id_number=holder.id_number)
        with suppress(DeviceError):
            return self.card() or by_code
        return by_code

    def _say(self, hint: Hint) -> None:
        self._said = hint
        self._job.report(hint)
