"""Who is turned away before anybody looks at what they want: every part of a signed call, changed on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import requests

from kiosk.sandbox.faults import Faults
from kiosk.sandbox.guard import Guard
from kiosk.sandbox.refusals import Refusal
from kiosk.services.signing import REPLY_SIGNATURE, Signer, read_secret
from tests.sandbox.town import TERMINAL, SkewedClock, Town, town

PATH = "/social/pension/status"
BODY = b'{"id_number":"330212195203179801"}'


@dataclass
class Sent:
    """A signed call, before somebody has tampered with it."""

    method: str = "POST"
    path: str = PATH
    body: bytes = BODY
    headers: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("state")) as made:
        yield made


def signed(place: Town, *, off: timedelta = timedelta(), key: str | None = None) -> Sent:
    signer = Signer(TERMINAL, read_secret(place.state / "gateway.key"))
    return Sent(headers=signer.headers("POST", PATH, BODY, datetime.now(UTC) + off, key=key))


def answer(place: Town, sent: Sent) -> requests.Response:
    url = place.ready["wires"]["gateway"] + sent.path
    headers = {"Content-Type": "application/json", **sent.headers}
    return requests.request(sent.method, url, data=sent.body, headers=headers, timeout=10)


def reason(place: Town, sent: Sent) -> str:
    """Why it was turned away, "" when it was not."""
    reply = answer(place, sent)
    return "" if reply.status_code == 200 else str(reply.json()["reason"])


def test_untouched_is_let_in(place: Town) -> None:
    assert reason(place, signed(place)) == ""
    assert reason(place, signed(place, key="k" * 32)) == ""


def test_body_changed(place: Town) -> None:
    sent = signed(place)
    sent.body = BODY.replace(b"9801", b"9802")
    assert reason(place, sent) == "signature"


def test_path_changed(place: Town) -> None:
    sent = signed(place)
    sent.path = "/social/pension/certify"
    assert reason(place, sent) == "signature"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Jinban-Terminal", "NB-YZ-0002"),
        ("Jinban-Time", "2026-11-22T00:00:00Z"),
        ("Jinban-Nonce", "0" * 32),
        ("Jinban-Signature", "0" * 64),
        ("Jinban-Signature", "张"),
        ("Idempotency-Key", "k" * 32),
    ],
)
def test_header_changed(place: Town, header: str, value: str) -> None:
    sent = signed(place)
    sent.headers[header] = value.encode().decode("latin-1")
    assert reason(place, sent) == "signature"


def test_key_taken_away(place: Town) -> None:
    sent = signed(place, key="k" * 32)
    del sent.headers["Idempotency-Key"]
    assert reason(place, sent) == "signature"


@pytest.mark.parametrize("name", ["Terminal", "Time", "Nonce", "Signature"])
def test_header_left_out(place: Town, name: str) -> None:
    sent = signed(place)
    del sent.headers[f"Jinban-{name}"]
    assert reason(place, sent) == "unsigned"


def test_another_secret(place: Town) -> None:
    headers = Signer(TERMINAL, b"x" * 32).headers("POST", PATH, BODY, datetime.now(UTC))
    assert reason(place, Sent(headers=headers)) == "signature"


@pytest.mark.parametrize(("seconds", "expected"), [(-301, "clock"), (-290, ""), (290, ""), (302, "clock")])
def test_clock_window(place: Town, seconds: int, expected: str) -> None:
    assert reason(place, signed(place, off=timedelta(seconds=seconds))) == expected


def test_sent_twice(place: Town) -> None:
    sent = signed(place)
    assert reason(place, sent) == ""
    assert reason(place, sent) == "replayed"


def test_the_body_is_not_even_parsed_before(place: Town) -> None:
    assert reason(place, Sent(body=b"{")) == "unsigned"


def is_signed(place: Town, sent: Sent) -> bool:
    reply = answer(place, sent)
    signer = Signer(TERMINAL, read_secret(place.state / "gateway.key"))
    signature = reply.headers.get(REPLY_SIGNATURE)
    nonce = sent.headers.get("Jinban-Nonce", "")
    if signature is None:
        return False
    assert signer.fits(signature, nonce=nonce, status=reply.status_code, body=reply.content)
    return True


def test_only_who_has_signed_gets_a_signed_reply(place: Town) -> None:
    """Nobody else may choose a nonce and have something signed for it."""
    good = signed(place)
    assert is_signed(place, good)
    assert is_signed(place, good), "replayed"
    assert is_signed(place, signed(place, off=timedelta(minutes=6))), "clock"
    tampered = signed(place)
    tampered.body = BODY.replace(b"9801", b"9802")
    assert not is_signed(place, tampered)
    assert not is_signed(place, Sent(headers={"Jinban-Nonce": "0" * 32}))
    assert not is_signed(place, Sent("GET", "/health", b"", {"Jinban-Nonce": "0" * 32}))
    assert not is_signed(place, Sent("GET", "/openapi.json", b"", signed(place).headers))


def test_every_reply_tells_the_time(place: Town) -> None:
    for path, method in (("/health", "GET"), (PATH, "POST"), ("/nothing", "GET")):
        reply = requests.request(method, place.ready["wires"]["gateway"] + path, timeout=10)
        theirs = datetime.fromisoformat(reply.headers["Jinban-Time"])
        assert abs(datetime.now(UTC) - theirs) < timedelta(seconds=30)


def test_a_nonce_is_remembered_as_long_as_its_call_would_be_let_in(place: Town) -> None:
    clock = SkewedClock(timedelta())
    secret = read_secret(place.state / "gateway.key")
    guard = Guard(secret, clock, Faults())
    ahead = datetime.now(UTC) + timedelta(minutes=4)
    headers = {
        name.lower(): value for name, value in Signer(TERMINAL, secret).headers("POST", "/p", b"", ahead).items()
    }
    guard.check("POST", "/p", headers, b"")
    for minutes, why in ((0, "replayed"), (8, "replayed"), (10, "clock")):
        clock.off = timedelta(minutes=minutes)
        with pytest.raises(Refusal, match=why):
            guard.check("POST", "/p", headers, b"")
