"""Previews of a certificate: what it will say, on its way to paper, not on paper, and offered the next time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from kiosk.core.certificate import Certificate, Pages
from kiosk.core.person import Person
from kiosk.core.step import (
    Done,
    Issue,
    Line,
    OfferCopy,
    OfferReceipt,
    PreviewDocument,
    PrintDocument,
    Review,
    ShowDocument,
    Tone,
)
from kiosk.screens.content import Page, Trouble, Working
from kiosk.screens.preview_pictures import certificate_page
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

TITLE = "打社保证明"
NUMBER = "CB20261122-000042"
MADE = Certificate(
    NUMBER,
    "社会保险参保证明",
    "鄞州区社会保险中心",
    datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=8))),
    date(2027, 2, 20),
    1,
    35871,
    "0" * 64,
    f"JB:{NUMBER}",
)
PRINTING = PrintDocument(MADE, Person("王秀英", "110105194912310025"))
UNTIL = "2027年2月20日以前有效"


def _page(content: object) -> Page:
    return Page(content, TITLE)


def _line(name: str, label: str, value: str) -> Line:
    return Line(name, label, value, "Identify")


def samples() -> Iterator[Sample]:
    who = (_line("name", "姓名", "阿************江"), _line("id_number", "身份证号", "110***********0025"))
    insured = _line("insured", "参保情况", "养老保险：待遇领取\n医疗保险：正常参保")
    review = Review("社会保险参保证明", (*who, insured), "看看证明")
    yield Sample("review-certificate", "review", Page(review, TITLE, can_go_back=True))
    house = _line("row0", "坐落", "浙江省宁波市海曙区望春镇乌有村7幢2单元1301室")
    standing, purpose = _line("row1", "登记状态", "没有抵押和查封"), _line("purpose", "用途", "租房提公积金")
    most = Review("今天开过了，号码不变", (*who, house, standing, purpose), "看看证明")
    yield Sample("review-certificate-most", "review", Page(most, TITLE, can_go_back=True))
    yield Sample("working-issue", "working", _page(Working(Issue.words)))
    yield Sample("working-preview", "working", _page(PreviewDocument(MADE, PRINTING.person)))
    one, several = Pages((certificate_page(),)), Pages((certificate_page(),) * 20)
    yield Sample("preview", "preview", _page(ShowDocument(MADE.title, one)))
    yield Sample(
        "preview-pages",
        "preview",
        _page(ShowDocument("住房公积金异地贷款职工缴存使用证明", several)),
        pressed="nav.page_after",
    )
    yield Sample("preview-large", "preview", _page(ShowDocument(MADE.title, several)), pressed="preview.larger")
    yield Sample("working-document", "working", _page(PRINTING))
    yield Sample("offer-certificate", "offer", _page(OfferReceipt(MADE)))
    yield Sample("offer-certificate-copy", "offer", _page(OfferCopy(MADE)))
    bad = Trouble(
        "证明的文件不对，没有打",
        "等一会儿，会再取一次",
        "gateway.bad_document",
        "0574-8800 0001",
        "再试一次",
        True,
        PRINTING.alternatives,
    )
    forged = Trouble(
        "证明上没有电子章，没有打",
        "拿号码，今天到窗口取",
        "gateway.bad_document",
        "0574-8800 0001",
        alternatives=PRINTING.alternatives,
    )
    yield Sample("trouble-document", "trouble", _page(bad))
    yield Sample("trouble-forged", "trouble", _page(forged))
    yield Sample("done-certificate", "done", _page(Done("证明打好了", ("从亮灯的口取走", UNTIL), NUMBER)))
    later = ("凭这个号码，到窗口取", "下次在这里刷身份证也能打", UNTIL)
    yield Sample("done-certificate-later", "done", _page(Done("证明开好了，还没打", later, NUMBER, Tone.INFO)))
