"""What the house expects of whoever prints certificates: a Protocol beside those of ``core/ports.py``."""

from typing import Protocol

from kiosk.core.cancel import Cancel
from kiosk.core.certificate import Certificate, Pages
from kiosk.core.person import Person
from kiosk.core.ports import A4Printer, Device
from kiosk.core.receipt import Paper

__all__ = ["Documents"]


class Documents(Protocol):
    """Certificates on A4 (``services/documents.py``): fetched when they are printed, and never kept."""

    def pages(self, certificate: Certificate, person: Person, *, cancel: Cancel) -> Pages:
        """Fetches, verifies, and draws what will be printed. Raises GatewayError, BadDocument among them; Cancelled."""

    def print(
        self,
        certificate: Certificate,
        person: Person,
        printer: Device[A4Printer],
        *,
        walk: str,
        cancel: Cancel,
        copies: int = 1,
    ) -> None:
        """Fetches, verifies, and prints with its intent before and its outcome after.

        Raises GatewayError (BadDocument among them) before anything was printed, PaperError, DeviceError, StoreError.
        After trouble that has cleared it is asked again: the same document goes on, and no second one is made.
        """

    def stop(self, certificate: Certificate, printer: Device[A4Printer], *, walk: str, cancel: Cancel) -> Paper:
        """The citizen waits no longer: no more comes out. Says what is known to be out."""

    def unprinted(self, person: Person, *, cancel: Cancel) -> tuple[Certificate, ...]:
        """Made out for this person and not known to be out on paper, oldest first. Raises Cancelled, StoreError."""

    def paper(self, certificate: Certificate) -> Paper:
        """What is known of its sheets: OUT, UNSURE, or SKIPPED for none."""

    def had(self, certificate: Certificate) -> None:
        """The citizen has the sheets of which nobody was sure."""
