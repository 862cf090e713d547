"""人脸比对 at the stand-in gateway: one picture against the one that the police hold."""

from fastapi import APIRouter
from pydantic import BaseModel

from kiosk.sandbox.fields import CallBody, IdNumber, Picture, check_picture
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS, Refusal
from kiosk.sandbox.residents import Case, find

__all__ = ["router"]

router = APIRouter(prefix="/face", tags=["人脸比对"], route_class=SignedRoute, responses=REFUSALS)


class Comparison(CallBody):
    id_number: IdNumber
    picture: Picture


class ComparisonResult(BaseModel):
    """``hint`` says in words what may help, "" for nothing."""

    same: bool
    hint: str = ""


@router.post("/compare", summary="比对一张照片")
def compare(asked: Comparison) -> ComparisonResult:
    """No face is recognised here: whether the picture matches is a property of the invented resident."""
    check_picture(asked.picture)
    resident = find(asked.id_number)
    if resident is None:
        raise Refusal(409, "no_picture_held", "没查到这个人的照片", "改由工作人员核对")
    if resident.case is Case.MISMATCH:
        return ComparisonResult(same=False, hint="没对上，脸离近一点再拍")
    return ComparisonResult(same=True)
