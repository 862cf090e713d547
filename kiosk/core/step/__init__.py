"""What a script can ask for: one frozen dataclass for each kind of step, generic in its answer.

A script awaits a step and gets the answer; the walk (``core/walk.py``) drives it by hand. ``screen`` names the page
that shows the step. ``asks`` says that the citizen is asked something there, so that 上一步 can return to it.
``durable`` says that it has an effect outside: once answered it cannot be gone back over. ``stoppable`` says that the
citizen may ask its work to come to an end: the work then says how it ended. ``own`` says that it is the citizen's own
act, which no helper does for them. ``light`` names the slot
that is meant while it stands: its guide light blinks.
"""

from kiosk.core.route import Alternative, Route
from kiosk.core.step.ask import CaptureFace, Choice, Choose, Consent, Face, Line, Review, Sign
from kiosk.core.step.base import Done, Step, Tone
from kiosk.core.step.document import KeepSheet, ScanDocument, Sheet
from kiosk.core.step.effect import (
    Defer,
    Issue,
    KeptReceipts,
    PreviewDocument,
    PrintDocument,
    PrintReceipt,
    Query,
    ShowDocument,
    StopPrinting,
    Submit,
    Withdraw,
)
from kiosk.core.step.fill import (
    Digits,
    EnterAddress,
    EnterAmount,
    EnterDate,
    EnterNumber,
    EnterOtherId,
    EnterPhone,
    EnterText,
)
from kiosk.core.step.id_photo import CaptureIdPhoto, KeepIdPhoto
from kiosk.core.step.identify import (
    BY_CODE,
    EnterIdNumber,
    FindPaper,
    HadReceipt,
    Identify,
    LayCard,
    OfferCopy,
    OfferReceipt,
    ShowCode,
    Unfinished,
)
from kiosk.core.step.look import Fact, ShowFacts
from kiosk.core.step.pay import Pay, PaymentReady
from kiosk.core.step.slip import ScanSlip

__all__ = [
    "BY_CODE",
    "Alternative",
    "CaptureFace",
    "CaptureIdPhoto",
    "Choice",
    "Choose",
    "Consent",
    "Defer",
    "Digits",
    "Done",
    "EnterAddress",
    "EnterAmount",
    "EnterDate",
    "EnterIdNumber",
    "EnterNumber",
    "EnterOtherId",
    "EnterPhone",
    "EnterText",
    "Face",
    "Fact",
    "FindPaper",
    "HadReceipt",
    "Identify",
    "Issue",
    "KeepIdPhoto",
    "KeepSheet",
    "KeptReceipts",
    "LayCard",
    "Line",
    "OfferCopy",
    "OfferReceipt",
    "Pay",
    "PaymentReady",
    "PreviewDocument",
    "PrintDocument",
    "PrintReceipt",
    "Query",
    "Review",
    "Route",
    "ScanDocument",
    "ScanSlip",
    "Sheet",
    "ShowCode",
    "ShowDocument",
    "ShowFacts",
    "Sign",
    "Step",
    "StopPrinting",
    "Submit",
    "Tone",
    "Unfinished",
    "Withdraw",
]
