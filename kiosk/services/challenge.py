"""Challenge and response: an engineer gets in where there is no network, or where the door is shut.

The terminal shows a challenge of sixteen digits; the head office answers with ten (``kiosk staff answer``), made under
the terminal's maintenance key. The challenge is a digest of terminal, door and a nonce that is made anew each time and
never leaves the memory, with two check digits (ISO 7064 MOD 97-10) for who reads it out by telephone. It is good for
ten minutes of the time that the terminal runs, for one opening and for three tries; each wrong one counts against the
door. So a response is good for nothing but the one challenge that stands: one in 10^10 a try.

The key is 32 bytes: the systemd credential ``maintenance-key``, else the file ``maintenance.key`` beside the store's
key, made at the first start. A copy of it goes to the head office, over a way on which nobody reads along; whoever has
it is an engineer of this terminal. To change it, delete it and start the terminal anew.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.core.staff import Door, Role, Staff
from kiosk.services.audit import Audit
from kiosk.services.audit_staff import DoorOpened, SignedIn, SignInFailed
from kiosk.services.pin_lock import PinLock

__all__ = [
    "CHALLENGE_DIGITS",
    "CREDENTIAL",
    "HEAD_OFFICE",
    "KEY_FILE",
    "RESPONSE_DIGITS",
    "Challenge",
    "Challenges",
    "NotAnswered",
    "problem",
    "response",
]

CREDENTIAL: Final = "maintenance-key"
KEY_FILE: Final = "maintenance.key"
CHALLENGE_DIGITS: Final = 16
RESPONSE_DIGITS: Final = 10
GOOD_FOR: Final = 600.0  # s: a telephone call, and the way back to the terminal
TRIES: Final = 3
BURNT: Final = 60.0  # s before the next challenge, after one whose tries were used up
HEAD_OFFICE: Final = Staff("HQ", "总部应答码", Role.ENGINEER)


class NotAnswered(KioskError):
    code = "staff.not_answered"
    sentence = "应答码不对"
    remedy = "再问一次总部，看清楚再输"


@dataclass(frozen=True)
class Challenge:
    """``digits`` is shown in groups of four; good for ``seconds`` from now on."""

    digits: str
    seconds: float


@dataclass
class _Standing:
    door: Door
    digits: str
    until: float
    tries: int = TRIES


class Challenges:
    """One challenge at a time; a new one ends the one before. For every thread."""

    def __init__(
        self,
        key: bytes,
        terminal: str,
        lock: PinLock,
        audit: Audit,
        clock: Clock,
        nonce: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._key, self._terminal, self._door_lock = key, terminal, lock
        self._audit, self._clock, self._nonce = audit, clock, nonce
        self._lock = threading.Lock()
        self._standing: _Standing | None = None
        self._next = clock.monotonic()

    def begin(self, door: Door) -> Challenge:
        """Raises NotAnswered right after one whose tries were used up."""
        with self._lock:
            now = self._clock.monotonic()
            if now < self._next:
                left = int(self._next - now) + 1
                raise NotAnswered("too soon", sentence="应答码错了太多次", remedy=f"等 {left} 秒，再换新码")
            said = f"JINBAN1-CHALLENGE\n{self._terminal}\n{door}\n".encode() + self._nonce(32)
            self._standing = _Standing(door, _digits(said), now + GOOD_FOR)
            return Challenge(self._standing.digits, GOOD_FOR)

    def drop(self) -> None:
        """Nobody is going to answer it any more."""
        with self._lock:
            self._standing = None

    def answer(self, given: str) -> Staff:
        """An engineer for this once; the door's lock is open again. Raises NotAnswered, and StoreError when a wrong
        one could not be counted."""
        with self._lock:
            standing, now = self._standing, self._clock.monotonic()
            if standing is None or now >= standing.until:
                self._standing = None
                raise NotAnswered("no challenge stands", sentence="这个码过期了", remedy="换一个新码，再问总部")
            standing.tries -= 1
            if not hmac.compare_digest(response(standing.digits, self._key).encode(), given.encode()):
                self._wrong(standing, now)
            self._standing = None
        wrong = self._door_lock.state(standing.door).wrong
        self._door_lock.open(standing.door)
        if wrong:
            self._audit.record(None, DoorOpened(standing.door.value, HEAD_OFFICE.id, wrong))
        self._audit.record(None, SignedIn(standing.door.value, HEAD_OFFICE.id, HEAD_OFFICE.role.value, "challenge"))
        return HEAD_OFFICE

    def _wrong(self, standing: _Standing, now: float) -> None:
        if not standing.tries:
            self._standing, self._next = None, now + BURNT
        self._door_lock.add(standing.door)
        wrong = self._door_lock.state(standing.door).wrong
        self._audit.record(None, SignInFailed(standing.door.value, "", "challenge", wrong))
        if not standing.tries:
            raise NotAnswered("tries used up", sentence="应答码错了太多次", remedy="换一个新码，再问总部")
        raise NotAnswered("another response")


def response(challenge: str, key: bytes) -> str:
    """Ten digits: HMAC-SM3 of the challenge under the key, cut to 64 bits and taken modulo 10^10 (as in RFC 4226)."""
    mac = hmac.new(key, f"JINBAN1-RESPONSE\n{challenge}".encode(), "sm3").digest()
    return f"{int.from_bytes(mac[:8], 'big') % 10**RESPONSE_DIGITS:0{RESPONSE_DIGITS}}"


def problem(challenge: str) -> str:
    """What is wrong with a challenge that somebody has written down, "" for nothing."""
    if len(challenge) != CHALLENGE_DIGITS or not (challenge.isascii() and challenge.isdigit()):
        return f"是 {CHALLENGE_DIGITS} 位数字，现在是 {len(challenge)} 位"
    return "" if int(challenge) % 97 == 1 else "有一位抄错了，再对一遍屏幕上的数字"


def _digits(said: bytes) -> str:
    """ISO/IEC 7064 MOD 97-10: the check digits make the number leave 1."""
    body = int.from_bytes(hashlib.new("sm3", said).digest()[:8], "big") % 10 ** (CHALLENGE_DIGITS - 2)
    return f"{body * 100 + 98 - body * 100 % 97:0{CHALLENGE_DIGITS}}"
