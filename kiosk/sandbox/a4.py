"""The A4 printer with the print server before it, both of them Debian's programs."""

from pathlib import Path

from kiosk.devices.simulators.ipp_cups import CupsSimulator
from kiosk.devices.simulators.ipp_printer import IppPrinterSimulator

__all__ = ["A4Printing"]

QUEUE = "A4"  # as config.toml names it


class A4Printing:
    """``socket`` is where the print server is reached; the printer listens on the first free of ``ports``, else on any.

    It takes 0.1 s to start, all of it spent waiting for the programs.
    """

    def __init__(self, socket: Path, *ports: int) -> None:
        self.printer = IppPrinterSimulator(*ports)
        self._cups = CupsSimulator(socket)

    def start(self) -> None:
        """Raises RuntimeError when a program is missing or does not start; then nothing is left of it."""
        try:
            self.printer.start()
            self._cups.start()
            self._cups.add_queue(QUEUE, self.printer.uri)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._cups.close()
        self.printer.close()
