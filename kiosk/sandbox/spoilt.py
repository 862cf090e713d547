"""PDFs as a gateway must not send them, each really so: the digest in its record is that of the spoilt one."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from kiosk.core.certificate import MOST_BYTES
from kiosk.sandbox.faults import DocumentFault
from kiosk.sandbox.sealing import sealed, update_of
from kiosk.sandbox.seals import Seal, Seals

__all__ = ["spoilt"]

_SEALS: Final = {DocumentFault.UNKNOWN_SEAL: Seal.STRANGER, DocumentFault.EXPIRED_SEAL: Seal.EXPIRED}


def spoilt(make: Callable[[str, bool], bytes], seals: Seals, at: datetime, fault: DocumentFault | None) -> bytes:
    """``make(paper, more)`` sets it on that paper, with a page more than its record says or not."""
    pdf = make("us-letter" if fault is DocumentFault.LETTER else "a4", fault is DocumentFault.MORE_PAGES)
    match fault:
        case DocumentFault.UNSEALED:
            return pdf
        case DocumentFault.ENCRYPTED:
            return _encrypted(pdf)
        case DocumentFault.SCRIPT:
            pdf = _with(pdf, _script)
        case DocumentFault.ATTACHMENT:
            pdf = _with(pdf, _attachment)
    whole = sealed(pdf, seals.signer(_SEALS.get(fault, Seal.AGENCY) if fault else Seal.AGENCY), at)
    match fault:
        case DocumentFault.ALTERED:  # one bit of the comment that makes a PDF binary: every reader opens it still
            return whole[:11] + bytes([whole[11] ^ 1]) + whole[12:]
        case DocumentFault.ADDED_TO:
            return _with(whole, lambda writer: writer.add_object(_text("付款人：别人")))
        case DocumentFault.BROKEN:
            return whole[: len(whole) // 2] + b"\n%%EOF\n"
        case DocumentFault.TOO_LARGE:
            return whole + b"%" * MOST_BYTES + b"\n%%EOF\n"
    return whole


def _with(pdf: bytes, change: Callable[[Any], object]) -> bytes:
    writer, out = update_of(pdf), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def _text(words: str) -> Any:
    from pyhanko.pdf_utils.generic import pdf_string

    return pdf_string(words)


def _script(writer: Any) -> None:
    from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name

    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): _text("app.alert('你好')")}
    writer.root[pdf_name("/OpenAction")] = writer.add_object(DictionaryObject(action))
    writer.update_root()


def _attachment(writer: Any) -> None:
    from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file

    data = EmbeddedFileObject.from_file_data(writer, data=b"MZ", mime_type="application/octet-stream", compress=False)
    embed_file(writer, FileSpec(file_spec_string="setup.exe", embedded_data=data))


def _encrypted(pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer, out = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf))), io.BytesIO()
    writer.encrypt(owner_pass="owner", user_pass="")  # noqa: S106  # nobody is kept out by it: opened by any reader
    writer.write(out)
    return out.getvalue()
