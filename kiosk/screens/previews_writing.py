"""Previews of the page that is written on: by hand, by pinyin, with digits, and where something is out of order."""

from collections.abc import Iterator

from kiosk.core.step import EnterText
from kiosk.core.writing import Candidates, Handwritten, Phrase, Spelled
from kiosk.screens.content import Page
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]

NAME = EnterText("name", "您的名字怎么写", most=10)
WHERE = "您现在住在哪里，写到门牌号"
ADDRESS = EnterText("address", WHERE, hint="省、市、区、街道和门牌号都写上", most=60, optional=True)
READ = Candidates(Handwritten(), tuple(Phrase(character) for character in "湖胡糊蝴葫瑚猢煳洲泪沽活河汤清波"))
SPELT = ("东钱湖", "东千户", "东迁", "动迁", "东", "洞", "动", "冬", "董", "栋", "懂", "冻", "侗", "峒", "咚")
WORDS = tuple(Phrase(word, 10) for word in SPELT)
FOUND = Candidates(Spelled("dongqianhu"), WORDS)
PLACE = Phrase("浙江省宁波市鄞州区东钱湖", 24)
WRITTEN = "浙江省宁波市鄞州区东钱湖镇沿山河南路云龙家园三期二十一幢二单元一千三百零四室东边第一间，楼下有个小卖部的那"


def samples() -> Iterator[Sample]:
    def page(step: object) -> Page:
        return Page(step, "办灵活就业参保登记", can_go_back=True)

    yield Sample("write", "write", page(NAME))
    yield Sample("write-optional", "write", page(ADDRESS))
    yield Sample("write-hand", "write", page(NAME), (READ,), written=True)
    yield Sample("write-pinyin", "write", page(ADDRESS), (FOUND,), pressed="write.mode", typed="dongqianhu")
    whole = Candidates(Spelled("zhejiang"), (PLACE, *WORDS))
    yield Sample("write-long", "write", page(ADDRESS), (whole,), pressed="write.mode", typed=f"{WRITTEN}zhejiang")
    yield Sample("write-signs", "write", page(ADDRESS), pressed="write.signs", typed="12号")
    yield Sample("write-no-hand", "write", page(NAME), (Candidates(Handwritten(), None),))
    nothing = (Candidates(Handwritten(), None), Candidates(Spelled(), None))
    yield Sample("write-nothing", "write", page(NAME), nothing)
