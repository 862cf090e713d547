"""The error tree: what can go wrong, in one sentence for the citizen and one for the technician.

KioskError                  sentence, remedy (for the citizen), technician, clearer, code
├── Cancelled               the person left or pressed something else; never shown
├── DeviceError             a device cannot do what it was asked; .device names it
│   ├── Disconnected        its wire is gone; the owner thread reconnects
│   ├── NoAnswer            the wire is there, nothing came back within the deadline
│   ├── BadReply            what came back is not the protocol
│   ├── CardError           the card on the reader: unreadable, expired, wrong digits
│   ├── CodeError               what was scanned cannot be taken: garbled, too long, control characters
│   ├── PaperError          paper out, cover open, cutter, jam: .out says what is known of the sheet
│   └── CameraError         no picture, or pictures stopped coming
├── GatewayError            the government's side
│   ├── Unreachable         no connection, or no reply in time: the effect is unknown
│   ├── Refused             it answered no, with a reason that a citizen can read
│   ├── Unauthorized        it does not trust this terminal (key, clock): nothing was done, and it may be tried again
│   ├── BrokenReply         it answered something that does not fit the call
│   ├── BadDocument         the document it sent is not the one that it had made out, or not sealed: nothing was printed
│   └── ServerFault         it answered 5xx
├── PaymentsClosed          nothing can be paid now: link or store are not as they should be
└── StoreError              this terminal cannot write down what it is about to do
"""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

__all__ = [
    "BadDocument",
    "BadReply",
    "BrokenReply",
    "CameraError",
    "Cancelled",
    "CardError",
    "Clearer",
    "CodeError",
    "DeviceError",
    "Disconnected",
    "Fault",
    "GatewayError",
    "KioskError",
    "NoAnswer",
    "PaperError",
    "PaymentsClosed",
    "Refused",
    "ServerFault",
    "StoreError",
    "Unauthorized",
    "Unreachable",
]


class Clearer(Enum):
    """Who can clear a fault (XFS4IoT: the action that recovers the device)."""

    ITSELF = "itself"
    CITIZEN = "citizen"
    SITE = "site"
    ENGINEER = "engineer"


@dataclass(frozen=True)
class Fault:
    """One fault of one device as it is shown and kept: two are equal when they say the same."""

    code: str
    sentence: str
    remedy: str
    technician: str
    clearer: Clearer


