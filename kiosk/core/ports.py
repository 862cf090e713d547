"""What the house expects of devices and services: Protocols (``core/kit.py`` carries what a site has of them).

A driver is a plain blocking object on its wire. Its owner (``devices/owner.py``) has one thread for it, reconnects it,
and offers it to the house as a ``Device``: ``kit.id_card.run(lambda reader: reader.read(), cancel=job.cancel)``.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.certificate import Certificate
from kiosk.core.code import ScannedCode
from kiosk.core.order import Order
from kiosk.core.payment import Charge
from kiosk.core.person import Person
from kiosk.core.picture import Frame
from kiosk.core.receipt import Paper, Receipt
from kiosk.core.slot import Slot
from kiosk.core.status import Status

__all__ = [
    "A4Printer",
    "Camera",
    "CodeScanner",
    "Device",
    "Effects",
    "Gateway",
    "GuideLights",
    "IdCardReader",
    "Ledger",
    "Link",
    "ReceiptPrinter",
    "Receipts",
    "Speech",
]

R = TypeVar("R")
D_co = TypeVar("D_co", covariant=True)


class Device(Protocol[D_co]):
    """A driver and the thread that owns it."""

    @property
    def name(self) -> str: ...

    @property
    def status(self) -> Status: ...

    def run(self, command: Callable[[D_co], R], *, cancel: Cancel, deadline: float) -> R:
        """Runs the command in the owner's thread and waits for it, from a worker thread.

        ``deadline`` is in seconds from now. Raises Cancelled, the driver's DeviceError, Disconnected while the wire is
        gone, NoAnswer when the deadline passed.
        """

    def restart(self) -> None:
        """Closes the driver and opens it anew, without waiting."""


class IdCardReader(Protocol):
    def read(self) -> Person | None:
        """One find, select and read. None: no card that has not been read already. Raises CardError and DeviceError."""

    def present(self) -> bool:
        """Whether the card that was read last still lies on the reader."""


class CodeScanner(Protocol):
    def forget(self) -> None:
        """Drops what was scanned until now: it was somebody else's, or for something else. Raises DeviceError."""

    def read(self) -> ScannedCode | None:
        """The next code that was scanned; None when none came within 50 ms. Raises CodeError and DeviceError.

        What was scanned while nobody asked for three seconds is dropped as well.
        """


class ReceiptPrinter(Protocol):
    """``deadline`` is in seconds from now. Of a sheet whose outcome is not known, ``fate`` is asked before the next."""

    def print_receipt(self, receipt: Receipt, *, copy: int, deadline: float) -> None:
        """Returns when the sheet is out and cut. Raises PaperError, whose ``out`` says what is known of the sheet.

        ``copy`` is 0 for the first sheet; another one is marked 补打 and says which it is.
        """

    def counter(self, *, deadline: float) -> int | None:
        """How many sheets it has cut in its life; None for a printer that cannot tell. Raises PaperError.

        What the last sheet has left torn is cut off first, which counts as well: the next one begins on clean paper.
        """

    def fate(self, cuts: int | None, *, deadline: float) -> bool | None:
        """What became of the sheet that was sent last, before which ``counter`` said ``cuts``.

        True: it is out. False: it is not and never will be. None: the printer cannot tell, and a person has to look.
        What is held for want of paper is waited for. Nothing is cut: until the answer is written down, the counter must
        say the same again. Raises PaperError while the printer stands still: ask again when that is cleared.
        """

    def taken(self) -> bool | None:
        """Whether nothing hangs in its mouth any more; None for a printer that cannot tell. Raises DeviceError."""


class A4Printer(Protocol):
    def print_pdf(
        self, pdf: bytes, *, key: str, copies: int = 1, duplex: bool = False, cancel: Cancel, deadline: float
    ) -> None:
        """Returns when every sheet is out. ``deadline`` is in seconds from now.

        ``key`` names this document for ever and tells nothing of its person: it stands in logs and on the printer.
        Under a key that was tried before it waits for the job that is still there, returns when that one is out, and
        makes no second copy. For a new copy take a new key.

        Raises PaperError. A fault that somebody can clear (paper, cover, jam) leaves the job in the printer, which goes
        on when it is cleared: print again under the same key, or withdraw it. In every other case it was cancelled.
        ``out`` is None too where some sheets may be out, or an earlier try cannot be asked about; ``begun``: there was
        a job. Raises Cancelled when ``cancel`` was set: the job has been cancelled, ``withdraw`` tells what came out.
        """

    def withdraw(self, key: str, *, deadline: float) -> bool | None:
        """Makes sure that no more comes out: False nothing did, True all did, None nobody knows."""


class Camera(Protocol):
    def frame(self, shape: float | None = None) -> Frame:
        """The newest picture, at most 640 × 480. Raises CameraError when none comes in 2 s.

        With ``shape``, width to height, no more than its middle, to be looked at: what nobody sees need not be made,
        and it may be wider than that where its pixels are not square.
        """

    def whole(self) -> Frame:
        """The picture that ``frame`` returned last, all of it and with square pixels: to be judged."""

    def jpeg(self) -> bytes:
        """The same as JPEG of quality 90."""

    def still(self) -> bytes:
        """The same in the camera's own size, as JPEG of quality 95: for a sheet of paper."""


