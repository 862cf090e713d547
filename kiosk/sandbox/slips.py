"""What a receipt of the stand-in gateway came from, by its number: the item alone, and nothing of whom."""

from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel

from kiosk.sandbox.books import BOOKS
from kiosk.sandbox.desk import AtDesk
from kiosk.sandbox.fields import CallBody
from kiosk.sandbox.guard import SignedRoute
from kiosk.sandbox.refusals import REFUSALS

__all__ = ["router"]

# What the books call otherwise than the terminal, and what it is called on the receipt.
ITEMS: Final = {
    "pension_certification": ("social.pension_certification", "养老金认证"),
    "insured": ("social.insured_certificate", "社会保险参保证明"),
    "pension": ("social.pension_certificate", "养老保险待遇证明"),
    "deposit": ("fund.deposit_certificate", "住房公积金缴存证明"),
    "registration": ("estate.registration_certificate", "不动产登记证明"),
    "no_house": ("estate.no_house_certificate", "无房证明"),
    "household": ("police.household_certificate", "户籍证明"),
    "no_record": ("police.no_record_certificate", "无犯罪记录证明"),
    "licence_copy": ("market.business_licence", "营业执照副本复印件"),
    "library": ("licence.library", "电子证照打印件"),
    "medical.payment": ("medical.payment", "医保费缴费"),
}

router = APIRouter(tags=["查询"], route_class=SignedRoute, responses=REFUSALS)


class SlipQuery(CallBody):
    number: str


class Slip(BaseModel):
    item: str = ""
    title: str = ""


@router.post("/cases/slip", summary="一张回执是办什么的")
def slip(asked: SlipQuery, desk: AtDesk) -> Slip:
    for book in BOOKS:
        entry = desk.books.entry(book, asked.number)
        name = str(entry.get("item", "")) if entry is not None else ""
        if entry is not None and name:
            item, title = ITEMS.get(name, (name, "政务服务办件"))
            return Slip(item=item, title=str(entry.get("title", title)))
    return Slip()
