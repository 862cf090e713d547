"""What a declared item asks, one question a page, and the answers as they are reviewed and as they are handed in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.core.day import spoken_day
from kiosk.core.declared import Asked, Kind
from kiosk.core.form import Attachment, Form, Given, Member
from kiosk.core.masking import mask_id, mask_name
from kiosk.core.money import figures
from kiosk.core.person import Person
from kiosk.core.step import (
    Choice,
    Choose,
    EnterAddress,
    EnterAmount,
    EnterDate,
    EnterNumber,
    EnterOtherId,
    EnterPhone,
    EnterText,
    Line,
    Route,
    ScanDocument,
)
from kiosk.core.step.fill import MOST_AMOUNT
from kiosk.core.words import said

__all__ = ["Answer", "Answers", "fill", "filled_in", "lines_of"]

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
MOST_MEMBERS = 8
LEFT_OUT = "没填"


@dataclass(frozen=True)
class Answer:
    """``values`` are handed in, ``shown`` stands in the review. ``by_staff``: they will ask for it."""

    values: tuple[str, ...] = field(default=(), repr=False)
    shown: str = field(default=LEFT_OUT, repr=False)
    members: tuple[Member, ...] = field(default=(), repr=False)
    picture: bytes = field(default=b"", repr=False)
    by_staff: bool = False


Answers = Mapping[str, Answer]


async def fill(questions: Sequence[Asked], person: Person) -> Answers:
    """Asks what applies, by name in the order of the questions."""
    answers: dict[str, Answer] = {}
    for asked in questions:
        if all(name in answers and set(values) & set(answers[name].values) for name, values in asked.when):
            answers[asked.name] = await ASKING[asked.kind](asked, person, answers)
    return answers


def filled_in(answers: Answers, signature: str, consents: tuple[str, ...], by_staff: tuple[str, ...]) -> Form:
    return Form(
        given=tuple(Given(name, answer.values) for name, answer in answers.items() if answer.values),
        members=tuple(member for answer in answers.values() for member in answer.members),
        attachments=tuple(Attachment(name, answer.picture) for name, answer in answers.items() if answer.picture),
        signature=signature,
        consents=consents,
        by_staff=(*(name for name, answer in answers.items() if answer.by_staff), *by_staff),
    )


def lines_of(questions: Sequence[Asked], answers: Answers) -> tuple[Line, ...]:
    return tuple(line for asked in questions if asked.name in answers for line in _lines(asked, answers[asked.name]))


def _lines(asked: Asked, answer: Answer) -> tuple[Line, ...]:
    if asked.kind is not Kind.MEMBERS:
        return (Line(asked.name, asked.label, answer.shown, asked.name),)
    each = tuple(
        Line(
            f"{asked.name}.{at}",
            said("第{number}位", number=at + 1),
            said(
                "{name}（{relation}）\n{number}",
                name=mask_name(member.name),
                relation=member.relation,
                number=mask_id(member.id_number),
            ),
            f"{asked.name}.{at}",
        )
        for at, member in enumerate(answer.members)
    )
    if _least(asked) == _most(asked):
        return each  # nobody was asked whether there are more
    return (*each, Line(asked.name, asked.label, said("一共{people}位", people=len(each)), f"{asked.name}.more"))


async def _text(asked: Asked, _person: Person, _answers: Answers) -> Answer:
    step = EnterText(asked.name, asked.heading, hint=_hint(asked), optional=asked.optional)
    return _plain(await _bounded(step, asked))


async def _address(asked: Asked, person: Person, _answers: Answers) -> Answer:
    step = EnterAddress(asked.name, asked.heading, hint=asked.hint, optional=asked.optional, known=person.address)
    return _plain(await _bounded(step, asked))


async def _number(asked: Asked, _person: Person, _answers: Answers) -> Answer:
    step = EnterNumber(
        asked.name,
        asked.heading,
        asked.most or EnterNumber.most,
        asked.least or EnterNumber.least,
        asked.pattern,
        asked.wrong,
        hint=_hint(asked),
        optional=asked.optional,
    )
    return _plain(await step)


async def _phone(asked: Asked, _person: Person, _answers: Answers) -> Answer:
    return _plain(await EnterPhone(asked.name, asked.heading, hint=asked.hint, optional=asked.optional))


async def _id_number(asked: Asked, person: Person, _answers: Answers) -> Answer:
    number = await EnterOtherId(
        asked.name, asked.heading, (person.id_number,), hint=asked.hint, optional=asked.optional
    )
    return Answer((number,), mask_id(number)) if number else Answer()


async def _amount(asked: Asked, _person: Person, _answers: Answers) -> Answer:
    fen = await EnterAmount(
        asked.name,
        asked.heading,
        asked.most or MOST_AMOUNT,
        asked.least or EnterAmount.least,
        hint=asked.hint,
        optional=asked.optional,
    )
    return Answer((str(fen),), figures(fen)) if fen else Answer()


async def _date(asked: Asked, _person: Person, answers: Answers) -> Answer:
    day = await EnterDate(
        asked.name,
        asked.heading,
        _limit(asked.earliest, FIRST_DAY, answers),
        _limit(asked.latest, LAST_DAY, answers),
        asked.usual,
        hint=asked.hint,
        optional=asked.optional,
    )
    return Answer((day.isoformat(),), spoken_day(day)) if day is not None else Answer()


async def _choice(asked: Asked, _person: Person, _answers: Answers) -> Answer:
    choices = tuple(Choice(option.value, option.label, option.detail, option.fen or None) for option in asked.choices)
    values = await Choose(asked.heading, choices, many=asked.many, name=asked.name)
    return Answer(values, "、".join(option.label for option in asked.choices if option.value in values))


async def _sheet(asked: Asked, _person: Person, _answers: Answers) -> Answer:
    sheet = await ScanDocument(asked.what or asked.label, asked.form, asked.name, asked.optional)
    if not isinstance(sheet, Route):
        return Answer(shown="拍好了", picture=sheet.picture)
    return Answer(shown="没有") if asked.optional else Answer(shown="请工作人员帮忙", by_staff=True)


async def _members(asked: Asked, person: Person, _answers: Answers) -> Answer:
    """One after another; the last one can be taken away again as long as more could be added."""
    people: list[Member] = []
    while len(people) < _most(asked):
        if len(people) >= _least(asked):
            [wish] = await Choose(
                "还要加一位吗" if people else asked.heading, _wishes(people), False, f"{asked.name}.more"
            )
            if wish == "done":
                break
            if wish == "remove":
                people.pop()
                continue
        people.append(await _member(asked, f"{asked.name}.{len(people)}", person, people))
    return Answer(members=tuple(people))


def _wishes(people: Sequence[Member]) -> tuple[Choice, ...]:
    if not people:
        return Choice("add", "有，加一位"), Choice("done", "没有")
    return Choice("add", "再加一位"), Choice("done", "没有了，下一步"), Choice("remove", "不要刚加的这位")


async def _member(asked: Asked, name: str, person: Person, others: Sequence[Member]) -> Member:
    relations = tuple(Choice(relation, relation) for relation in asked.relations)
    [relation] = await Choose(
        said("第{number}位是您的什么人", number=len(others) + 1), relations, many=False, name=f"{name}.relation"
    )
    called = await EnterText(f"{name}.name", "这一位叫什么名字", most=30, hint=asked.hint)
    taken = (person.id_number, *(other.id_number for other in others))
    number = await EnterOtherId(f"{name}.id_number", "这一位的身份证号", taken, hint="一位一位地按，共 18 位")
    return Member(asked.name, relation, called, number)


async def _bounded(step: EnterText, asked: Asked) -> str:
    most, least = asked.most or step.most, asked.least or step.least
    return await replace(step, most=most, least=least, pattern=asked.pattern, wrong=asked.wrong)


def _hint(asked: Asked) -> str:
    return asked.hint or (said("例如：{example}", example=asked.example) if asked.example else "")


def _plain(text: str) -> Answer:
    return Answer((text,), text) if text else Answer()


def _most(asked: Asked) -> int:
    return asked.most or MOST_MEMBERS


def _least(asked: Asked) -> int:
    return 0 if asked.optional else asked.least or 1


def _limit(limit: date | int | str | None, otherwise: date, answers: Answers) -> date | int:
    """A name stands for the day answered there, where one was."""
    if isinstance(limit, str):
        return date.fromisoformat(answers[limit].values[0]) if limit in answers and answers[limit].values else otherwise
    return otherwise if limit is None else limit


ASKING: Mapping[Kind, Callable[[Asked, Person, Answers], Awaitable[Answer]]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.PHONE: _phone,
    Kind.AMOUNT: _amount,
    Kind.ID_NUMBER: _id_number,
    Kind.DATE: _date,
    Kind.ADDRESS: _address,
    Kind.CHOICE: _choice,
    Kind.MEMBERS: _members,
    Kind.SHEET: _sheet,
}
