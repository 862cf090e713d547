"""The child process for one foreign PDF: is it sealed, whole and harmless, and what do its pages look like?

``python -m kiosk.services.pdf_child``. On standard input a line of JSON, then the PDF; on standard output a line of
JSON, then the pages as PNG, one after the other. A process of its own because a PDF comes from outside and what reads
it is large: with it go whatever it took or broke. It can write no file, and has an end to its memory and time.
"""

import io
import json
import logging
import resource
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import pypdfium2
from asn1crypto import pem, x509
from PIL import Image
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

__all__ = ["examine", "main"]

A4: Final = (595.276, 841.890)  # points: 210 × 297 mm (ISO 216)
_OFF: Final = 5.7  # points, 2 mm: some programs round A4 up, or cut it to whole points
_MEMORY: Final = 1024 * 2**20  # bytes of addresses, of which the libraries' own take a third
_SECONDS: Final = 40  # of the processor
_OBJECTS: Final = 50_000
_COLOURS: Final = 64  # black with its greys, a red seal with its own: a quarter of the bytes
# ISO 32000-1, 7.11.4 and 12.6.4: what brings another file along, and what does something by itself.
_ACTIVE_KEYS: Final = frozenset("/JS /JavaScript /Launch /EmbeddedFile /EmbeddedFiles /EF /RichMedia /XFA".split())
_ACTIVE_KINDS: Final = frozenset("/JavaScript /Launch /SubmitForm /ImportData /Rendition /EmbeddedFile".split())


class Problem(Exception):
    """One word of ``core.certificate.WRONG``."""


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable()  # pyHanko would write the signer's whole story on standard error
    asked = json.loads(sys.stdin.buffer.readline())
    pictures: list[bytes] = []
    try:
        moment = datetime.fromisoformat(asked["now"])
        pictures = examine(sys.stdin.buffer.read(), asked["root"], moment, asked["pages"], asked["dpi"])
        problem = ""
    except Problem as found:
        problem = str(found)
    except (MemoryError, RecursionError):
        problem = "too_hard"
    sys.stdout.buffer.write(
        json.dumps({"problem": problem, "sizes": [len(each) for each in pictures]}).encode() + b"\n"
    )
    sys.stdout.buffer.write(b"".join(pictures))
    return 0


def examine(pdf: bytes, root: str, now: datetime, pages: int, dpi: int) -> list[bytes]:
    """Each page as PNG, none for a ``dpi`` of 0. ``root`` is what is trusted, as PEM. Raises Problem."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        if reader.encrypted:
            raise Problem("encrypted")
        _check_seal(reader, root, now)
        _check_harmless(reader)
    except (PdfError, SigningError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise Problem("broken") from error
    return _drawn(pdf, pages, dpi)


def _check_seal(reader: PdfFileReader, root: str, now: datetime) -> None:
    """Every signature holds, each by somebody who is trusted and may sign now; the last covers the whole file."""
    signatures = reader.embedded_signatures
    if not signatures:
        raise Problem("unsigned")
    coverage: SignatureCoverageLevel | None = None
    trusted = x509.Certificate.load(pem.unarmor(root.encode())[2])
    for signature in signatures:
        context = ValidationContext(trust_roots=[trusted], allow_fetching=False, moment=now)
        try:
            status = validate_pdf_signature(signature, context)
        except SignatureValidationError as error:
            raise Problem("altered") from error
        if not (status.intact and status.valid):
            raise Problem("altered")
        if status.trust_problem_indic is AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
            raise Problem("expired_seal")
        if not status.trusted:
            raise Problem("unknown_seal")
        if not status.bottom_line:
            raise Problem("altered")
        coverage = status.coverage
    if coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        raise Problem("altered")


def _check_harmless(reader: PdfFileReader) -> None:
    for dictionary in _dictionaries(reader):
        kinds = (dictionary.get("/S"), dictionary.get("/Type"))
        if _ACTIVE_KEYS & dictionary.keys() or any(str(kind) in _ACTIVE_KINDS for kind in kinds):
            raise Problem("active")


def _dictionaries(reader: PdfFileReader) -> Iterator[DictionaryObject]:
    """All that can be reached from the trailer."""
    waiting: list[Any] = [reader.trailer.raw_get("/Root")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            if len(seen) > _OBJECTS:
                raise Problem("too_hard")
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            waiting += [found.raw_get(key) for key in found]
        elif isinstance(found, ArrayObject):
            waiting += [found.raw_get(index) for index in range(len(found))]


def _drawn(pdf: bytes, pages: int, dpi: int) -> list[bytes]:
    try:
        document = pypdfium2.PdfDocument(pdf)
        if len(document) != pages:
            raise Problem("pages")
        if not all(_is_a4(page.get_size()) for page in document):
            raise Problem("paper")
        return [_png(page, dpi) for page in document] if dpi else []
    except pypdfium2.PdfiumError as error:
        raise Problem("broken") from error


def _is_a4(size: tuple[float, float]) -> bool:
    """Upright or across."""
    return all(abs(side - wanted) <= _OFF for side, wanted in zip(sorted(size), A4, strict=True))


def _png(page: Any, dpi: int) -> bytes:
    picture = page.render(scale=dpi / 72).to_pil().quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=3)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
