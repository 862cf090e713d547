"""The PDF of a certificate: fetched from the gateway each time, held against what had been made out, and never kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from kiosk.core.cancel import Cancel
from kiosk.core.certificate import Certificate, FetchDocument, Pages, verified
from kiosk.core.errors import BadDocument
from kiosk.core.person import Person
from kiosk.core.ports import Gateway
from kiosk.services.audit import Audit
from kiosk.services.audit_events import BadDocumentCame
from kiosk.services.pdf_reader import PdfReader

__all__ = ["CertificateFiles"]


class CertificateFiles:
    """Raises GatewayError, BadDocument among them, and Cancelled.

    ``wrong`` are the numbers whose PDF stays as bad as it was; until a restart, since it may be the terminal that errs.
    """

    def __init__(self, gateway: Gateway, pdfs: PdfReader, audit: Audit) -> None:
        self._gateway = gateway
        self._pdfs = pdfs
        self._audit = audit
        self.wrong: set[str] = set()
        self._looked_at: Certificate | None = None  # whose PDF has been found right

    def drawn(self, certificate: Certificate, person: Person, cancel: Cancel) -> Pages:
        """What its pages look like."""
        with self._bad_is_told(certificate):
            fetch = partial(self._fetched, certificate, person, cancel)
            pictures = self._pdfs.draw(fetch, pages=certificate.pages, cancel=cancel)
        self._looked_at = certificate
        return Pages(pictures)

    def printable(self, certificate: Certificate, person: Person, cancel: Cancel) -> bytes:
        """The PDF, whose seal holds. With the digest of the one that was looked at it is not looked at again."""
        with self._bad_is_told(certificate):
            fetch = partial(self._fetched, certificate, person, cancel)
            if certificate == self._looked_at:
                return fetch()
            return self._pdfs.check(fetch, pages=certificate.pages, cancel=cancel)

    def _fetched(self, certificate: Certificate, person: Person, cancel: Cancel) -> bytes:
        document = self._gateway.call(FetchDocument(certificate.number, person.id_number), cancel=cancel)
        return verified(document, certificate)

    @contextmanager
    def _bad_is_told(self, certificate: Certificate) -> Iterator[None]:
        try:
            yield
        except BadDocument as bad:
            if not bad.waits:
                self.wrong.add(certificate.number)
            self._audit.keep(BadDocumentCame(certificate.number, bad.technician))
            raise
