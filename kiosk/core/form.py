"""What a citizen has filled in, as it is handed in: text of each field, people, sheets, the signature."""

from dataclasses import dataclass, field

__all__ = ["Attachment", "Form", "Given", "Member"]


@dataclass(frozen=True)
class Given:
    """The answer to one field, as text: what was written, digits, fen, a day as in ISO 8601, the values of a choice."""

    name: str
    values: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Member:
    """Somebody of the family, or a partner: ``relation`` in words."""

    of: str
    relation: str = field(repr=False)
    name: str = field(repr=False)
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class Attachment:
    """``picture`` is JPEG or PNG."""

    name: str
    picture: bytes = field(repr=False)


@dataclass(frozen=True)
class Form:
    """``signature`` is SVG, "" for none. ``by_staff`` names what the citizen could not do here: the staff will ask."""

    given: tuple[Given, ...] = ()
    members: tuple[Member, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signature: str = field(default="", repr=False)
    consents: tuple[str, ...] = ()
    by_staff: tuple[str, ...] = ()
