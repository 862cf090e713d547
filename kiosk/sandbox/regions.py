"""跨省通办 at the stand-in gateway: the window at home that does what is not done here."""

import hashlib
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import Field

from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.sandbox.desk import AtDesk
from kiosk.sandbox.fields import CallBody
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS

__all__ = ["router"]

AGENCY: Final = "全国政务服务跨省通办"
PROVINCES: Final = dict(
    part.split("=")
    for part in (
        "11=北京 12=天津 13=河北 14=山西 15=内蒙古 21=辽宁 22=吉林 23=黑龙江 31=上海 32=江苏 33=浙江 34=安徽 "
        "35=福建 36=江西 37=山东 41=河南 42=湖北 43=湖南 44=广东 45=广西 46=海南 50=重庆 51=四川 52=贵州 53=云南 "
        "54=西藏 61=陕西 62=甘肃 63=青海 64=宁夏 65=新疆"
    ).split()
)  # GB/T 2260, the first two digits

router = APIRouter(tags=["跨省通办"], route_class=SignedRoute, responses=REFUSALS)


class ElsewhereQuery(CallBody):
    item: Annotated[str, Field(min_length=1, max_length=80)]
    region: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


@router.post("/regions/elsewhere", summary="这件事老家哪里办")
def elsewhere(asked: ElsewhereQuery, desk: AtDesk) -> Receipt:
    """The same place for the same question, under the same number all day."""
    now = desk.clock.now()
    province = PROVINCES.get(asked.region[:2], "老家")
    digest = hashlib.sha256(f"{asked.item} {asked.region} {now:%Y%m%d}".encode()).hexdigest()[:6].upper()
    return Receipt(
        f"GZ{now:%Y%m%d}-{digest}",
        "该去哪里办",
        ReceiptState.NOTICE,
        now,
        AGENCY,
        rows=(
            ("去哪里", f"{province}老家的政务服务中心"),
            ("带什么", "身份证和户口本"),
            ("电话", "老家区号加12345"),
        ),
        note="去之前先打电话问清楚",
    )
