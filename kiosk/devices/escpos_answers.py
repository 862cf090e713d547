"""The bytes that an ESC/POS printer sends, sorted by what they answer.

Single bytes tell themselves apart by their fixed bits (``escpos_status``). Two answers are longer, and begin with bytes
that no single one is: the maintenance counter (GS g 2: 5F, decimal digits, 00; Epson TM-T88III p. 476, HCC POS80B
p. 47) and the full status of a printer with a presenter (DLE EOT 20: 10 0F and four bytes; Custom KPM210 p. 36).
"""

from typing import Final

from kiosk.devices.escpos_status import is_done, is_status

__all__ = ["Answers"]

_COUNT, _FULL, _FULL_NEXT = 0x5F, 0x10, 0x0F
_FULL_LENGTH: Final = 6
_MOST_DIGITS: Final = 10


class Answers:
    """What came since each was taken last."""

    def __init__(self) -> None:
        self._done = 0
        self._statuses: list[int] = []
        self._count: int | None = None
        self._full: bytes | None = None
        self._block = bytearray()  # the beginning of a longer answer

    def hear(self, data: bytes) -> None:
        """What fits nothing is noise, and dropped."""
        for byte in data:
            if not (self._block and self._goes_on(byte)):
                self._begin(byte)

    def take_done(self) -> int:
        """How many times GS r 1 was answered."""
        done, self._done = self._done, 0
        return done

    def take_status(self) -> int | None:
        """The newest one; the others are older answers to the same question."""
        newest = self._statuses[-1] if self._statuses else None
        self._statuses.clear()
        return newest

    def take_count(self) -> int | None:
        count, self._count = self._count, None
        return count

    def take_full(self) -> bytes | None:
        """The four status bytes: paper, user, recoverable and unrecoverable errors."""
        full, self._full = self._full, None
        return full

    def _begin(self, byte: int) -> None:
        if byte in (_COUNT, _FULL):
            self._block.append(byte)
        elif is_status(byte):
            self._statuses.append(byte)
        elif is_done(byte):
            self._done += 1

    def _goes_on(self, byte: int) -> bool:
        """Whether the byte belongs to the longer answer; if not, that one was noise and is dropped."""
        fits = self._fits_full(byte) if self._block[0] == _FULL else self._fits_count(byte)
        if not fits:
            self._block.clear()
        return fits

    def _fits_full(self, byte: int) -> bool:
        if len(self._block) == 1 and byte != _FULL_NEXT:
            return False
        self._block.append(byte)
        if len(self._block) == _FULL_LENGTH:
            self._full = bytes(self._block[2:])
            self._block.clear()
        return True

    def _fits_count(self, byte: int) -> bool:
        digits = len(self._block) - 1
        if byte == 0 and digits:
            self._count = int(self._block[1:])
            self._block.clear()
            return True
        if not 0x30 <= byte <= 0x39 or digits == _MOST_DIGITS:
            return False
        self._block.append(byte)
        return True
