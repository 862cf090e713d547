"""The assisted mode: its band over pages of every kind, as a helper sees them, and the helper's list."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kiosk.core.job import Hint
from kiosk.core.step import Choice, Choose, Done, Fact, LayCard, Line, Review, ShowFacts
from kiosk.core.words import joined, said
from kiosk.screens.assist.assisting import OWN_TURN, OWN_TURN_BY_PHONE, SEE_ALL
from kiosk.screens.assist.office import HelperList
from kiosk.screens.assist.veil import Veil
from kiosk.screens.content import Page, Tile
from kiosk.screens.preview_sample import Sample
from kiosk.widgets.assist_band import Band

__all__ = ["samples"]

BAND = Band("王小明", 28)
LOCKED = Band("欧阳建国", 105, OWN_TURN)
BY_PHONE = Band("王小明", 1, OWN_TURN_BY_PHONE)
ENDING = Band("王小明", 0, "", ending=True)
# Pages that others show already, here with the band: where there is least room, and where it is the citizen's turn.
OVER = {
    "identify": BAND, "consent-long": LOCKED, "face": LOCKED, "sign": BY_PHONE, "review": LOCKED, "pay": LOCKED,
    "keypad-half": BAND, "working-print": ENDING, "done-card": BAND, "trouble-most": BAND, "help": BAND, "idle": BAND,
    "voice": BAND, "choose": BAND, "write": BAND, "digits": BAND, "date": BAND, "offer-copy": BAND, "attach": BAND,
    "preview": BAND,
}  # fmt: skip
NAMES = ("办养老金认证", "打社保证明", "交医保", "查公积金", "老年卡年审", "换身份证", "打退休待遇发放证明", "取号排队",
         "领失业金", "转养老保险关系", "打无犯罪记录证明", "查社保")  # fmt: skip
TILES = tuple(
    Tile(f"some.item{at}", NAMES[at % len(NAMES)], "", "mdi6.file-document", "今天打不了证明" if at == 5 else "")
    for at in range(54)
)
SECRETS = Veil({"王秀英": "王*英", "浙江省宁波市东湖镇柳汀街5号": "浙江省宁波市****"})


def samples(others: Sequence[Sample]) -> Iterator[Sample]:
    yield Sample("assist-list", "assist", Page(HelperList(TILES)), band=BAND)
    yield Sample("assist-list-few", "assist", Page(HelperList(TILES[:3], "ylj")), band=BAND)
    yield Sample("assist-list-nothing", "assist", Page(HelperList((), "qqx")), band=BAND)
    back = said("把工作证放回来，还有{seconds}秒", seconds=27)
    yield Sample("assist-list-card", "assist", Page(HelperList(TILES, note=back)), band=BAND)
    proxied = tuple(
        replace(tile, note="要拍本人的脸，替不了", ready=False) if at % 3 else tile for at, tile in enumerate(TILES)
    )
    yield Sample("assist-list-proxy", "assist", Page(HelperList(proxied, for_others=True)), band=BAND)
    full = said("今天替人办满了{most}次", most=20)
    refused = joined("，", (full, "换一位帮办员，或明天再办"))
    yield Sample("assist-list-refused", "assist", Page(HelperList(TILES, "", "", True, refused)), band=BAND)
    registering = said("代办：{title}", title="办养老金认证")
    yield Sample("assist-lay-card", "identify", Page(LayCard("代办人", "agent"), registering, True), band=BAND)
    same = Hint("两次是同一张身份证", "换另一个人的身份证")
    yield Sample(
        "assist-same-card", "identify", Page(LayCard("本人", "principal"), registering, True), (same,), band=BAND
    )
    consent = (
        Choice("sign", "本人在这里签名", "写在屏幕上"),
        Choice("paper", "有签好的委托书", "拍下来", closed="这台机器拍不了纸"),
    )
    asked = Choose("本人怎么同意的", consent, many=False, name="consent")
    yield Sample("assist-consent", "choose", Page(asked, registering, True), band=BAND)
    lines = (
        Line("name", "姓名", "王秀英", "Identify"),
        Line("phone", "电话", "13800138000", "phone"),
        Line("address", "寄到哪里", "浙江省宁波市东湖镇柳汀街5号", "address"),
    )
    review = Page(Review("老年人优待证", lines, "交上去"), "办老年证", True)
    yield Sample("assist-review", "review", SECRETS.page(review), band=LOCKED)
    facts = ShowFacts(
        "公积金账户", (Fact("姓名", "王秀英"), Fact("账号", "3302001234567"), Fact("余额", "12,345.00元"))
    )
    yield Sample("assist-facts", "facts", SECRETS.page(Page(facts, "查公积金", True)), band=BAND)
    done = Done("办好了", ("老年证七天后寄到",), "NB-20261122-0042")
    yield Sample("assist-done", "done", SECRETS.page(Page(done, "办老年证")), band=Band("王小明", 28, SEE_ALL))
    for sample in others:
        if sample.name in OVER:
            yield replace(sample, name=f"assist-{sample.name}", band=OVER[sample.name])
