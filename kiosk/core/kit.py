"""What a site has: every device and service behind its port, in one hand."""

from dataclasses import dataclass
from typing import Any

from kiosk.core.clock import Clock
from kiosk.core.item import Capability
from kiosk.core.ports import (
    A4Printer,
    Camera,
    CodeScanner,
    Device,
    Effects,
    Gateway,
    GuideLights,
    IdCardReader,
    Ledger,
    Link,
    ReceiptPrinter,
    Receipts,
    Speech,
)
from kiosk.core.ports_documents import Documents
from kiosk.core.ports_pictures import CodeReader, DocumentScanner, FaceDetector, IdPhotoGate
from kiosk.core.slot import Slot
from kiosk.core.status import Status

__all__ = ["Kit"]


@dataclass(frozen=True)
class Kit:
    """Everything that a performer may use. A device that the site does not have is None."""

    clock: Clock
    gateway: Gateway
    link: Link
    effects: Effects
    ledger: Ledger
    documents: Documents
    receipts: Receipts
    speech: Speech
    id_card: Device[IdCardReader] | None = None
    camera: Device[Camera] | None = None
    face_detector: FaceDetector | None = None
    id_photo_gate: IdPhotoGate | None = None
    code_reader: CodeReader | None = None
    document_camera: Device[Camera] | None = None
    document_scanner: DocumentScanner | None = None
    receipt_printer: Device[ReceiptPrinter] | None = None
    scanner: Device[CodeScanner] | None = None
    a4_printer: Device[A4Printer] | None = None
    lights: GuideLights | None = None

    def device(self, capability: Capability) -> Device[Any] | None:
        """What is behind one capability; None for what needs no device or what the site lacks."""
        match capability:
            case Capability.ID_CARD:
                return self.id_card
            case Capability.CAMERA:
                return self.camera
            case Capability.DOCUMENT_CAMERA:
                return self.document_camera
            case Capability.RECEIPT_PRINTER:
                return self.receipt_printer
            case Capability.SCANNER:
                return self.camera if self.code_slot() is Slot.CAMERA else self.scanner
            case Capability.A4_PRINTER:
                return self.a4_printer
        return None

    def status(self, capability: Capability) -> Status | None:
        """How the device behind one capability stands; None as in ``device``."""
        device = self.device(capability)
        return device.status if device is not None else None

    def code_slot(self) -> Slot | None:
        """Where a code is held up just now: the scanner, or the camera while no scanner works. None: nowhere."""
        if self.scanner is not None and self.scanner.status.usable:
            return Slot.SCANNER
        if self.code_reader is not None and self.camera is not None and self.camera.status.usable:
            return Slot.CAMERA
        return None
