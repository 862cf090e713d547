"""A certificate (证明) that the gateway made out: what is known of it, and how its PDF is fetched when it is printed.

The gateway keeps the PDF. The terminal keeps what stands here, by which it knows the right PDF when it sees it.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.core.call import Call
from kiosk.core.errors import BadDocument
from kiosk.core.receipt import Receipt, ReceiptState

__all__ = [
    "COPIES_AT_ONCE",
    "MOST_BYTES",
    "MOST_PAGES",
    "WRONG",
    "Certificate",
    "Document",
    "FetchDocument",
    "Pages",
    "bad",
    "verified",
]

MOST_PAGES = 20  # of one certificate: more would empty the tray for one citizen
COPIES_AT_ONCE = 5  # school, bank and court each keep one
MOST_BYTES = 8 * 2**20  # of one PDF: a certificate of twenty pages with scanned seals has three megabytes


WRONG = {
    "pages": "证明的页数不对，没有打",
    "paper": "证明不是 A4 纸，没有打",
    "too_large": "证明的文件太大，没有打",
    "too_hard": "证明的文件打不开",
    "broken": "证明的文件坏了，没有打",
    "encrypted": "证明的文件加了密，打不了",
    "active": "证明里夹了别的，没有打",
    "unsigned": "证明上没有电子章，没有打",
    "altered": "证明被改过，没有打",
    "unknown_seal": "证明的章认不出来，没有打",
    "expired_seal": "证明的章过期了，没有打",
    "no_root": "这台机器认不了电子章",
}


@dataclass(frozen=True)
class Certificate:
    """``size`` is in bytes and ``sha256`` in hexadecimal digits, both of the PDF. ``code`` is the text of its QR code.

    Nothing in it is a citizen's.
    """

    number: str
    title: str
    agency: str
    issued_at: datetime
    valid_until: date
    pages: int
    size: int
    sha256: str
    code: str

    def slip(self) -> Receipt:
        """What the citizen takes home instead, where it could not be printed."""
        until = self.valid_until
        return Receipt(
            self.number,
            self.title,
            ReceiptState.DONE,
            self.issued_at,
            self.agency,
            rows=(("有效期到", f"{until.year}年{until.month}月{until.day}日"),),
            note="证明开好了，还没打：凭号码取",
            code=self.code,
        )


@dataclass(frozen=True)
class Pages:
    """What its pages look like, each as PNG. ``repr`` shows nothing of them."""

    pictures: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True)
class Document:
    """The PDF in base64."""

    number: str
    content: str = field(repr=False)


@dataclass(frozen=True)
class FetchDocument(Call[Document]):
    """A query. The gateway gives a certificate to its holder only."""

    path = "/certificates/document"
    number: str
    id_number: str = field(repr=False)


def bad(word: str) -> BadDocument:
    """By a word of ``WRONG``: it was made out so, and stays so. Or base64, number, size, sha256, not_pdf, which came of
    the way here, and may be well when it is fetched again.
    """
    if word not in WRONG:
        return BadDocument(word)
    error = BadDocument(word, sentence=WRONG[word], remedy="拿号码，今天到窗口取")
    error.waits = False
    return error


def verified(document: Document, certificate: Certificate) -> bytes:
    """The PDF, which is the one that was made out. Raises BadDocument before a byte of another goes anywhere.

    Whether its seal holds is another question (``services/pdf_reader.py``).
    """
    try:
        pdf = base64.b64decode(document.content, validate=True)
    except (binascii.Error, ValueError):
        raise bad("base64") from None
    if document.number != certificate.number:
        raise bad("number")
    if not 1 <= certificate.pages <= MOST_PAGES:
        raise bad("pages")
    if len(pdf) > MOST_BYTES:
        raise bad("too_large")
    if len(pdf) != certificate.size:
        raise bad("size")
    if hashlib.sha256(pdf).hexdigest() != certificate.sha256.lower():
        raise bad("sha256")
    if not pdf.startswith(b"%PDF-") or b"%%EOF" not in pdf[-1024:]:
        raise bad("not_pdf")
    return pdf
