"""Whether the face before the camera is that of the person whose card it is."""

from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.person import Person
from kiosk.core.step import CaptureFace, Face, Query, Route

__all__ = ["CompareFace", "FaceComparison", "matching_face"]


@dataclass(frozen=True)
class FaceComparison:
    """One comparison with the picture that the police hold. ``hint`` says in words what may help, "" for nothing."""

    same: bool
    hint: str = ""


@dataclass(frozen=True)
class CompareFace(Call[FaceComparison]):
    path = "/face/compare"
    id_number: str = field(repr=False)
    picture: bytes = field(repr=False)


async def matching_face(person: Person) -> Face | None:
    """Two tries, each with a plain reason; then, or when the citizen wants it, the staff looks instead (None)."""
    hint = ""
    for _ in range(2):
        face = await CaptureFace(hint)
        if isinstance(face, Route):
            return None
        compared = await Query(CompareFace(person.id_number, face.jpeg), "正在核对照片")
        if compared.same:
            return face
        hint = compared.hint or "没对上，脸正对着镜头再拍一张"
    return None
