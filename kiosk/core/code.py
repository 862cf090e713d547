"""What a citizen holds before the code scanner, and how the gateway is asked whose code it is.

Of no code can the terminal itself tell whose it is: both kinds that a phone shows are random tokens that change every
minute or so, which the platform that gave them out exchanges for a name and a number.

Medical voucher code (医保电子凭证), sourced: 28 digits, "424" for the national agency, 17 unique, 2 random, 2 for the
province, 4 of extension. From the comment in a public scanner for it (YLZScanViewController.m in OCProject). That its
platform decodes it into ``idNo`` and ``userName``: 电子凭证解码 (``ec.query``) in a public interface description, and
``cn.nhsa.qrcode.get`` in newtouch-cloud/openhis.

Electronic social-security code (电子社保卡), assumed: no public text gives its form. Public clients take whatever was
scanned and hand it to the platform (``iCheckESSCard`` of the card makers' library). So an unbroken run of 24 to 128
letters and digits is taken for one, and the platform says the rest.
"""

import re
from dataclasses import dataclass, field
from enum import Enum

from kiosk.core.call import Call
from kiosk.core.person import check_digit

__all__ = ["CodeHolder", "CodeKind", "ResolveCode", "ScannedCode", "classify"]

_MEDICAL_VOUCHER = re.compile(r"424\d{25}", re.ASCII)
_ID_NUMBER = re.compile(r"\d{17}[\dXx]", re.ASCII)
_TOKEN = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z\d+/=_-]{24,128}", re.ASCII)
_BARE = re.compile(r"[A-Za-z\d]+", re.ASCII)


class CodeKind(Enum):
    SOCIAL_SECURITY = "social_security"
    MEDICAL_VOUCHER = "medical_voucher"
    ID_NUMBER = "id_number"  # whoever printed it: it proves nothing
    TEXT = "text"  # a sentence, an address of the web: a QR code that is not for us
    UNKNOWN = "unknown"  # a bare number or word that nothing is known of, such as the code on goods

    @property
    def proves(self) -> bool:
        """Whether the platform that gave it out can say whose it is."""
        return self in (CodeKind.SOCIAL_SECURITY, CodeKind.MEDICAL_VOUCHER)


@dataclass(frozen=True)
class ScannedCode:
    """``text`` is printable throughout. It opens a citizen's data for a minute, so ``repr`` does not show it."""

    text: str = field(repr=False)
    kind: CodeKind


def classify(text: str) -> CodeKind:
    if _MEDICAL_VOUCHER.fullmatch(text):
        return CodeKind.MEDICAL_VOUCHER
    if _ID_NUMBER.fullmatch(text) and check_digit(text[:17]) == text[17].upper():
        return CodeKind.ID_NUMBER
    if _TOKEN.fullmatch(text):
        return CodeKind.SOCIAL_SECURITY
    return CodeKind.UNKNOWN if _BARE.fullmatch(text) else CodeKind.TEXT


@dataclass(frozen=True)
class CodeHolder:
    """Who showed the code, by the platform that gave it out."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class ResolveCode(Call[CodeHolder]):
    """Refused with the reason ``unknown_code``, ``expired_code`` or ``used_code``, and a sentence for the citizen."""

    path = "/identity/code"
    kind: CodeKind
    code: str = field(repr=False)
