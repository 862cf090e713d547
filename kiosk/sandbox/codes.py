"""The codes that residents' phones show: random, good for a minute and for one terminal.

Forms as in ``kiosk/core/code.py``: of the medical voucher code sourced, of the social-security code assumed. Public
pages that show one refresh it after a minute.
"""

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.core.code import CodeKind
from kiosk.sandbox.refusals import Refusal
from kiosk.sandbox.residents import Resident

__all__ = ["LIFETIME", "Codes"]

LIFETIME: Final = timedelta(seconds=60)
_AGAIN: Final = timedelta(seconds=30)  # the terminal whose reply got lost on the way may ask once more
_KEPT: Final = timedelta(hours=1)  # so long an old code is known to be old
_NEW_ONE: Final = "在手机上刷新一下，再扫一次"


@dataclass
class _Code:
    resident: Resident
    kind: CodeKind
    until: datetime
    used_by: str = ""
    used_at: datetime | None = None


class Codes:
    """In memory only: codes do not outlive a restart. May be used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._codes: dict[str, _Code] = {}

    def show(self, resident: Resident, kind: CodeKind, until: datetime) -> str:
        """A new code on this person's phone, good ``until`` then."""
        text = _medical_voucher() if kind is CodeKind.MEDICAL_VOUCHER else f"SC{secrets.token_hex(20).upper()}"
        with self._lock:
            self._codes = {old: code for old, code in self._codes.items() if code.until > until - _KEPT}
            self._codes[text] = _Code(resident, kind, until)
        return text

    def holder(self, text: str, kind: CodeKind, *, terminal: str, now: datetime) -> Resident:
        """Whose code it is; from now on it is used. Raises Refusal."""
        with self._lock:
            code = self._codes.get(text)
            if code is None or code.kind is not kind:
                raise Refusal(409, "unknown_code", "没认出这个码", "打开手机上的社保码再扫")
            if code.used_at is not None and (code.used_by != terminal or now - code.used_at > _AGAIN):
                raise Refusal(409, "used_code", "这个码用过了", _NEW_ONE)
            if code.used_at is None and now > code.until:
                raise Refusal(409, "expired_code", "这个码过期了", _NEW_ONE)
            if code.used_at is None:
                code.used_by, code.used_at = terminal, now
            return code.resident


def _medical_voucher() -> str:
    """424, 17 unique digits, 2 random ones, the province (33 is Zhejiang), the extension."""
    return f"424{secrets.randbelow(10**17):017}{secrets.randbelow(100):02}330000"
