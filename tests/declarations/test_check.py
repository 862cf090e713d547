"""Each mistake in the file of a declared item is one sentence with file, line and key; and every file is right."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticUndefined

from kiosk.config import ITEMS, ConfigError
from kiosk.core.declared import Asked, CertificateMade, ConsentAsked, Declaration, Ending, Fee, Option
from kiosk.declarations.check import checked
from kiosk.declarations.schema import KINDS, TABLES, ItemTable
from tests import reference

RIGHT = """\
title = "登记小食摊"
official = "食品摊贩登记"
icon = "mdi6.food"
agency = "市场监管局"
telephone = "12315"
words = ["摆摊", "夜宵"]
offline = "refused"

[[consent]]
name = "share"
heading = "要把号码交上去"
points = ["只用来登记"]

[[ask]]
kind = "choice"
name = "goods"
label = "卖什么"
heading = "摊上卖什么"
choices = [
    { value = "cooked", label = "小吃" },
    { value = "fruit", label = "水果", fen = 100 },
]

[[ask]]
kind = "text"
name = "plate"
label = "车牌"
heading = "车牌号是多少"
pattern = "[A-Z]+"
wrong = "只有字母"
example = "ABC"
least = 2
most = 8
when = { goods = ["fruit"] }

[[ask]]
kind = "date"
name = "since"
label = "从哪天"
heading = "从哪一天摆"
earliest = -30
latest = 0

[[ask]]
kind = "members"
name = "family"
label = "家人"
heading = "还有谁"
relations = ["老伴", "儿子"]

[fee]
title = "工本费"
fen = 500

[done]
message = "登记好了"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "market").mkdir()
    return tmp_path / "market" / "food_stall.toml"


def complaint(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        checked(file)
    return str(caught.value)


def test_what_is_right_is_taken(file: Path) -> None:
    file.write_text(RIGHT, encoding="utf-8")
    declared = checked(file)
    assert (declared.id, declared.category.value) == ("market.food_stall", "市场监管")
    assert declared.ask[1].when == (("goods", ("fruit",)),)


MISTAKES = [
    ('title = "登记小食摊"', "", 1, "title", "没有写，要补上"),
    ('title = "登记小食摊"', 'titel = "登记小食摊"', 1, "titel", "不认识，是不是 title"),
    ('offline = "refused"', 'ofline = "refused"', 7, "ofline", "不认识，是不是 offline"),
    ('offline = "refused"', 'offline = "sometimes"', 7, "offline", "可以写"),
    ('offline = "refused"', 'offline = "deferred"', 51, "fee", 'offline 要写 "refused"'),
    ('icon = "mdi6.food"', 'icon = "food"', 3, "icon", "要符合"),
    ('icon = "mdi6.food"', 'icon = "mdi6.fod"', 3, "icon", "没有 mdi6.fod 这个图标，是不是 mdi6.food"),
    ('name = "share"', 'name = "share"\nicon = "mdi6.nothing-at-all"', 11, "consent[1].icon", "没有"),
    ('telephone = "12315"', "telephone = 12315", 5, "telephone", "要写带引号的文字"),
    ('words = ["摆摊", "夜宵"]', 'words = ["摆摊", ""]', 6, "words[2]", "至少 1 个字"),
    ('heading = "要把号码交上去"', 'heading = "' + "长" * 17 + '"', 11, "consent[1].heading", "最多 16 个字"),
    ('points = ["只用来登记"]', "points = []", 12, "consent[1].points", "至少 1 样"),
    ('name = "share"', 'name = "keep"', 10, "consent[1].name", "不能叫 keep"),
    ('kind = "text"', 'kind = "words"', 25, "ask[2].kind", "要写是哪一种"),
    ('kind = "text"\n', "", 24, "ask[2].kind", "要写是哪一种"),
    ('name = "plate"', 'name = "Plate"', 26, "ask[2].name", "要符合"),
    ('name = "plate"', 'name = "fee"', 26, "ask[2].name", "不能叫 fee"),
    ('name = "plate"', 'name = "goods"', 26, "ask[2].name", "goods 写了两次"),
    ('name = "plate"', 'name = "share"', 26, "ask[2].name", "share 写了两次"),
    ('label = "车牌"\n', "", 24, "ask[2].label", "没有写，要补上"),
    ("least = 2", "leest = 2", 32, "ask[2].leest", "不认识，是不是 least"),
    ("least = 2", "least = 9", 32, "ask[2].least", "不能比 most 大"),
    ("most = 8", 'most = "8"', 33, "ask[2].most", "要写整数"),
    ("most = 8", "most = 0", 33, "ask[2].most", "不能小于 1"),
    ('pattern = "[A-Z]+"', 'pattern = "[A-Z"', 29, "ask[2].pattern", "不是正确的正则表达式"),
    ('wrong = "只有字母"\n', "", 29, "ask[2].pattern", "要一起写"),
    ('pattern = "[A-Z]+"\n', "", 29, "ask[2].wrong", "要一起写"),
    ('example = "ABC"', 'example = "abc"', 31, "ask[2].example", "不符合 pattern"),
    ('when = { goods = ["fruit"] }', 'when = { good = ["fruit"] }', 34, "ask[2].when.good", "是不是 goods"),
    ('when = { goods = ["fruit"] }', 'when = { goods = ["fish"] }', 34, "ask[2].when.goods", "没有 fish 这一项"),
    ('when = { goods = ["fruit"] }', 'when = { Goods = ["fruit"] }', 34, "ask[2].when.Goods", "要符合"),
    ('when = { goods = ["fruit"] }', 'when = { since = ["x"] }', 34, "ask[2].when.since", "前面没有叫这个名字的选择"),
    ('value = "fruit"', 'value = "cooked"', 21, "ask[1].choices[2].value", "cooked 写了两次"),
    ('value = "fruit"', 'valeu = "fruit"', 21, "ask[1].choices[2].valeu", "不认识，是不是 value"),
    ('label = "水果"', "label = 5", 21, "ask[1].choices[2].label", "要写带引号的文字"),
    ("earliest = -30", "earliest = 5", 41, "ask[3].earliest", "不能比 latest 晚"),
    ("earliest = -30", "earliest = 2.5", 41, "ask[3].earliest", "要写日期"),
    ("earliest = -30", 'earliest = "until"', 41, "ask[3].earliest", "前面没有叫 until 的日期"),
    ('relations = ["老伴", "儿子"]', 'relations = ["老伴", "老伴"]', 49, "ask[4].relations[2]", "老伴 写了两次"),
    ("fen = 500", "fen = 5.0", 53, "fee.fen", "要写整数"),
    ("fen = 500", "fen = -1", 53, "fee.fen", "不能小于 0"),
    ('[fee]\ntitle = "工本费"\nfen = 500\n', "", 21, "ask[1].choices[2].fen", "要先写 [fee]"),
    ("[done]", '[certificate]\ntitle = "证明"\n\n[done]', 55, "certificate", "要交钱的不能直接打证明"),
    ('message = "登记好了"', 'mesage = "登记好了"', 56, "done.mesage", "不认识，是不是 message"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "key", "words"), MISTAKES)
def test_each_mistake_names_file_line_and_key(
    file: Path, right: str, wrong: str, line: int, key: str, words: str
) -> None:
    assert RIGHT.count(right) == 1
    said = complaint(file, RIGHT.replace(right, wrong))
    assert said.startswith(f"{file} 第 {line} 行：{key} "), said
    assert words in said


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b'title = "\xff"', "第 1 行：不是 UTF-8"),
        (b'title = "a"\ntitle = "b"\n\n', "第 2 行"),
        (b"title = \nicon = 1\n", "第 1 行"),
        (b"#" * (64 * 1024 + 1), "太大了"),
    ],
)
def test_what_is_no_toml_names_its_place(file: Path, raw: bytes, words: str) -> None:
    file.write_bytes(raw)
    with pytest.raises(ConfigError, match=words) as caught:
        checked(file)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("name", "words"), [("shop/food_stall.toml", "不是分类"), ("market/Food.toml", "文件名只用小写字母")]
)
def test_folder_and_name_are_the_id(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).parent.mkdir()
    assert words in complaint(tmp_path / name, RIGHT)


