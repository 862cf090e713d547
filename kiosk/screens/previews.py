"""A preview per screen: each page in its states, with everyday words and with the longest that must fit."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from kiosk.core.job import CardLying, Hint, Preview
from kiosk.core.picture import FaceFinding, Frame
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.core.slot import Slot
from kiosk.core.step import (
    CaptureFace,
    Consent,
    Done,
    EnterIdNumber,
    Identify,
    Line,
    OfferCopy,
    OfferReceipt,
    PrintReceipt,
    Review,
    ShowCode,
    Sign,
    Tone,
)
from kiosk.screens.content import Countdown, Home, Page, Tile, VoiceLevels, Working
from kiosk.screens.preview_pictures import face, portrait, write_name
from kiosk.screens.preview_sample import Sample
from kiosk.screens.previews_assist import samples as assist_samples
from kiosk.screens.previews_certificate import samples as certificate_samples
from kiosk.screens.previews_document import samples as document_samples
from kiosk.screens.previews_enquiry import samples as enquiry_samples
from kiosk.screens.previews_fill import samples as fill_samples
from kiosk.screens.previews_finding import samples as finding_samples
from kiosk.screens.previews_help import samples as help_samples
from kiosk.screens.previews_maintenance import samples as maintenance_samples
from kiosk.screens.previews_payment import samples as payment_samples
from kiosk.screens.previews_sign_in import samples as sign_in_samples
from kiosk.screens.previews_trouble import samples as trouble_samples
from kiosk.screens.previews_writing import samples as writing_samples
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.signature_pad import SignaturePad

__all__ = ["PREVIEWS", "Sample", "show"]


TITLE = "办养老金认证"
NUMBER = "110105194912310025"
TELEPHONE = "0574-8800 0001"
RECEIPT = Receipt(
    "NB-20261122-0042",
    "社会保险待遇领取资格认证",
    ReceiptState.DONE,
    datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=8))),
)
PENSION = Tile("social.pension_certification", TITLE, "社会保险待遇领取资格认证", "mdi6.account-check")
MANY = (
    PENSION,
    Tile("medical.payment", "交医保", "城乡居民基本医疗保险缴费", "mdi6.hospital-box"),
    Tile("senior.card", "老年卡年审", "老年人优待证年度审验", "mdi6.card-account-details-star"),
    Tile("social.proof", "打社保证明", "社会保险参保缴费证明", "mdi6.printer", "今天打不了证明", ready=False),
    Tile("fund.query", "查公积金", "住房公积金账户余额查询", "mdi6.home-search"),
    Tile("queue.ticket", "取号排队", "窗口业务排队取号", "mdi6.ticket-confirmation"),
    Tile("estate.proof", "打房产证明", "不动产登记信息查询证明", "mdi6.home-city"),
    Tile("id.renewal", "换身份证", "居民身份证期满换领预申请", "mdi6.card-account-details"),
)


def _home(*tiles: Tile, announcement: str = "", more: bool = False) -> Page:
    return Page(Home("东湖镇便民服务中心", tiles, TELEPHONE, "14:05", "11月22日 星期日", announcement, more, "en"))


def _preview(problem: str) -> Preview:
    image = portrait(640, 480)
    return Preview(Frame(640, 480, memoryview(bytes(image.constBits()))), FaceFinding(problem))


def _step(step: object, *, back: bool = True) -> Page:
    return Page(step, TITLE, can_go_back=back)


def _samples() -> Iterator[Sample]:
    yield Sample("home-one", "home", _home(PENSION))
    yield Sample("home-two", "home", _home(*MANY[:2]))
    yield Sample("home-three", "home", _home(*MANY[:3], announcement="本周六上午停电，机器停半天，窗口照常办"))
    yield Sample("home-four", "home", _home(*MANY[:4]))
    yield Sample("home-six", "home", _home(*MANY[:6]))
    closed = "现在没开门，周一 8:30 开门；周六停电，机器停半天"
    yield Sample("home-closed", "home", _home(*MANY[:6], announcement=closed, more=True))
    yield Sample("home-pages", "home", _home(*MANY, announcement="本周六上午停电，机器停半天，窗口照常办"))
    for many in (1, 2, 3, 4, 6, 8):
        yield Sample(f"home-more-{many}", "home", _home(*MANY[:many], more=True))
    yield Sample("identify", "identify", _step(Identify()))
    yield Sample("identify-code", "identify", _step(ShowCode()))
    camera = Slot.CAMERA
    yield Sample("identify-code-camera", "identify", Page(ShowCode(), TITLE, True, camera), (_preview(""),))
    yield Sample("identify-phone-camera", "identify", Page(Identify(), TITLE, codes=camera))
    yield Sample("identify-phone", "identify", Page(Identify(), TITLE, codes=Slot.SCANNER))
    yield Sample(
        "identify-hint", "identify", _step(Identify()), (Hint("没读到身份证", "换一面，平放在亮灯处，再试一次"),)
    )
    yield Sample("keypad", "keypad", _step(EnterIdNumber()))
    yield Sample("keypad-half", "keypad", _step(EnterIdNumber()), keys=NUMBER[:11])
    yield Sample("keypad-wrong", "keypad", _step(EnterIdNumber()), keys=NUMBER)
    yield Sample(
        "consent",
        "consent",
        _step(
            Consent(
                "face",
                "要拍一张您的照片",
                ("只拍脸，不用做动作", "只用来核对是不是您本人", "核对完，这台机器就删掉"),
                agree="同意拍照",
                decline="不拍照，换一种办法",
                icon="mdi6.camera-account",
            )
        ),
    )
    yield Sample(
        "consent-long",
        "consent",
        _step(
            Consent(
                "keep",
                "网络没连上，照片和号码先存在机器里好吗",
                (
                    "照片和号码锁在这台机器里，别人看不到",
                    "网络一好，机器就自动替您交上去",
                    "交上去以后，机器里马上全部删掉",
                    "不同意也没关系，改天再来一趟就行",
                ),
                agree="同意先存着，以后自动交",
                decline="不存了，我改天再来办一次",
                icon="mdi6.lock-clock",
            )
        ),
    )
    yield Sample("face", "face", _step(CaptureFace()))
    yield Sample("face-problem", "face", _step(CaptureFace()), (_preview("离得太远了，往前站一步"),))
    yield Sample("face-good", "face", _step(CaptureFace()), (_preview(""),))
    yield Sample("face-again", "face", _step(CaptureFace("没对上，脸正对着镜头再拍一张")), ())
    yield Sample("sign", "sign", _step(Sign("同意家人用您医保账户里的钱")))
    yield Sample("sign-written", "sign", _step(Sign("同意家人用您医保账户里的钱")), written=True)
    yield Sample("sign-empty", "sign", _step(Sign("同意家里人用您医保个人账户里的钱，三年内有效")), pressed="nav.next")
    lines = (
        Line("name", "姓名", "王*英", "Identify"),
        Line("id_number", "身份证号", "110***********0025", "Identify"),
    )
    yield Sample(
        "review",
        "review",
        _step(Review("2026年养老金认证", (*lines, Line("face", "照片", face(), "CaptureFace")), "交上去")),
    )
    long_name = Line("name", "姓名", "阿依古丽·买买提·吐尔逊江·艾合买提", "Identify")
    yield Sample(
        "review-long",
        "review",
        _step(
            Review(
                "养老金认证",
                (long_name, lines[1], Line("face", "照片", face(), "CaptureFace")),
                "先存着，以后自动交",
            )
        ),
    )
    yield Sample("working", "working", _step(Working("正在查您的养老金认证"), back=False))
    yield Sample("working-print", "working", _step(PrintReceipt(RECEIPT), back=False))
    yield Sample("offer", "offer", _step(OfferReceipt(RECEIPT), back=False))
    yield Sample("offer-copy", "offer", _step(OfferCopy(RECEIPT), back=False))
    yield Sample(
        "done-offer",
        "done",
        _step(Done("办好了", ("养老金照常发，不用再来",), RECEIPT.number), back=False),
        (CardLying(),),
        offers=(Tile("care.nursing", "领残疾人护理补贴", "您的残疾证是二级，每月可以领", "mdi6.hand-heart"),),
    )
    yield Sample("done", "done", _step(Done("办好了", ("养老金照常发，不用再来",), RECEIPT.number), back=False))
    yield Sample(
        "done-card",
        "done",
        _step(Done("办好了", ("养老金照常发，不用再来",), RECEIPT.number), back=False),
        (CardLying(),),
    )
    yield Sample(
        "done-kept",
        "done",
        _step(Done("先存好了，还没交上去", ("网络一好就自动交", "凭这个号码来查"), "Q7K4-2M9P", Tone.INFO), back=False),
        (CardLying(),),
    )
    yield Sample(
        "done-stopped",
        "done",
        _step(
            Done(
                "您的养老金停发了",
                (
                    "带上身份证、户口本、退休证、本人银行卡和一张近照",
                    "到东湖镇便民服务中心三楼社会保险窗口办理恢复",
                    "先打电话问：0574-8800 0002",
                ),
                tone=Tone.ATTENTION,
            ),
            back=False,
        ),
        (CardLying(),),
    )
    yield Sample("voice", "voice", _step(VoiceLevels(2, 3, 3, 4)))
    yield Sample("idle", "idle", _step(Countdown(23), back=False))


PREVIEWS = (
    *_samples(),
    *document_samples(),
    *payment_samples(),
    *trouble_samples(TITLE, TELEPHONE),
    *help_samples(TITLE),
    *enquiry_samples("查公积金"),
    *certificate_samples(),
    *fill_samples(),
    *finding_samples(),
    *writing_samples(),
    *maintenance_samples(),
    *sign_in_samples(),
)

PREVIEWS = (*PREVIEWS, *assist_samples(PREVIEWS))


def show(window: Window, sample: Sample) -> None:
    """Brings the window to the sample's state."""
    window.show_band(sample.band)
    screen = window.show_page(sample.kind, sample.page)
    if sample.kind == "write" or screen.alone:
        screen.forget()  # a page that is shown again keeps what was written, and where it was turned to
        window.show_page(sample.kind, sample.page)
    for key in ("clear", *sample.keys) if sample.keys else ():  # a page that is shown again keeps what was pressed
        cast("Control", screen.findChild(Control, f"keypad.{key}")).tapped.emit()
    if sample.written:
        write_name(cast("SignaturePad", screen.findChild(SignaturePad)))
    if sample.pressed:
        cast("Control", screen.findChild(Control, sample.pressed)).tapped.emit()
    for character in sample.typed:
        screen.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character))
    for event in sample.events:
        screen.progress(event)
    if sample.offers:
        screen.offer(sample.offers)
