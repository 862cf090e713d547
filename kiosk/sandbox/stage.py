"""Everything outside the terminal that the bench can move: the devices' far ends, and the wire to the gateway."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.devices.simulators.code_scanner import CodeScannerSimulator
from kiosk.devices.simulators.escpos_printer import EscposPrinterSimulator
from kiosk.devices.simulators.guide_lights import GuideLightsSimulator
from kiosk.devices.simulators.ipp_printer import IppPrinterSimulator
from kiosk.devices.simulators.mjpeg_camera import MjpegCameraSimulator
from kiosk.devices.simulators.sdt_reader import SdtReaderSimulator
from kiosk.sandbox.relay import Relay

__all__ = ["Stage"]


@dataclass
class Stage:
    """``wires`` are the paths and URLs that a terminal's configuration needs, by name.

    ``card`` is the bench's id of what lies on the reader, "other" for a text of the caller's own, None for nothing.
    ``held`` is the code on the phone before each camera. ``a4`` is None where Debian's programs for it are missing.
    """

    relay: Relay
    id_card: SdtReaderSimulator
    camera: MjpegCameraSimulator
    document_camera: MjpegCameraSimulator
    receipt: EscposPrinterSimulator
    wires: Mapping[str, str]
    scanner: CodeScannerSimulator
    lights: GuideLightsSimulator
    a4: IppPrinterSimulator | None
    card: str | None = None
    held: dict[MjpegCameraSimulator, str | None] = field(default_factory=dict)

    def lay(self, card: str, text: bytes) -> None:
        self.id_card.lay(text)
        self.card = card

    def take(self) -> None:
        self.id_card.take()
        self.card = None
