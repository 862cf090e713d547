"""The pages where an item is looked for."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtGui import QImage

from kiosk.core.item import Category
from kiosk.core.job import Hint, Preview
from kiosk.core.picture import Frame
from kiosk.core.slot import Slot
from kiosk.core.step import ScanSlip
from kiosk.core.writing import Candidates, Handwritten, Phrase
from kiosk.screens.browse import CATEGORIES
from kiosk.screens.content import Find, Page, Shelf, Tile
from kiosk.screens.preview_pictures import paper_on_a_table
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

LONG = "城乡居民基本养老保险待遇领取资格认证申请表"  # 21 characters: the longest official name that a tile takes
TILES = (
    Tile("social.pension_certification", "办养老金认证", "社会保险待遇领取资格认证", "mdi6.account-check"),
    Tile("social.insured_certificate", "打社保证明", "社会保险参保证明", "mdi6.file-certificate", "今天打不了证明"),
    Tile("social.longest", "打退休待遇发放证明", LONG, "mdi6.file-certificate"),
    Tile("medical.payment", "交医保", "基本医疗保险费缴纳", "mdi6.hospital-box"),
    Tile("social.card", "查社保卡", "社会保障卡状态查询", "mdi6.card-account-details"),
    Tile("social.jobless", "领失业金", "失业保险金申领", "mdi6.cash-multiple"),
    Tile("social.transfer", "转养老保险关系", "城镇职工基本养老保险关系转移接续申请", "mdi6.swap-horizontal"),
)
READ = Candidates(Handwritten((((1, 1), (2, 2)),)), tuple(map(Phrase, "养着看美羊善兴弟")))
ALL_LONG = tuple(replace(TILES[2], item=f"social.longest{at}") for at in range(6))


def samples() -> Iterator[Sample]:
    categories = tuple(
        Tile(f"category:{category.name.lower()}", title, f"{category.value}，{at + 1} 件事", icon)
        for at, (category, (title, icon)) in enumerate(CATEGORIES.items())
    )
    yield Sample("categories", "categories", _page(Shelf("想办的事，在哪一类", categories)))
    yield Sample("categories-few", "categories", _page(Shelf("想办的事，在哪一类", categories[:2])))
    social = CATEGORIES[Category.SOCIAL][0]
    yield Sample("category", "category", _page(Shelf(social, TILES)))
    yield Sample("category-one", "category", _page(Shelf(social, TILES[:1])))
    yield Sample("category-longest", "category", _page(Shelf(social, ALL_LONG)))
    yield Sample("find", "find", _page(Find(slip="receipt.find")))
    yield Sample("find-some", "find", _page(Find("ylj", TILES[:3], "receipt.find")))
    yield Sample("find-many", "find", _page(Find("shebao", TILES)))
    yield Sample("find-longest", "find", _page(Find("w" * 14, ALL_LONG, "receipt.find")))
    yield Sample("find-nothing", "find", _page(Find("qqx", (), "receipt.find")))

    yield Sample("find-hand", "find", _page(Find(slip="receipt.find", by_hand=True)), (READ,))
    yield Sample("find-hand-some", "find", _page(Find("养老", TILES[:3], by_hand=True)), (READ,))
    yield Sample("find-hand-longest", "find", _page(Find("国" * 10, ALL_LONG, "receipt.find", by_hand=True)), (READ,))
    yield Sample("slip", "slip", _page(ScanSlip()))
    hint = Hint("这不是回执上的码", "扫回执最下面的方块码")
    yield Sample("slip-other", "slip", Page(ScanSlip(), "扫上次的回执", True), (hint,))
    yield Sample("slip-camera", "slip", Page(ScanSlip(), "扫上次的回执", True, Slot.CAMERA), (Preview(_paper()),))


def _page(content: object) -> Page:
    return Page(content, can_go_back=True)


def _paper() -> Frame:
    image = paper_on_a_table().scaled(640, 480).convertToFormat(QImage.Format.Format_RGB32)
    return Frame(640, 480, memoryview(bytes(image.constBits())))
