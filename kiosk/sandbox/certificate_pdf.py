"""The PDF of a certificate of the stand-in gateway: set by typst, sealed, and spoilt where the bench has said so.

It is made anew from the entry in the books each time that it is fetched, always with the same bytes: so the books hold
no name and no number.
"""

import io
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import segno
import typst

from kiosk.sandbox.faults import DocumentFault
from kiosk.sandbox.seals import Seals
from kiosk.sandbox.spoilt import spoilt

__all__ = ["Content", "certificate_pdf"]

TEMPLATE: Final = Path(__file__).parent / "certificate.typ"
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Content:
    """``code`` is the text of the QR code, whose last part is the verification code."""

    title: str
    number: str
    code: str
    agency: str
    telephone: str
    rows: Rows
    table: Rows
    text: str
    pages: int
    made: datetime
    until: datetime


@lru_cache(maxsize=32)
def certificate_pdf(content: Content, seals: Seals, fault: DocumentFault | None) -> bytes:
    return spoilt(lambda paper, more: _set(content, paper=paper, more=more), seals, content.made, fault)


def _set(content: Content, *, paper: str, more: bool) -> bytes:
    qr = io.BytesIO()
    segno.make(content.code, error="m").save(qr, kind="svg", border=0)
    filled = {
        "paper": paper,
        "more": more,
        "title": content.title,
        "number": content.number,
        "code": content.code.rpartition(":")[2],
        "qr": qr.getvalue().decode(),
        "agency": content.agency,
        "telephone": content.telephone,
        "rows": content.rows,
        "table": content.table,
        "text": content.text,
        "pages": content.pages,
        "date": _day(content.made),
        "until": _day(content.until),
    }
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, sys_inputs={"content": json.dumps(filled)})
    pdf = compiler.compile(format="pdf", timestamp=0)
    if not isinstance(pdf, bytes):
        raise TypeError("typst has made no PDF")
    return pdf


def _day(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日"
