"""Hides on every page what tells who a citizen is, while a helper stands beside them.

It works on what a page is filled with, before any screen sees it: every text, pair of label and value, and picture, of
whatever kind of page. What a page does not show (ids, routes, values of choices) stays as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

from kiosk.core.masking import mask_address, mask_id, mask_name, mask_number, mask_phone
from kiosk.core.person import Person
from kiosk.core.step import Done, EnterNumber, EnterOtherId, EnterPhone, EnterText, Face
from kiosk.core.walk import Walk
from kiosk.core.words import AsIs, Said, said
from kiosk.screens.assist.office import PICTURE
from kiosk.screens.content import Page

__all__ = ["Veil", "secrets_of"]

T = TypeVar("T")
Mask = Callable[[str], str]

UNSHOWN: Final = {"name", "edits", "id", "route", "icon", "pattern", "item", "taken", "code", "light", "language"}
LABELS: Final[tuple[tuple[str, Mask], ...]] = (  # of a line: the first that is found in its label says what it is
    ("身份证", mask_id), ("证件号", mask_id), ("电话", mask_phone), ("手机", mask_phone), ("地址", mask_address),
    ("住址", mask_address), ("寄到哪里", mask_address), ("坐落", mask_address), ("住所", mask_address),
    ("姓名", mask_name), ("持卡人", mask_name), ("权利人", mask_name), ("户主", mask_name),
    ("编号", mask_number), ("单号", mask_number), ("办件号", mask_number), ("卡号", mask_number), ("账号", mask_number),
    ("证号", mask_number), ("户号", mask_number), ("号码", mask_number),
)  # fmt: skip
NUMBERS: Final = ("reference", "number")  # fields that hold the number of a case
COARSE: Final = 24  # a hidden picture is so many spots wide
QUICKLY: Final = 80  # the quality that Qt takes for zlib's quickest level: spots need no better one
SHORTEST: Final = 2  # characters of what is looked for in other words: less stands in any of them
_ID: Final = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_PHONE: Final = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_SHOWN_IN: Final = ("kiosk.core.", "kiosk.screens.")  # data of the house, which can be made anew with other words


def secrets_of(walk: Walk | None) -> dict[str, str]:
    """What this citizen has told, each with what is shown instead."""
    found: dict[str, str] = {}
    for step, value in walk.answers if walk is not None else ():
        if isinstance(value, Person):
            found |= {value.name: mask_name(value.name), value.id_number: mask_id(value.id_number)}
            found |= {value.address: mask_address(value.address), value.latin_name: mask_name(value.latin_name)}
        elif isinstance(value, str):
            for kind, mask in ((EnterPhone, mask_phone), (EnterOtherId, mask_id), (EnterNumber, mask_number)):
                if isinstance(step, kind):
                    found[value] = mask(value)
            if isinstance(step, EnterText):
                found[value] = mask_name(value) if len(value) <= 4 else mask_address(value)
    return {raw: masked for raw, masked in found.items() if len(raw) >= SHORTEST}


class Veil:
    """Over one citizen's pages. The same content comes back as the same object, as long as nothing has changed."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self.secrets = dict(sorted(secrets.items(), key=lambda pair: -len(pair[0])))  # the longest first
        self._last: tuple[object, object] = (None, None)

    def page(self, page: Page) -> Page:
        if getattr(page.content, "screen", "") == "working":  # it says what is done, and holds what it is done with
            return page
        before, after = self._last
        if page.content is not before:
            after = self.shown(page.content)
            self._last = page.content, after
        return replace(page, content=after)

    def shown(self, content: T) -> T:
        """The same with nothing in it that tells who somebody is; the object itself where there was nothing."""
        found: Any = self._any(content)
        return found  # type: ignore[no-any-return]  # of the type that went in

    def _any(self, value: object) -> object:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bytes):
            return coarse(value)
        if isinstance(value, Face):
            return Face(coarse(value.jpeg))
        if isinstance(value, tuple):
            return self._tuple(value)
        if is_dataclass(value) and not isinstance(value, type) and type(value).__module__.startswith(_SHOWN_IN):
            return self._data(value)
        return value

    def _tuple(self, values: tuple[object, ...]) -> tuple[object, ...]:
        """A pair of words may be a label and what stands beside it."""
        if len(values) == 2 and all(isinstance(one, str) for one in values):
            label, value = str(values[0]), str(values[1])
            pair = (values[0], self._labelled(label, value))
            return values if pair == values else pair
        after = tuple(self._any(one) for one in values)
        return values if all(a is b for a, b in zip(values, after, strict=True)) else after

    def _data(self, value: Any) -> object:
        changed: dict[str, object] = {}
        for one in fields(value):
            before = getattr(value, one.name)
            if not one.init or one.name in UNSHOWN or (one.name == "value" and type(value).__name__ == "Choice"):
                continue
            if one.name == "value" and isinstance(getattr(value, "label", None), str):
                after: object = PICTURE if isinstance(before, Face) else before
                after = self._labelled(value.label, after) if isinstance(after, str) else self._any(after)
            elif one.name in NUMBERS and isinstance(before, str):
                after = mask_number(before)
            elif one.name == "details" and isinstance(value, Done):
                after = tuple(self._text(detail) for detail in before)
                after = before if after == before else after
            else:
                after = self._any(before)
            if after is not before and after != before:
                changed[one.name] = after
        return replace(value, **changed) if changed else value

    def _labelled(self, label: str, value: str) -> str:
        mask = next((mask for part, mask in LABELS if part in label), None)
        if mask is None or "*" in value:
            return self._text(value)
        return AsIs(mask(value)) if isinstance(value, AsIs) else mask(value)

    def _text(self, text: str) -> str:
        if isinstance(text, Said):
            values = {name: self._any(one) for name, one in text.values.items()}
            text = said(text.template, **values) if values != text.values else text
        masked = str(text)
        for raw, instead in self.secrets.items():
            masked = masked.replace(raw, instead)
        masked = _ID.sub(lambda found: mask_id(found[0]), masked)
        masked = _PHONE.sub(lambda found: mask_phone(found[0]), masked)
        if masked == text:
            return text
        return AsIs(masked) if isinstance(text, AsIs) else masked


def coarse(picture: bytes) -> bytes:
    """A picture in which nobody can be known and nothing can be read; what is no picture comes back as it is."""
    image = QImage.fromData(picture)
    if image.isNull():
        return picture
    small = image.scaledToWidth(COARSE, Qt.TransformationMode.SmoothTransformation)
    few = small.convertToFormat(QImage.Format.Format_Indexed8)  # one byte a pixel: a document has twenty pages
    rough = few.scaled(image.size(), Qt.AspectRatioMode.IgnoreAspectRatio)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    rough.save(buffer, "PNG", QUICKLY)  # type: ignore[call-overload]  # the stubs know no QBuffer here
    return bytes(buffer.data().data())
