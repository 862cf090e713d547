"""A service item that is only data: what one TOML file in ``assets/items`` says, and the steps that it asks.

The keys of the file are the names here; what each means to whoever writes one is in ``docs/add-an-item.md``. The
general script that runs it is ``kiosk/flows/declared.py``. The tables that these are made of have been checked
(``kiosk/declarations``): nothing here looks again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from kiosk.core.item import Capability, Category, Offline
from kiosk.core.picture import DocumentForm

__all__ = [
    "Asked",
    "CertificateMade",
    "ConsentAsked",
    "Declaration",
    "Ending",
    "Fee",
    "Kind",
    "Option",
    "declaration_of",
]


class Kind(Enum):
    """What is asked for: the value is what stands under ``kind``."""

    TEXT = "text"
    NUMBER = "number"
    PHONE = "phone"
    AMOUNT = "amount"
    ID_NUMBER = "id_number"
    DATE = "date"
    ADDRESS = "address"
    CHOICE = "choice"
    MEMBERS = "members"
    SHEET = "sheet"


@dataclass(frozen=True)
class Option:
    """One of a choice. ``fen`` is what it adds to the fee."""

    value: str
    label: str
    detail: str = ""
    fen: int = 0


@dataclass(frozen=True)
class Asked:
    """One question: ``label`` stands before its answer in the review, ``heading`` is the question.

    ``when`` are pairs of an earlier choice and those of its values with which this is asked at all. ``most`` and
    ``least`` count characters, digits, fen or people. ``earliest`` and ``latest`` are a day, days from today, or the
    name of a date asked before. ``what`` names a sheet. ``example`` matches ``pattern``.
    """

    kind: Kind
    name: str
    label: str
    heading: str
    hint: str = ""
    optional: bool = False
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    most: int | None = None
    least: int | None = None
    pattern: str = ""
    wrong: str = ""
    example: str = ""
    earliest: date | int | str | None = None
    latest: date | int | str | None = None
    usual: int = 0
    choices: tuple[Option, ...] = ()
    many: bool = False
    relations: tuple[str, ...] = ()
    what: str = ""
    form: DocumentForm = DocumentForm.COLOUR_JPEG


@dataclass(frozen=True)
class ConsentAsked:
    name: str
    heading: str
    points: tuple[str, ...]
    agree: str = "同意"
    decline: str = "不同意，不办了"
    icon: str = "mdi6.shield-account"


@dataclass(frozen=True)
class Fee:
    """``fen`` is taken in any case; what was chosen may add to it. ``title`` is what it is for."""

    title: str
    fen: int


@dataclass(frozen=True)
class CertificateMade:
    """``days`` is how long it is good for."""

    title: str
    days: int = 90


@dataclass(frozen=True)
class Ending:
    message: str = "办好了"
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declaration:
    """``proof``: a number that was only typed in will not do. ``sign`` is the sentence that is signed, "" for none."""

    id: str
    category: Category
    title: str
    official: str
    icon: str
    agency: str
    telephone: str
    words: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    proof: bool = True
    offline: Offline = Offline.REFUSED
    asking: str = "正在查您能不能办"
    review: str = ""
    confirm: str = "交上去"
    submitting: str = "正在交上去"
    sign: str = ""
    consent: tuple[ConsentAsked, ...] = ()
    ask: tuple[Asked, ...] = ()
    fee: Fee | None = None
    certificate: CertificateMade | None = None
    done: Ending = field(default_factory=Ending)

    @property
    def needs(self) -> tuple[Capability, ...]:
        """What must be there. Whoever cannot lay a sheet under the camera is helped by the staff."""
        who = Capability.ID_CARD | Capability.SCANNER
        sheets = any(asked.kind is Kind.SHEET and not asked.optional for asked in self.ask)
        return (
            who if self.proof else who | Capability.KEYPAD,
            *((Capability.DOCUMENT_CAMERA | Capability.STAFF,) if sheets else ()),
            *((Capability.A4_PRINTER,) if self.certificate is not None else ()),
        )

    @property
    def wants(self) -> tuple[Capability, ...]:
        return () if self.certificate is not None else (Capability.RECEIPT_PRINTER,)

    def fee_of(self, chosen: Mapping[str, Sequence[str]]) -> int:
        """In fen, for these values of its choices."""
        options = [
            option for asked in self.ask for option in asked.choices if option.value in chosen.get(asked.name, ())
        ]
        return (self.fee.fen if self.fee is not None else 0) + sum(option.fen for option in options)


def declaration_of(id: str, table: Mapping[str, Any]) -> Declaration:
    """``table`` is the file's, checked; ``id`` is its folder and name: ``social.unemployment``."""
    said = dict(table)
    category = Category[id.partition(".")[0].upper()]
    parts: dict[str, Any] = {
        "words": tuple(said.pop("words", ())),
        "regions": tuple(said.pop("regions", ())),
        "offline": Offline(said.pop("offline", Offline.REFUSED.value)),
        "consent": tuple(_consent(each) for each in said.pop("consent", ())),
        "ask": tuple(_asked(each) for each in said.pop("ask", ())),
        "fee": Fee(**said.pop("fee")) if "fee" in said else None,
        "certificate": CertificateMade(**said.pop("certificate")) if "certificate" in said else None,
        "done": _ending(said.pop("done", {})),
    }
    return Declaration(id=id, category=category, **said, **parts)


def _asked(table: Mapping[str, Any]) -> Asked:
    said = dict(table)
    parts: dict[str, Any] = {
        "kind": Kind(said.pop("kind")),
        "when": tuple((name, tuple(values)) for name, values in said.pop("when", {}).items()),
        "choices": tuple(Option(**each) for each in said.pop("choices", ())),
        "relations": tuple(said.pop("relations", ())),
    }
    if "form" in said:
        parts["form"] = DocumentForm(said.pop("form"))
    return Asked(**said, **parts)


def _consent(table: Mapping[str, Any]) -> ConsentAsked:
    return ConsentAsked(**{**table, "points": tuple(table["points"])})


def _ending(table: Mapping[str, Any]) -> Ending:
    return Ending(**{**table, "details": tuple(table.get("details", ()))})
