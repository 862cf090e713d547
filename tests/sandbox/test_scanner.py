"""Codes before the bench's scanner and whose they are at the gateway; the bench's guide lights."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.code import CodeHolder, CodeKind, ResolveCode, ScannedCode, classify
from kiosk.core.errors import CodeError, Disconnected, Refused
from kiosk.core.slot import Slot
from kiosk.devices import line_serial, opencv, serial_lights
from kiosk.devices.line_serial import LineScanner
from kiosk.devices.zxing_codes import ZxingCodeReader
from kiosk.sandbox.codes import LIFETIME, Codes
from kiosk.sandbox.refusals import Refusal
from kiosk.sandbox.residents import RESIDENTS
from tests.sandbox.town import Town, town

KINDS = [CodeKind.SOCIAL_SECURITY, CodeKind.MEDICAL_VOUCHER]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SLOTS = {slot: number for number, slot in enumerate(Slot, 1)}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path / "state") as made:
        yield made


@pytest.fixture
def scanner(place: Town) -> Iterator[LineScanner]:
    options = line_serial.Options(port=Path(place.ready["wires"]["scanner"]))
    with closing(line_serial.open_device(options, SystemClock())) as opened:
        opened.read()
        yield opened


# --- the bench ---


def test_a_text_comes_over_the_wire(place: Town, scanner: LineScanner) -> None:
    assert place.order("/scanner", text="张三 123") == {"state": "connected", "fault": None, "text": "张三 123"}
    assert scanner.read() == ScannedCode("张三 123", CodeKind.TEXT)
    assert place.get("/state")["devices"]["scanner"]["text"] == "张三 123"


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_shows_a_code_that_the_gateway_knows_once(place: Town, scanner: LineScanner, kind: CodeKind) -> None:
    text = place.order("/scanner", person="r07", code=kind.value)["text"]
    code = scanner.read()
    assert code == ScannedCode(text, kind)
    holder = place.gateway().call(ResolveCode(code.kind, code.text))
    assert holder == CodeHolder("麦麦提图尔荪·阿卜杜热合曼江", RESIDENTS[6].card.number)
    assert place.order("/scanner", person="r07", code=kind.value)["text"] != text


def test_a_code_whose_minute_is_over_is_refused_with_words(place: Town) -> None:
    text = place.order("/scanner", person="r01", code="expired")["text"]
    with pytest.raises(Refused) as refused:
        place.gateway().call(ResolveCode(CodeKind.SOCIAL_SECURITY, text))
    assert (refused.value.reason, refused.value.sentence) == ("expired_code", "这个码过期了")
    assert refused.value.remedy


def test_the_books_hold_nothing_of_a_code(place: Town) -> None:
    text = place.order("/scanner", person="r01")["text"]
    place.gateway().call(ResolveCode(CodeKind.SOCIAL_SECURITY, text))
    kept = b"".join(path.read_bytes() for path in place.state.iterdir() if path.is_file())
    assert text.encode() not in kept
    assert RESIDENTS[0].card.number.encode() not in kept


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_before_the_camera_is_read_over_the_wire(place: Town, kind: CodeKind) -> None:
    options = opencv.Options(source=place.ready["wires"]["camera"])
    with closing(opencv.open_device(options, SystemClock())) as camera:
        state = place.order("/camera", person="r07", code=kind.value)
        assert state["scene"] is None
        assert ZxingCodeReader().read(camera.frame()) == ScannedCode(state["text"], kind)
        assert place.gateway().call(ResolveCode(kind, state["text"])).id_number == RESIDENTS[6].card.number
    with closing(opencv.open_device(options, SystemClock())) as camera:
        assert place.order("/camera", scene="face")["text"] is None
        assert ZxingCodeReader().read(camera.frame()) is None


def scanned(place: Town, text: str) -> str | None:
    """What a driver gets of it that has just been opened."""
    options = line_serial.Options(port=Path(place.ready["wires"]["scanner"]))
    with closing(line_serial.open_device(options, SystemClock())) as opened:
        opened.read()
        place.order("/scanner", text=text)
        code = opened.read()
        return None if code is None else code.text


def test_a_scanner_that_is_unplugged_and_back(place: Town) -> None:
    assert place.order("/scanner", fault="unplugged")["state"] == "unplugged"
    with pytest.raises(Disconnected):
        scanned(place, "0123456789")
    place.order("/scanner", fault=None)
    assert scanned(place, "0123456789") == "0123456789"


@pytest.mark.parametrize("fault", ["mute", "truncated"])
def test_a_scanner_of_which_nothing_whole_comes(place: Town, fault: str) -> None:
    place.order("/scanner", fault=fault)
    assert scanned(place, "0123456789") is None


def test_noise_on_the_line_is_an_own_error(place: Town, scanner: LineScanner) -> None:
    place.order("/scanner", text="0123456789", fault="noise")
    with pytest.raises(CodeError):
        scanner.read()


def test_the_lights_and_their_board(place: Town) -> None:
    options = serial_lights.Options(port=Path(place.ready["wires"]["lights"]), slots=SLOTS)
    with closing(serial_lights.open_device(options, SystemClock())) as lights:
        lights.show(Slot.CAMERA)
        slots = place.get("/state")["devices"]["lights"]["slots"]
        assert slots == dict.fromkeys([slot.value for slot in Slot], "off") | {"camera": "blink"}
        assert place.order("/lights", fault="unplugged")["state"] == "unplugged"
        with pytest.raises(Disconnected):
            lights.show(None)
    assert place.order("/lights", fault=None)["slots"]["camera"] == "off"


# --- codes ---


@pytest.fixture
def codes() -> Codes:
    return Codes()


@pytest.mark.parametrize("kind", KINDS)
def test_codes_have_the_form_of_their_kind_and_are_never_the_same(codes: Codes, kind: CodeKind) -> None:
    texts = {codes.show(RESIDENTS[0], kind, NOW + LIFETIME) for _ in range(200)}
    assert len(texts) == 200
    assert {classify(text) for text in texts} == {kind}


def test_the_same_terminal_may_ask_again_and_no_other(codes: Codes) -> None:
    text = codes.show(RESIDENTS[0], CodeKind.SOCIAL_SECURITY, NOW + LIFETIME)

    def ask(terminal: str, seconds: float) -> str:
        now = NOW + timedelta(seconds=seconds)
        try:
            return codes.holder(text, CodeKind.SOCIAL_SECURITY, terminal=terminal, now=now).id
        except Refusal as refusal:
            return refusal.body.reason

    assert ask("A", 59) == "r01"
    assert ask("A", 80) == "r01"
    assert ask("B", 80) == "used_code"
    assert ask("A", 90) == "used_code"


@pytest.mark.parametrize(
    ("kind", "other", "seconds", "reason"),
    [
        (CodeKind.SOCIAL_SECURITY, False, 61, "expired_code"),
        (CodeKind.MEDICAL_VOUCHER, False, 0, "unknown_code"),  # asked for as another kind than it is
        (CodeKind.SOCIAL_SECURITY, True, 0, "unknown_code"),
    ],
)
def test_what_is_no_good_code(codes: Codes, kind: CodeKind, other: bool, seconds: int, reason: str) -> None:
    text = codes.show(RESIDENTS[0], CodeKind.SOCIAL_SECURITY, NOW + LIFETIME)
    with pytest.raises(Refusal) as refusal:
        codes.holder("SC00" if other else text, kind, terminal="A", now=NOW + timedelta(seconds=seconds))
    assert refusal.value.body.reason == reason


def test_codes_that_are_long_over_are_forgotten(codes: Codes) -> None:
    codes.show(RESIDENTS[0], CodeKind.SOCIAL_SECURITY, NOW)
    codes.show(RESIDENTS[0], CodeKind.SOCIAL_SECURITY, NOW + timedelta(hours=2))
    assert len(codes._codes) == 1