class KioskError(Exception):
    """The root. A subclass sets the words; an instance may say them more precisely.

    ``sentence`` says what happened, ``remedy`` what to do now: both in everyday words of at most 20 characters a
    sentence, without a code. ``technician`` may be as exact as it likes, but never holds a citizen's data.
    """

    sentence: str = "机器出了点问题"
    remedy: str = "再试一次，或点「找人帮忙」"
    clearer: Clearer = Clearer.SITE
    code: ClassVar[str] = "kiosk"
    waits: bool = True  # it may clear: the step stands in trouble, and the script hears only who gives up

    def __init__(
        self,
        technician: str = "",
        *,
        sentence: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(technician)
        self.technician = technician
        if sentence is not None:
            self.sentence = sentence
        if remedy is not None:
            self.remedy = remedy

    def fault(self) -> Fault:
        return Fault(self.code, self.sentence, self.remedy, self.technician, self.clearer)


class Cancelled(KioskError):
    code = "cancelled"
    clearer = Clearer.ITSELF


PARTS = {
    "id_card": "读卡器",
    "receipt_printer": "打印机",
    "camera": "摄像头",
    "document_camera": "拍纸的镜头",
    "scanner": "扫码口",
    "a4_printer": "大打印机",
}


class DeviceError(KioskError):
    """``said_of`` is the sentence with {part} for the device's name, for errors that may be of any device."""

    code = "device"
    said_of: ClassVar[str] = ""

    def __init__(
        self,
        technician: str = "",
        *,
        device: str = "",
        sentence: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(technician, sentence=sentence, remedy=remedy)
        self._of_any = sentence is None
        self.device = device

    @property
    def device(self) -> str:
        """The Kit's name of the device, "" while nobody has said it."""
        return self._device

    @device.setter
    def device(self, device: str) -> None:
        self._device = device
        if self._of_any and self.said_of and device in PARTS:
            self.sentence = self.said_of.format(part=PARTS[device])


class Disconnected(DeviceError):
    code = "device.disconnected"
    sentence = "机器的一个部件没连上"
    said_of = "{part}没连上"
    remedy = "等一会儿，连上了会接着办"
    clearer = Clearer.SITE


class NoAnswer(DeviceError):
    code = "device.no_answer"
    sentence = "机器的一个部件没反应"
    said_of = "{part}没反应"
    remedy = "再试一次"
    clearer = Clearer.ITSELF


class BadReply(DeviceError):
    code = "device.bad_reply"
    sentence = "机器的一个部件答得不对"
    said_of = "{part}答得不对"
    remedy = "再试一次"
    clearer = Clearer.ITSELF


class CardError(DeviceError):
    code = "card"
    sentence = "没读到身份证"
    remedy = "平放在亮灯处，再试一次"
    clearer = Clearer.CITIZEN


class CodeError(DeviceError):
    code = "code"
    sentence = "没认出这个码"
    remedy = "对准扫码口，再扫一次"
    clearer = Clearer.CITIZEN


class PaperError(DeviceError):
    """``out`` is what is known of the sheet: False it is not out, True it is, None nobody knows.

    ``begun``: some of it went to the printer, so one that is not out may hang there torn, or be printed on.
    """

    code = "paper"
    sentence = "打印机打不出来"
    remedy = "点「找人帮忙」，修好接着打"
    clearer = Clearer.SITE

    def __init__(
        self,
        technician: str = "",
        *,
        device: str = "",
        sentence: str | None = None,
        remedy: str | None = None,
        out: bool | None = None,
        begun: bool = False,
    ) -> None:
        super().__init__(technician, device=device, sentence=sentence, remedy=remedy)
        self.out = out
        self.begun = begun


class CameraError(DeviceError):
    code = "camera"
    sentence = "摄像头没有画面"
    remedy = "等一会儿，或换一种办法"


class GatewayError(KioskError):
    code = "gateway"


class Unreachable(GatewayError):
    code = "gateway.unreachable"
    sentence = "网络没连上"
    remedy = "等一会儿，连上了会接着办"
    clearer = Clearer.ITSELF


class Refused(GatewayError):
    """``reason`` is the gateway's machine-readable word for it; ``sentence`` its words for the citizen."""

    code = "gateway.refused"
    waits = False
    sentence = "这件事没有办成"
    remedy = "点「找人帮忙」问一问"
    clearer = Clearer.CITIZEN

    def __init__(
        self,
        reason: str,
        technician: str = "",
        *,
        sentence: str | None = None,
        remedy: str | None = None,
    ):
        super().__init__(technician or reason, sentence=sentence, remedy=remedy)
        self.reason = reason


class Unauthorized(GatewayError):
    """Says nothing about the effect that was asked for, so it is no ``Refused``: what is kept stays kept."""

    code = "gateway.unauthorized"
    sentence = "政务平台没认出这台机器"
    remedy = "点「找人帮忙」，今天先去窗口办"
    clearer = Clearer.ENGINEER


class BrokenReply(GatewayError):
    code = "gateway.broken_reply"
    sentence = "政务平台答得不对"
    remedy = "再试一次"
    clearer = Clearer.ENGINEER


class BadDocument(GatewayError):
    """``technician`` is the one word for what does not fit (``core/certificate.py``)."""

    code = "gateway.bad_document"
    sentence = "证明的文件不对，没有打"
    remedy = "等一会儿，会再取一次"
    clearer = Clearer.ENGINEER


class ServerFault(GatewayError):
    code = "gateway.server_fault"
    sentence = "政务平台出了点问题"
    remedy = "等一会儿，再试一次"
    clearer = Clearer.ITSELF


class PaymentsClosed(KioskError):
    code = "payments_closed"
    sentence = "现在交不了费"
    remedy = "等一会儿，好了会接着办"
    clearer = Clearer.ITSELF


class StoreError(KioskError):
    code = "store"
    sentence = "机器现在存不下东西"
    remedy = "点「找人帮忙」，今天先去窗口办"
    clearer = Clearer.ENGINEER
