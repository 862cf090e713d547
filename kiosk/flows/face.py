"""Whether the face before the camera is that of the person whose card it is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.core.call import Call
from kiosk.core.person import Person
from kiosk.core.step import CaptureFace, Face, Query, Route, Step

__all__ = ["CompareFace", "FaceComparison", "matching_face", "own_picture"]


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
    """None: it did not match, or the citizen wants none; then the staff looks instead."""
    face = await own_picture(person, CaptureFace)
    return face if isinstance(face, Face) else None


async def own_picture(person: Person, take: Callable[[str], Step[Face | Route]]) -> Face | Route | None:
    """Two tries, each with a plain reason: a picture that is the person's own, or None. The route is the citizen's."""
    hint = ""
    for _ in range(2):
        face = await take(hint)
        if isinstance(face, Route):
            return face
        compared = await Query(CompareFace(person.id_number, face.jpeg), "正在核对照片")
        if compared.same:
            return face
        hint = compared.hint or "没对上，脸正对着镜头再拍一张"
    return None
