"""A field of a form: one question with one answer, written, pressed on keys or put together.

``problem`` of each says in one sentence what is wrong with what stands there, "" when nothing is: a page answers with
nothing else.
"""

import re
from collections.abc import Generator
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, timedelta
from typing import Any, ClassVar, Final, TypeVar

from kiosk.core.day import spoken_day
from kiosk.core.money import figures
from kiosk.core.person import id_number_problem
from kiosk.core.route import Alternative, Route
from kiosk.core.step.ask import Choice, Choose
from kiosk.core.step.base import Step
from kiosk.core.words import said

__all__ = [
    "MOST_AMOUNT",
    "Digits",
    "EnterAddress",
    "EnterAmount",
    "EnterDate",
    "EnterNumber",
    "EnterOtherId",
    "EnterPhone",
    "EnterText",
]

T = TypeVar("T")

LEAVE_OUT: Final = Alternative("skip", "不填", "mdi6.skip-next")
MOST_AMOUNT: Final = 99_999_999_99  # fen: what eight digits of yuan hold
OWN = "card"  # the choice of the address that the card told

_AMOUNT = re.compile(r"(\d{1,8})(?:\.(\d{1,2}))?", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{9,11}", re.ASCII)


@dataclass(frozen=True)
class Field(Step[T]):
    """``name`` is the field's, and what a line of the review names to have it asked anew. ``heading`` is the question,
    ``hint`` one sentence under it. One that is ``optional`` has the way on 「不填」, answered with ``nothing``.
    """

    name: str
    heading: str
    _: KW_ONLY
    hint: str = ""
    optional: bool = False
    asks: ClassVar[bool] = True

    @property
    def alternatives(self) -> tuple[Alternative, ...]:  # type: ignore[override]  # only an optional one has another way
        return (LEAVE_OUT,) if self.optional else ()

    @property
    def nothing(self) -> T:
        """The answer of a field that was left out."""
        raise NotImplementedError

    def __await__(self) -> Generator[Step[Any], Any, T]:
        answer: T | Route = yield self
        return self.nothing if isinstance(answer, Route) else answer


@dataclass(frozen=True)
class EnterText(Field[str]):
    """Chinese or anything else, by hand or by keys: ``least`` to ``most`` characters without the spaces around them.

    ``pattern`` is a regular expression for the whole of it, ``wrong`` the sentence for what does not match.
    """

    most: int = 60
    least: int = 1
    pattern: str = ""
    wrong: str = ""
    screen: ClassVar[str] = "write"
    nothing: ClassVar[str] = ""

    def problem(self, text: str) -> str:
        length = len(text.strip())
        if not length:
            return "还没写，先写上"
        if length < self.least:
            return said("太短了，至少写{least}个字", least=self.least)
        if length > self.most:
            return said("太长了，最多写{most}个字", most=self.most)
        return _mismatch(self.pattern, self.wrong, text.strip())


@dataclass(frozen=True)
class EnterAddress(EnterText):
    """An address. ``known`` is the one that the card told: it is offered first, since nobody writes gladly."""

    known: str = field(default="", repr=False)

    def __await__(self) -> Generator[Step[Any], Any, str]:
        if not self.known:
            return (yield from super().__await__())
        ways = Choice(OWN, "身份证上的地址", self.known), Choice("other", "别的地址", "自己写")
        if (yield Choose(self.heading, ways, many=False, name=self.name)) == (OWN,):
            return self.known
        return (yield from replace(self, name=f"{self.name}.written", known="").__await__())


@dataclass(frozen=True)
class Digits(Field[T]):
    """What is pressed on number keys, ``longest`` characters at most; ``extra`` is the key beside 0 to 9."""

    screen: ClassVar[str] = "digits"
    extra: ClassVar[str] = ""

    @property
    def longest(self) -> int:
        raise NotImplementedError

    @property
    def whole(self) -> int:
        """How many characters it has, 0 where that is not fixed."""
        return 0

    def problem(self, text: str, today: date) -> str:
        raise NotImplementedError

    def value(self, text: str) -> T:
        """The answer that a text without a problem stands for."""
        raise NotImplementedError


@dataclass(frozen=True)
class EnterNumber(Digits[str]):
    """A number that counts nothing: of a meter, an account, a case. Digits only, ``least`` to ``most`` of them."""

    most: int = 20
    least: int = 1
    pattern: str = ""
    wrong: str = ""
    nothing: ClassVar[str] = ""

    @property
    def longest(self) -> int:
        return self.most

    @property
    def whole(self) -> int:
        return self.most if self.most == self.least else 0

    def problem(self, text: str, today: date) -> str:
        if not (text.isascii() and text.isdigit()):
            return "只有数字，再看一看" if text else "还没按，先按号码"
        if len(text) < self.least:
            return said("还差{missing}位，接着按", missing=self.least - len(text))
        if len(text) > self.most:
            return said("多了{more}位，再看一看", more=len(text) - self.most)
        return _mismatch(self.pattern, self.wrong, text)

    def value(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class EnterPhone(Digits[str]):
    """A telephone number of the mainland: a mobile's 11 digits, or a landline's with its area code."""

    longest: ClassVar[int] = 12
    nothing: ClassVar[str] = ""

    def problem(self, text: str, today: date) -> str:
        if not text:
            return "还没按，先按电话号码"
        if _MOBILE.fullmatch(text) or _LANDLINE.fullmatch(text):
            return ""
        if text.startswith("0"):
            return "座机要连区号，10到12位"
        if not text.startswith("1"):
            return "手机号1开头，座机先按区号"
        return "手机号是11位，再看一看"

    def value(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class EnterAmount(Digits[int]):
    """An amount in fen, ``least`` to ``most``, pressed in yuan with at most two digits after the point."""

    most: int = MOST_AMOUNT
    least: int = 1
    longest: ClassVar[int] = 11  # 99999999.99
    nothing: ClassVar[int] = 0
    extra: ClassVar[str] = "."

    def problem(self, text: str, today: date) -> str:
        if not text:
            return "还没按，先按金额"
        if not _AMOUNT.fullmatch(text):
            return "金额不对，点后面最多两位"
        amount = self.value(text)
        if amount < self.least:
            return said("最少{least}", least=figures(self.least))
        if amount > self.most:
            return said("最多{most}", most=figures(self.most))
        return ""

    def value(self, text: str) -> int:
        found = _AMOUNT.fullmatch(text)
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0


@dataclass(frozen=True)
class EnterOtherId(Digits[str]):
    """The ID number of somebody who does not stand here: 18 characters, the last one may be X. ``taken`` are others."""

    taken: tuple[str, ...] = field(default=(), repr=False)
    longest: ClassVar[int] = 18
    whole: ClassVar[int] = 18
    nothing: ClassVar[str] = ""
    extra: ClassVar[str] = "X"

    def problem(self, text: str, today: date) -> str:
        if text.upper() in self.taken:
            return "这个号码已经有了，再看一看"
        return id_number_problem(text, today) or ""

    def value(self, text: str) -> str:
        return text.upper()


@dataclass(frozen=True)
class EnterDate(Field[date | None]):
    """A day. ``earliest`` and ``latest`` are dates, or days from today: -1 is yesterday. None only where left out.

    ``usual`` is what most people mean, in days from today: from there it is put right.
    """

    earliest: date | int = date(1900, 1, 1)
    latest: date | int = date(2099, 12, 31)
    usual: int = 0
    screen: ClassVar[str] = "date"
    nothing: ClassVar[None] = None

    def limits(self, today: date) -> tuple[date, date]:
        """The first and the last day that may be answered."""
        return _day(self.earliest, today), _day(self.latest, today)

    def problem(self, day: date, today: date) -> str:
        earliest, latest = self.limits(today)
        if day < earliest:
            return "今天以前的不行" if earliest == today else said("不能早于{day}", day=spoken_day(earliest))
        if day > latest:
            return "还没到那一天" if latest == today else said("不能晚于{day}", day=spoken_day(latest))
        return ""


def _day(limit: date | int, today: date) -> date:
    return today + timedelta(days=limit) if isinstance(limit, int) else limit


def _mismatch(pattern: str, wrong: str, text: str) -> str:
    return "" if not pattern or re.fullmatch(pattern, text) else wrong
