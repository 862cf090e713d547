"""What the file of a declared item may say: types and limits. What stands where nothing is said: ``core/declared.py``.

A ``description`` is what ``docs/add-an-item.md`` says of the key, for whoever writes such a file.
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field

__all__ = ["KINDS", "ItemTable", "keys_of"]

NAME = r"^[a-z][a-z0-9_]{0,23}$"
ICON = r"^mdi6\.[a-z0-9-]+$"
PLAIN = r"^[^\r\n]*\S[^\r\n]*$"  # one line with something on it

Name = Annotated[str, Field(pattern=NAME)]
Sentence = Annotated[str, Field(min_length=1, max_length=16, pattern=PLAIN)]
Label = Annotated[str, Field(min_length=1, max_length=10, pattern=PLAIN)]
Detail = Annotated[str, Field(min_length=1, max_length=15, pattern=PLAIN)]
Button = Annotated[str, Field(min_length=1, max_length=8, pattern=PLAIN)]
Word = Annotated[str, Field(min_length=1, max_length=12, pattern=PLAIN)]
Fen = Annotated[int, Field(ge=0, le=999_999)]
Day = date | Annotated[int, Field(ge=-60_000, le=60_000)] | Name


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OptionTable(_Table):
    value: Name = Field(description="交给平台的值")
    label: Annotated[str, Field(min_length=1, max_length=12, pattern=PLAIN)] = Field(description="选项上的字")
    detail: Annotated[str, Field(max_length=14)] = Field("", description="选项下面的小字")
    fen: Fen = Field(0, description="选了它要多交的钱，分")


class _Asked(_Table):
    name: Name = Field(description="交给平台的名字，这件事项里不重复")
    label: Label = Field(description="核对页上，答案前面的字")
    heading: Sentence = Field(description="问的话，一页一句")
    hint: Annotated[str, Field(max_length=14)] = Field("", description="问的话下面，教人怎么填")
    when: dict[Name, Annotated[list[Name], Field(min_length=1, max_length=12)]] = Field(
        {}, description='前面的选择选了这些才问：when = { way = ["post"] }'
    )


class _Optional(_Asked):
    optional: bool = Field(False, description="true：可以不填")


class TextTable(_Optional):
    kind: Literal["text"]
    most: int = Field(60, ge=1, le=200, description="最多几个字")
    least: int = Field(1, ge=1, le=200, description="最少几个字")
    pattern: str = Field("", max_length=200, description="整个答案要符合的正则表达式；wrong 和 example 一起写")
    wrong: Annotated[str, Field(max_length=16)] = Field("", description="不符合 pattern 时说的话")
    example: Annotated[str, Field(max_length=30)] = Field("", description="符合 pattern 的一个例子；没写 hint 就显示它")


class AddressTable(TextTable):
    kind: Literal["address"]  # type: ignore[assignment]  # the same keys under another kind


class NumberTable(_Optional):
    kind: Literal["number"]
    most: int = Field(20, ge=1, le=20, description="最多几位")
    least: int = Field(1, ge=1, le=20, description="最少几位；和 most 一样就是正好几位")
    pattern: str = Field("", max_length=200, description="整个号码要符合的正则表达式；wrong 和 example 一起写")
    wrong: Annotated[str, Field(max_length=16)] = Field("", description="不符合 pattern 时说的话")
    example: Annotated[str, Field(max_length=30)] = Field("", description="符合 pattern 的一个例子；没写 hint 就显示它")


class PhoneTable(_Optional):
    kind: Literal["phone"]


class IdNumberTable(_Optional):
    kind: Literal["id_number"]


class AmountTable(_Optional):
    kind: Literal["amount"]
    most: int = Field(99_999_999_99, ge=1, le=99_999_999_99, description="最多多少分")
    least: int = Field(1, ge=1, le=99_999_999_99, description="最少多少分")


class DateTable(_Optional):
    kind: Literal["date"]
    earliest: Day | None = Field(None, description="最早：日期 2026-01-01，离今天的天数 -30，或前面一个日期的 name")
    latest: Day | None = Field(None, description="最晚，写法一样；0 是今天")
    usual: int = Field(0, ge=-60_000, le=60_000, description="一开始停在哪天：离今天的天数")


class ChoiceTable(_Asked):
    kind: Literal["choice"]
    choices: Annotated[list[OptionTable], Field(min_length=2, max_length=12)] = Field(description="选项")
    many: bool = Field(False, description="true：可以选几样")


class MembersTable(_Optional):
    kind: Literal["members"]
    relations: Annotated[list[Label], Field(min_length=1, max_length=12)] = Field(description="可以是本人的什么人")
    most: int = Field(8, ge=1, le=8, description="最多几位")
    least: int = Field(1, ge=1, le=8, description="最少几位；optional = true 就可以没有")


class SheetTable(_Optional):
    kind: Literal["sheet"]
    what: Annotated[str, Field(max_length=8)] = Field("", description="是什么纸：「诊断证明」；不写就用 label")
    form: Literal["colour_jpeg", "grey_jpeg", "colour_png", "grey_png"] = Field(
        "colour_jpeg", description="存成什么样的图"
    )


AskTable = Annotated[
    TextTable
    | AddressTable
    | NumberTable
    | PhoneTable
    | IdNumberTable
    | AmountTable
    | DateTable
    | ChoiceTable
    | MembersTable
    | SheetTable,
    Discriminator("kind"),
]
KINDS: Final[dict[str, type[BaseModel]]] = {
    "text": TextTable,
    "address": AddressTable,
    "number": NumberTable,
    "phone": PhoneTable,
    "id_number": IdNumberTable,
    "amount": AmountTable,
    "date": DateTable,
    "choice": ChoiceTable,
    "members": MembersTable,
    "sheet": SheetTable,
}


class ConsentTable(_Table):
    name: Name = Field(description="交给平台的名字")
    heading: Sentence = Field(description="要人同意的一句话")
    points: Annotated[list[Sentence], Field(min_length=1, max_length=4)] = Field(description="为什么，一句一行")
    agree: Button = Field("同意", description="同意的按钮")
    decline: Button = Field("不同意，不办了", description="不同意的按钮；点了就不办")
    icon: Annotated[str, Field(pattern=ICON)] = Field("mdi6.shield-account", description="图标")


class FeeTable(_Table):
    title: Label = Field(description="交的是什么钱：「工本费」")
    fen: Fen = Field(description="多少分；选项可以再加")


class CertificateTable(_Table):
    title: Annotated[str, Field(min_length=1, max_length=20, pattern=PLAIN)] = Field(description="证明的正式名称")
    days: int = Field(90, ge=1, le=3660, description="几天里有效")


class DoneTable(_Table):
    message: Label = Field("办好了", description="办成了说的话")
    details: Annotated[list[Detail], Field(max_length=3)] = Field([], description="下面的几句；不写就用平台的话")


class ItemTable(_Table):
    title: Annotated[str, Field(min_length=2, max_length=10, pattern=PLAIN)] = Field(description="大家平时怎么叫")
    official: Annotated[str, Field(min_length=2, max_length=26, pattern=PLAIN)] = Field(description="正式名称")
    icon: Annotated[str, Field(pattern=ICON)] = Field(description="图标，QtAwesome 里的名字")
    agency: Annotated[str, Field(min_length=2, max_length=24, pattern=PLAIN)] = Field(description="谁办的")
    telephone: Annotated[str, Field(pattern=r"^[0-9 -]{5,20}$")] = Field(description="问事的电话")
    words: Annotated[list[Word], Field(max_length=12)] = Field([], description="别的叫法，搜得到")
    regions: Annotated[list[Annotated[str, Field(pattern=r"^\d{2,6}$")]], Field(max_length=40)] = Field(
        [], description='只给哪里的人办：行政区划代码的开头，["3302"]；不写是全国'
    )
    proof: bool = Field(True, description="false：没带证件，按身份证号也能办")
    offline: Literal["refused", "deferred"] = Field("refused", description="没网时：不办，或先存着以后交")
    asking: Sentence = Field("正在查您能不能办", description="查的时候说的话")
    review: Annotated[str, Field(max_length=20)] = Field("", description="核对页上，标题下面的话；不写就是正式名称")
    confirm: Button = Field("交上去", description="核对页的按钮")
    submitting: Sentence = Field("正在交上去", description="交的时候说的话")
    sign: Annotated[str, Field(max_length=16)] = Field("", description="要签名的那句话；不写就不签")
    consent: Annotated[list[ConsentTable], Field(max_length=4)] = Field([], description="要先同意的事")
    ask: Annotated[list[AskTable], Field(max_length=20)] = Field([], description="一页一问，按这个顺序")
    fee: FeeTable | None = Field(None, description="要交的钱；交上去以后付")
    certificate: CertificateTable | None = Field(None, description="办成了打一张证明，不打回执")
    done: DoneTable = Field(DoneTable(), description="办成了说什么")


TABLES: Final[dict[str, type[BaseModel]]] = {
    "choices": OptionTable,
    "consent": ConsentTable,
    "fee": FeeTable,
    "certificate": CertificateTable,
    "done": DoneTable,
}


def keys_of(table: str, kind: object = "") -> list[str]:
    """What may be said in a table of this name, "" for the file itself; in one of ``ask``, by its kind."""
    model = KINDS.get(str(kind)) if table == "ask" else TABLES.get(table, ItemTable)
    return list(model.model_fields) if model is not None else []