@given(st.data())
def test_whatever_stands_there_is_taken_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    lines = RIGHT.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.sampled_from(["", "[ask]", "[[ask]]", "[fee]", *lines, lines[at][:-1], f"{lines[at]}]"]))
    folder = tmp_path_factory.getbasetemp() / "market"
    folder.mkdir(exist_ok=True)
    file = folder / "food_stall.toml"
    file.write_text("\n".join([*lines[:at], other, *lines[at + 1 :]]), encoding="utf-8")
    said = ""
    try:
        checked(file)
    except ConfigError as mistake:
        said = str(mistake)
    assert not said or (said.startswith(str(file)) and "\n" not in said)


# --- what ships ---

SHIPPED = sorted(ITEMS.glob("*/*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_every_file_is_right_and_reads_as_the_house_does(path: Path) -> None:
    declared = checked(path)
    said = {name: value for name, value in dataclasses.asdict(declared).items() if name not in ("words", "official")}
    assert not re.search("(?<!申)请|确定|对不起", repr(said)), "no please, no OK, no sorry"
    assert len({asked.heading for asked in declared.ask}) == len(declared.ask)


def test_titles_are_not_given_twice() -> None:
    titles = [checked(path).title for path in SHIPPED]
    assert len(set(titles)) == len(titles)


# --- one meaning of each key ---


def test_the_page_of_keys_is_that_of_the_schema() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run python -m tests.reference"


@pytest.mark.parametrize(
    ("table", "made"),
    [
        (ItemTable, Declaration),
        (TABLES["choices"], Option),
        (TABLES["consent"], ConsentAsked),
        (TABLES["fee"], Fee),
        (TABLES["certificate"], CertificateMade),
        (TABLES["done"], Ending),
        *((model, Asked) for model in KINDS.values()),
    ],
)
def test_without_a_key_file_and_item_mean_the_same(table: Any, made: Any) -> None:
    fields = {field.name: field for field in dataclasses.fields(made)}
    for name, about in table.model_fields.items():
        assert name in fields, name
        default = fields[name].default
        simple = isinstance(about.default, str | bool) and name not in ("offline", "form")
        if simple and about.default is not PydanticUndefined:
            assert default == about.default, name
