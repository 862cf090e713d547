"""The places on the terminal where a citizen puts something in or takes something out, each with a guide light."""

from enum import Enum

__all__ = ["Slot"]


class Slot(Enum):
    ID_CARD = "id_card"
    SCANNER = "scanner"
    RECEIPT = "receipt"
    CAMERA = "camera"
    A4 = "a4"
    DOCUMENT = "document"
