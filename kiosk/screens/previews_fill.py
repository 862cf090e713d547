"""Previews of the fields of a form that are pressed or put together, each begun, right and wrong.

Those called ``longest`` have words as long as a declared item may have them (``kiosk/declarations/schema.py``).
"""

from collections.abc import Iterator
from datetime import date

from kiosk.core.step import (
    Choice,
    Choose,
    Consent,
    Done,
    EnterAmount,
    EnterDate,
    EnterNumber,
    EnterOtherId,
    EnterPhone,
    EnterText,
    Line,
    Review,
    ScanDocument,
    Sign,
)
from kiosk.screens.content import Page
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

LONG = "这张银行卡的卡号是多少，照着卡面按"
PHONE = EnterPhone("phone", "您的电话号码是多少", hint="工作人员会打这个电话")
BANK = EnterNumber("account", LONG, 20, 16, hint="卡正面的一长串数字，一位一位地按", optional=True)
RENT = EnterAmount("rent", "每个月付多少房租", hint="按几元，有角有分先按点")
MEMBER = EnterOtherId("member", "他的身份证号是多少", hint="一位一位地按，共 18 位")
BIRTH = EnterDate("birth", "孩子是哪一天出生的", latest=0, usual=-30, hint="照出生证上的日期调")
SINCE = EnterDate("since", "从哪一天起不再租这套房子，照合同上的日期调", earliest=date(2026, 1, 1), optional=True)
LINES = (
    Line("name", "姓名", "阿************江", "Identify"),
    Line("id_number", "身份证号", "110***********0025", "Identify"),
    Line("reason", "为什么离开", "合同到期了", "reason"),
    Line("left", "离开单位", "2026年10月23日", "left"),
    Line("family.0", "第1位", "王*英（老伴）\n110***********0025", "family.0"),
    Line("family.1", "第2位", "阿************江（儿媳妇）\n110***********0025", "family.1"),
    Line("address", "寄到哪里", "浙江省宁波市鄞州区东湖镇幸福路18号王家大院3号楼2单元401室", "address"),
    Line("phone", "电话", "13800000000", "phone"),
    Line("proof", "离职证明", "拍好了", "proof"),
    Line("signature", "签名", "签好了", "Sign"),
    Line("fee", "护照工本费", "140.00元\n壹佰肆拾元整", "way"),
)
REVIEW = Review("看一看对不对", LINES, "交上去")
MOST = "去年您每个月付多少房租和水电费"[:15] + "呢"
CHOICES = tuple(Choice(f"c{at}", f"{MOST[:10]}{at:02}", MOST[:14], 999_999) for at in range(12))
TITLE = "城乡居民养老保险参保"


def samples() -> Iterator[Sample]:
    def page(step: object) -> Page:
        return Page(step, "办灵活就业参保登记", can_go_back=True)

    yield Sample("digits", "digits", page(PHONE))
    yield Sample("digits-phone", "digits", page(PHONE), keys="13800000000")
    yield Sample("digits-landline", "digits", page(PHONE), keys="057488000001")
    yield Sample("digits-wrong", "digits", page(PHONE), keys="138000000001")
    yield Sample("digits-long", "digits", page(BANK), keys="62220000000000000000")
    yield Sample("digits-amount", "digits", page(RENT), keys=("1", "2", "5", "0", "point", "5"))
    yield Sample("digits-most", "digits", page(RENT), keys="99999999")
    yield Sample("digits-member", "digits", page(MEMBER), keys="11010519491231002")
    yield Sample("review-form", "review", page(REVIEW))
    yield Sample("review-form-second", "review", page(Review("看完再交", LINES, "交上去")), pressed="nav.page_after")
    yield Sample("date", "date", page(BIRTH))
    yield Sample("date-optional", "date", page(SINCE), pressed="date.year.minus10")
    yield from _most()


def _most() -> Iterator[Sample]:
    def page(step: object) -> Page:
        return Page(step, TITLE, can_go_back=True)

    points = (MOST,) * 4
    lines = tuple(Line(f"line{at}", MOST[:10], MOST * 2, f"line{at}") for at in range(20))
    yield Sample("digits-longest", "digits", page(EnterNumber("n", MOST, hint=MOST[:14], optional=True)))
    yield Sample("date-longest", "date", page(EnterDate("d", MOST, hint=MOST[:14], optional=True)))
    yield Sample("write-longest", "write", page(EnterText("t", MOST, 200, hint=MOST[:14], optional=True)))
    yield Sample("choose-longest", "choose", page(Choose(MOST, CHOICES, many=False)))
    yield Sample("choose-many-longest", "choose", page(Choose(MOST, CHOICES)))
    yield Sample("consent-longest", "consent", page(Consent("c", MOST, points, MOST[:8], MOST[:8])))
    yield Sample("attach-longest", "attach", page(ScanDocument(MOST[:8], optional=True)))
    yield Sample("sign-longest", "sign", page(Sign(MOST)))
    yield Sample("review-longest", "review", page(Review(f"{MOST}说清楚", lines, MOST[:8])), pressed="nav.page_after")
    yield Sample("done-longest", "done", Page(Done(MOST[:10], (MOST[:15],) * 3, "DJ20261122-000042"), TITLE))
