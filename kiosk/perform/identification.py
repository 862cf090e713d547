"""Finding out who is there: the ID card on the reader, or the code on a phone, whichever comes first.

A card is good at once; of a code the platform that gave it out says whose it is. While that takes its time a card may
be laid, and what the card says wins: it tells more, and needs nobody to vouch for it.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from kiosk.core.code import ResolveCode, ScannedCode
from kiosk.core.errors import CardError, CodeError, DeviceError, GatewayError, Refused, Unreachable
from kiosk.core.job import Hint, Job
from kiosk.core.person import Person
from kiosk.core.ports import CodeScanner, Device, IdCardReader
from kiosk.core.step import Identify
from kiosk.core.timing import CARD_HINT, CARD_POLL, CARD_READ, SCAN_READ

__all__ = ["identify"]

NOTHING_READ: Final = Hint("没读到身份证", "换一面再放")
NO_CARDS: Final = Hint("身份证现在读不了", "可以亮出手机上的社保码")
NO_CODES: Final = Hint("现在扫不了码", "把身份证放在亮灯的地方")
NO_PROOF: Final = Hint("这样的码认不出您本人", "打开手机上的社保码再扫")
ASKING: Final = Hint("扫到了，正在认这个码", "等一会儿", wrong=False)
CARD_INSTEAD: Final = "把身份证放在亮灯的地方"

_Way = tuple[Callable[[], Person | None], Hint]  # how to ask, and what to say when it is gone and another is not


def identify(_step: Identify, job: Job) -> Person:
    """Asks reader and scanner in turn until one of them tells who is there. What is bad is said in words.

    One of the two that is gone is said as well, and the other goes on. Raises DeviceError when neither is there, and
    GatewayError for a code when there is no reader to turn to; the step has other routes.
    """
    return _Identification(job).run()


class _Identification:
    """One citizen's tries. ``_said`` is None until something was said; then nobody needs to be told of a silence."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._said: Hint | None = None
        self._refused: set[str] = set()  # a phone that is still held there is not asked about again
        self._gone: set[Hint] = set()

    def run(self) -> Person:
        ways = self._ways()
        if not ways:
            raise DeviceError("no card reader, no scanner", sentence="这台机器读不了身份证", remedy="可以输号码办")
        started = self._job.kit.clock.monotonic()
        while True:
            person = self._ask(ways)
            if person is not None:
                return person
            if self._said is None and self._job.kit.clock.monotonic() - started >= CARD_HINT:
                self._say(NOTHING_READ)
            self._job.cancel.wait(CARD_POLL)

    def _ways(self) -> list[_Way]:
        """What the site has, the card first."""
        kit, ways = self._job.kit, list[_Way]()
        if (reader := kit.id_card) is not None:
            ways.append((lambda: self._card(reader), NO_CARDS))
        if (scanner := kit.scanner) is not None:
            ways.append((lambda: self._code(scanner), NO_CODES))
        return ways

    def _ask(self, ways: list[_Way]) -> Person | None:
        """Each way once. Raises the first one's DeviceError when all of them are gone."""
        lost: dict[Hint, DeviceError] = {}
        for ask, words in ways:
            try:
                person = ask()
            except DeviceError as error:
                lost[words] = error
                continue
            if person is not None:
                return person
        if len(lost) == len(ways):
            raise next(iter(lost.values()))
        for words in lost.keys() - self._gone:
            self._say(words)
        self._gone = set(lost)
        return None

    def _card(self, reader: Device[IdCardReader]) -> Person | None:
        try:
            return reader.run(lambda driver: driver.read(), cancel=self._job.cancel, deadline=CARD_READ)
        except CardError as bad:
            self._say(Hint(bad.sentence, bad.remedy))
            return None

    def _code(self, scanner: Device[CodeScanner]) -> Person | None:
        try:
            code = scanner.run(lambda driver: driver.read(), cancel=self._job.cancel, deadline=SCAN_READ)
        except CodeError as bad:
            self._say(Hint(bad.sentence, bad.remedy))
            return None
        if code is None or code.text in self._refused:
            return None
        if not code.kind.proves:
            self._say(NO_PROOF)
            return None
        return self._holder(code)

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
            if kit.id_card is None:
                raise
            self._say(Hint(error.sentence, CARD_INSTEAD))
            return None
        with suppress(DeviceError):
            if kit.id_card is not None and (card := self._card(kit.id_card)) is not None:
                return card
        return Person(name=holder.name, id_number=holder.id_number)

    def _say(self, hint: Hint) -> None:
        self._said = hint
        self._job.report(hint)
