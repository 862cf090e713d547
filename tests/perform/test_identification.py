"""Finding out who is there: card, code, both, neither, and the words that are said meanwhile."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.core import timing
from kiosk.core.code import CodeHolder, CodeKind, ResolveCode, ScannedCode
from kiosk.core.errors import (
    CameraError,
    Cancelled,
    CardError,
    CodeError,
    DeviceError,
    Disconnected,
    GatewayError,
    NoAnswer,
    Refused,
    ServerFault,
    Unauthorized,
    Unreachable,
)
from kiosk.core.job import Hint, Preview
from kiosk.core.person import Person
from kiosk.core.picture import Frame
from kiosk.core.status import Health, Status
from kiosk.core.step import Identify, LayCard, ShowCode
from kiosk.perform.identification import (
    ASKING,
    CARD_INSTEAD,
    EXPIRED,
    HELPERS_OWN,
    NO_CODES,
    NO_PROOF,
    SAME_PERSON,
    identify,
    lay_card,
    show_code,
)
from tests.people import WANG, ZHANG
from tests.perform.kits import FakeClock, Played, job

CODE = ScannedCode("SC9D2F00A1B2C3D4E5F60718293A4B", CodeKind.SOCIAL_SECURITY)
VOUCHER = ScannedCode("4243669509084040896099330000", CodeKind.MEDICAL_VOUCHER)
BY_CODE = Person(WANG.name, WANG.id_number)
UP = SimpleNamespace(status=Status(Health.ONLINE))
DOWN = SimpleNamespace(status=Status(Health.OFFLINE, fault=Unreachable().fault()))


class Platform:
    """Answers each question with the next of these; an error is raised. Writes the questions down."""

    def __init__(self, *answers: Any) -> None:
        self._answers = iter(answers)
        self.asked: list[ResolveCode] = []

    def call(self, call: ResolveCode, *, cancel: Any) -> CodeHolder:
        self.asked.append(call)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return CodeHolder(answer.name, answer.id_number)


def scanner(*codes: Any) -> Played:
    return Played("read", *codes, forget=lambda: None)


def card(*cards: Any) -> Played:
    return Played("read", *cards)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.perform.identification.CARD_POLL", 0.0)


def test_the_first_good_card_is_the_answer() -> None:
    work, said = job(id_card=Played("read", None, None, ZHANG))
    assert identify(Identify(), work) is ZHANG
    assert said == []


def test_a_bad_card_is_said_in_its_own_words_and_the_next_one_is_read() -> None:
    expired = CardError("expired", sentence="身份证过期了", remedy="换一张没过期的")
    work, said = job(id_card=Played("read", expired, None, ZHANG))
    assert identify(Identify(), work) is ZHANG
    assert said == [Hint("身份证过期了", "换一张没过期的")]


def test_a_silence_is_explained_once_after_five_seconds() -> None:
    work, said = job(FakeClock(step=timing.CARD_HINT / 3), id_card=Played("read", *[None] * 12, ZHANG))
    identify(Identify(), work)
    assert said == [Hint("没读到身份证", "换一面再放")]


def test_a_words_about_a_bad_card_are_not_talked_over() -> None:
    work, said = job(FakeClock(step=timing.CARD_HINT), id_card=Played("read", CardError(), *[None] * 5, ZHANG))
    identify(Identify(), work)
    assert [hint.sentence for hint in said] == ["没读到身份证"]
    assert said[0].remedy == CardError.remedy


def test_a_reader_that_is_gone_is_trouble() -> None:
    work, _ = job(id_card=Played("read", None, Disconnected("no wire")))
    with pytest.raises(Disconnected):
        identify(Identify(), work)


def test_a_terminal_without_a_reader_says_so() -> None:
    work, _ = job()
    with pytest.raises(DeviceError, match="no card reader"):
        identify(Identify(), work)


def test_a_citizen_who_leaves_ends_the_reading() -> None:
    work, _ = job(id_card=Played("read", None, None))
    with pytest.raises(Cancelled):
        identify(Identify(), work)


# --- codes ---


@pytest.mark.parametrize("code", [CODE, VOUCHER])
def test_a_code_that_its_platform_knows_is_as_good_as_a_card(code: ScannedCode) -> None:
    platform = Platform(WANG)
    work, said = job(id_card=card(*[None] * 9), scanner=scanner(None, code), gateway=platform, link=UP)
    person = identify(Identify(), work)
    assert person == BY_CODE
    assert not person.typed
    assert platform.asked == [ResolveCode(code.kind, code.text)]
    assert said == [ASKING]
    assert not ASKING.wrong


def test_a_card_and_a_code_at_once_the_card_wins() -> None:
    platform = Platform()
    work, said = job(id_card=card(ZHANG), scanner=scanner(CODE), gateway=platform, link=UP)
    assert identify(Identify(), work) is ZHANG
    assert platform.asked == said == []


def test_a_card_that_was_laid_while_the_platform_was_asked_wins() -> None:
    work, _ = job(id_card=card(None, ZHANG), scanner=scanner(CODE), gateway=Platform(WANG), link=UP)
    assert identify(Identify(), work) is ZHANG


@pytest.mark.parametrize("broken", [CardError("expired"), Disconnected("no wire"), NoAnswer("mute")])
def test_a_bad_card_meanwhile_does_not_spoil_the_code(broken: DeviceError) -> None:
    work, _ = job(id_card=card(None, broken), scanner=scanner(CODE), gateway=Platform(WANG), link=UP)
    assert identify(Identify(), work) == BY_CODE


def test_what_was_scanned_before_is_forgotten_once_and_first() -> None:
    forgotten: list[str] = []
    codes = Played("read", None, CODE, forget=lambda: forgotten.append("all"))
    work, _ = job(id_card=card(*[None] * 9), scanner=codes, gateway=Platform(WANG), link=UP)
    identify(Identify(), work)
    assert forgotten == ["all"]


def test_a_refused_code_is_said_and_asked_about_once_however_long_it_is_held_there() -> None:
    expired = Refused("expired_code", sentence="这个码过期了", remedy="刷新一下再扫")
    platform = Platform(expired, WANG)
    codes = scanner(CODE, CODE, None, CODE, VOUCHER)
    work, said = job(id_card=card(*[None] * 9), scanner=codes, gateway=platform, link=UP)
    assert identify(Identify(), work) == BY_CODE
    assert [call.code for call in platform.asked] == [CODE.text, VOUCHER.text]
    assert said == [ASKING, Hint("这个码过期了", "刷新一下再扫"), ASKING]


@pytest.mark.parametrize("kind", [CodeKind.ID_NUMBER, CodeKind.TEXT, CodeKind.UNKNOWN])
def test_what_proves_nothing_is_not_asked_about(kind: CodeKind) -> None:
    platform = Platform()
    work, said = job(id_card=card(None, ZHANG), scanner=scanner(ScannedCode("x", kind)), gateway=platform, link=UP)
    assert identify(Identify(), work) is ZHANG
    assert (platform.asked, said) == ([], [NO_PROOF])


def test_a_code_that_cannot_be_read_is_said_in_its_own_words() -> None:
    work, said = job(id_card=card(None, ZHANG), scanner=scanner(CodeError("cut", sentence="码没扫全")))
    assert identify(Identify(), work) is ZHANG
    assert said == [Hint("码没扫全", CodeError.remedy)]


@pytest.mark.parametrize("error", [Unreachable(), ServerFault(), Unauthorized()])
def test_without_the_platform_the_card_is_asked_for(error: GatewayError) -> None:
    work, said = job(id_card=card(None, ZHANG), scanner=scanner(CODE), gateway=Platform(error), link=UP)
    assert identify(Identify(), work) is ZHANG
    assert said == [ASKING, Hint(error.sentence, CARD_INSTEAD)]


def test_without_a_link_nobody_waits_for_the_platform() -> None:
    platform = Platform()
    work, said = job(id_card=card(None, ZHANG), scanner=scanner(CODE), gateway=platform, link=DOWN)
    assert identify(Identify(), work) is ZHANG
    assert (platform.asked, said) == ([], [Hint(Unreachable.sentence, CARD_INSTEAD)])


# --- one of the two is gone ---


@pytest.mark.parametrize("gone", [Disconnected("no wire", device="id_card"), NoAnswer("mute", device="id_card")])
def test_a_reader_that_is_gone_is_trouble_with_a_scanner_too(gone: DeviceError) -> None:
    work, said = job(id_card=card(None, gone), scanner=scanner(None, CODE), gateway=Platform(WANG), link=UP)
    with pytest.raises(type(gone)):
        identify(Identify(), work)
    assert said == []


def test_a_scanner_that_is_gone_is_said_once_and_the_reader_goes_on() -> None:
    gone = Disconnected("no wire", device="scanner")
    work, said = job(id_card=card(None, None, ZHANG), scanner=scanner(gone, gone))
    assert identify(Identify(), work) is ZHANG
    assert said == [NO_CODES]


def test_one_that_comes_back_and_goes_again_is_said_again() -> None:
    gone = Disconnected("no wire", device="scanner")
    work, said = job(id_card=card(None, None, None, ZHANG), scanner=scanner(gone, None, gone))
    identify(Identify(), work)
    assert said == [NO_CODES, NO_CODES]


# --- the code alone ---


def test_a_code_alone_will_do_and_no_card_is_asked_for() -> None:
    expired = Refused("expired_code", sentence="这个码过期了")
    codes = scanner(None, CODE, CodeError("cut"), VOUCHER)
    work, said = job(
        FakeClock(step=timing.CARD_HINT), id_card=card(), scanner=codes, gateway=Platform(expired, WANG), link=UP
    )
    assert show_code(ShowCode(), work) == BY_CODE
    assert [hint.sentence for hint in said] == [ASKING.sentence, "这个码过期了", CodeError.sentence, ASKING.sentence]


@pytest.mark.parametrize("error", [Disconnected("no wire", device="scanner"), NoAnswer("mute", device="scanner")])
def test_then_a_scanner_that_is_gone_is_trouble(error: DeviceError) -> None:
    work, _ = job(scanner=scanner(None, error))
    with pytest.raises(type(error)):
        show_code(ShowCode(), work)


@pytest.mark.parametrize("error", [Unreachable(), ServerFault(), Unauthorized()])
def test_then_a_platform_that_is_gone_is_trouble(error: GatewayError) -> None:
    work, _ = job(scanner=scanner(CODE), gateway=Platform(error), link=UP)
    with pytest.raises(type(error)):
        show_code(ShowCode(), work)


def test_a_terminal_without_a_scanner_says_so() -> None:
    work, _ = job()
    with pytest.raises(DeviceError, match="no scanner"):
        show_code(ShowCode(), work)


def test_a_citizen_who_leaves_ends_the_scanning() -> None:
    work, _ = job(scanner=scanner(None, None))
    with pytest.raises(Cancelled):
        show_code(ShowCode(), work)


# --- codes before the camera ---


class Reader:
    """Finds in the next frame the next of these; an error is raised."""

    def __init__(self, *found: Any) -> None:
        self._found = iter(found)

    def read(self, _frame: Frame) -> Any:
        found = next(self._found, None)
        if isinstance(found, Exception):
            raise found
        return found


FRAME = Frame(1, 1, memoryview(bytes(4)))


def frames(*lines: Any) -> Played:
    return Played("frame", *(lines or [FRAME] * 12))


def test_without_a_scanner_a_code_before_the_camera_is_as_good() -> None:
    work, said = job(
        id_card=card(*[None] * 9), camera=frames(), code_reader=Reader(None, CODE), gateway=Platform(WANG), link=UP
    )
    assert identify(Identify(), work) == BY_CODE
    assert said == [ASKING]


def test_a_scanner_that_works_leaves_the_camera_alone() -> None:
    work, _ = job(
        id_card=card(*[None] * 9),
        scanner=scanner(None, CODE),
        camera=frames(AssertionError("nobody may look")),
        code_reader=Reader(),
        gateway=Platform(WANG),
        link=UP,
    )
    assert identify(Identify(), work) == BY_CODE


def test_where_the_scanner_is_gone_the_camera_reads_and_nothing_is_missed() -> None:
    gone = Disconnected("no wire", device="scanner")
    work, said = job(
        id_card=card(*[None] * 9),
        scanner=scanner(*[gone] * 9),
        camera=frames(),
        code_reader=Reader(None, CODE),
        gateway=Platform(WANG),
        link=UP,
    )
    assert identify(Identify(), work) == BY_CODE
    assert said == [ASKING]


def test_a_code_that_is_held_there_is_asked_about_once_and_anew_when_it_was_gone() -> None:
    platform = Platform(Unreachable(), WANG)
    codes = Reader(CODE, CODE, None, CODE, *[None] * 6, CODE)
    clock = FakeClock(step=timing.CODE_GONE / 5)
    work, said = job(clock, id_card=card(*[None] * 20), camera=frames(), code_reader=codes, gateway=platform, link=UP)
    assert identify(Identify(), work) == BY_CODE
    assert said == [ASKING, Hint(Unreachable.sentence, CARD_INSTEAD), ASKING]


def test_what_is_wrong_with_a_code_that_is_held_there_is_said_once() -> None:
    bad = CodeError("3 characters")
    codes = Reader(bad, CodeError("3 characters"), ScannedCode("x", CodeKind.TEXT), ScannedCode("x", CodeKind.TEXT))
    work, said = job(id_card=card(*[None] * 5, ZHANG), camera=frames(), code_reader=codes)
    assert identify(Identify(), work) is ZHANG
    assert said == [Hint(bad.sentence, bad.remedy), NO_PROOF]


def test_a_camera_that_is_gone_is_said_once_and_not_asked_again() -> None:
    camera = frames(CameraError("no picture came"), AssertionError("it is known to be gone"))
    work, said = job(id_card=Tripped(camera, None, None, None, ZHANG), camera=camera, code_reader=Reader())
    assert identify(Identify(), work) is ZHANG
    assert said == [NO_CODES]


class Tripped(Played):
    """A card reader; once it has been asked twice, the camera is known to be gone."""

    def __init__(self, camera: Played, *cards: Any) -> None:
        super().__init__("read", *cards)
        self._camera, self._asked = camera, 0

    def _play(self, *_: Any) -> Any:
        self._asked += 1
        if self._asked == 2:
            self._camera.status = Status(Health.HARDWARE_ERROR, fault=CameraError().fault())
        return super()._play()


def test_the_code_alone_shows_what_the_camera_sees() -> None:
    work, said = job(camera=frames(), code_reader=Reader(None, CODE), gateway=Platform(WANG), link=UP)
    assert show_code(ShowCode(), work) == BY_CODE
    assert said == [Preview(FRAME), Preview(FRAME), ASKING]


def test_then_a_camera_that_is_gone_is_trouble() -> None:
    work, _ = job(camera=frames(FRAME, CameraError("no picture came")), code_reader=Reader())
    with pytest.raises(CameraError):
        show_code(ShowCode(), work)


def test_a_card_that_is_asked_for_is_somebody_s_in_particular() -> None:
    expired = replace(WANG, id_number="330203195001010020", valid_until=date(2026, 11, 21))
    work, said = job(id_card=card(ZHANG, None, expired, WANG), scanner=scanner(CODE))
    assert lay_card(LayCard("本人", "principal", ZHANG.id_number), work) == WANG
    assert said == [SAME_PERSON, EXPIRED]


def test_a_helper_neither_acts_for_anybody_nor_is_acted_for() -> None:
    work, said = job(id_card=card(ZHANG, WANG))
    assert lay_card(LayCard("代办人", "agent"), replace(work, is_staff=lambda person: person == ZHANG)) == WANG
    assert HELPERS_OWN in said


def test_without_a_reader_nobody_acts_for_anybody() -> None:
    work, _ = job(scanner=scanner(CODE))
    with pytest.raises(DeviceError):
        lay_card(LayCard("代办人", "agent"), work)