class Speech(Protocol):
    def say(
        self, text: str, *, language: str = "zh", rate: float = 1.0, volume: float = 1.0, keep: bool = True
    ) -> None:
        """Starts to speak and returns at once; what was being said stops.

        ``language`` (ISO 639-1) is that of the text.
        ``keep`` False for what names a person: nothing of it stays on the machine.
        """

    def stop(self) -> None: ...


class GuideLights(Protocol):
    def show(self, slot: Slot | None) -> None:
        """The light of this slot blinks from now on, every other one is off. Returns at once, and never fails."""


class Gateway(Protocol):
    def call(self, call: Call[R], *, key: str | None = None, cancel: Cancel | None = None) -> R:
        """One signed call, decoded. ``key`` makes it idempotent. Raises the errors under GatewayError."""


class Link(Protocol):
    """Whether the gateway answers, asked every few seconds by a thread of its own."""

    @property
    def status(self) -> Status: ...


class Effects(Protocol):
    """Every outside effect: written down before it happens, and its result after (``services/effects.py``)."""

    def submit(
        self,
        call: Call[Receipt],
        *,
        key: str,
        person: Person,
        walk: str,
        cancel: Cancel,
    ) -> Receipt:
        """Hands in once. Raises Unreachable when the outcome is unknown: the intent stays, the sweeper settles it."""

    def issue(self, call: Call[Certificate], *, key: str, person: Person, walk: str, cancel: Cancel) -> Certificate:
        """Has a certificate made out once. Raises as ``submit``."""

    def defer(self, call: Call[Receipt], *, key: str, person: Person, walk: str, title: str) -> Receipt:
        """Keeps the call for later and returns a slip with the lookup number (``ReceiptState.QUEUED``)."""

    def withdraw(self, key: str) -> None:
        """Erases the body now; the sweeper tells the gateway. Harmless for a key that was never submitted."""

    def abandon(self, walk: str) -> None:
        """The citizen left: what of this walk is open without consent to be kept is withdrawn."""

    def unfinished(self, person: Person, *, cancel: Cancel) -> tuple[Receipt, ...]:
        """Receipts of this person that are done and were never printed, oldest first. Raises Cancelled, StoreError."""

    def print_receipt(
        self,
        receipt: Receipt,
        printer: Device[ReceiptPrinter],
        *,
        walk: str,
        copy: bool,
        cancel: Cancel,
    ) -> None:
        """Prints with its intent before and its outcome after. Raises PaperError and DeviceError.

        Nothing comes out where the last sheet under way was this one, for this walk, and is out after all. ``copy``
        says that the citizen asks for another one; a sheet after one that may be out is marked 补打 in any case.
        """

    def paper(self, receipt: Receipt) -> Paper:
        """What is known of the sheets with this receipt: OUT, UNSURE, or SKIPPED for none."""

    def settle_paper(self, *, cancel: Cancel) -> None:
        """Asks the printer what it knows of a sheet that a crash or a lost connection left open. Raises StoreError."""

    def had(self, receipt: Receipt) -> None:
        """The citizen has the sheet of which nobody was sure: it is not offered again."""


class Receipts(Protocol):
    """What this terminal still keeps of what was done and paid here (``services/receipts.py``)."""

    def of(self, person: Person) -> tuple[Receipt, ...]:
        """Newest first, printed or not; nothing for a typed number. Raises StoreError."""


class Ledger(Protocol):
    """Paid orders, written down before the gateway hears of them (``core/order.py``, ``services/ledger.py``).

    A reply that does not fit its order raises BrokenReply and changes nothing; ask again.
    """

    def ready(self) -> None:
        """Raises PaymentsClosed while link or store are unhealthy: before the citizen has done any work.

        It tries a write, so it is not for the window's thread.
        """

    def begin(self, charge: Charge, *, key: str, person: Person, walk: str, cancel: Cancel) -> Order:
        """The order to be paid, in WAIT as a rule: the same one for the same key, until that one is CLOSED.

        What of these bills is open from before is closed first; had it been paid, it is that order which comes back,
        taken as far as ``look`` takes it. Raises PaymentsClosed and StoreError before anything has left, Refused,
        GatewayError when there was no good reply (begin again with the same key), Cancelled.
        """

    def look(self, number: str, *, cancel: Cancel) -> Order:
        """Asks the gateway once, and takes every step that can be taken now: paid, posted, receipt. Ask every second.

        Raises GatewayError when there was no good reply: nothing has changed, and what is written down goes on
        without the citizen too. Raises StoreError, Cancelled; KeyError for a number that is not there.
        """

    def close(self, number: str, *, cancel: Cancel) -> Order:
        """The citizen gives up, or the time ran out: CLOSED, or what was paid meanwhile, taken as far as ``look``.

        CLOSING is written down before it can raise anything but StoreError: after GatewayError or Cancelled the order
        goes on to be closed by itself.
        """

    def abandon(self, walk: str) -> None:
        """The citizen has left: what of this walk is not paid is closed. Asks nobody and returns at once."""

    def find(self, number: str) -> Order | None:
        """As it is written down; asks nobody."""

    def unfinished(self, person: Person, *, cancel: Cancel) -> tuple[Order, ...]:
        """Orders of this person with a receipt or slip that never came out, oldest first; nothing for a typed number.

        What a crash left open is settled first.
        """
