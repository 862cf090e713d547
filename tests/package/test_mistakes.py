"""Each mistake in a package file is one sentence that names the file, the line where it can be told, and the key."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import flows
from kiosk.config import PACKAGES, ConfigError
from kiosk.core.item import find_items
from kiosk.package.check import DEVICES, Place, check, check_served
from kiosk.package.inherit import merged

PLACE = Place(find_items(flows), DEVICES)
RIGHT = """\
inherits = "base"
title = "试点"
items = [
    "social.pension_certification",
    "medical.payment",
]
protected = ["medical.payment"]

[hours]
mon-fri = ["8:30-12:00", "13:30-17:00"]

[helper]
minutes = 20
limits = { "medical.payment" = 5 }
"""


def checked(path: Path, place: Place = PLACE) -> dict[str, Any]:
    return check(merged(path), place)


def written(directory: Path, text: str | bytes, name: str = "site") -> Path:
    path = directory / f"{name}.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def mistake(path: Path, place: Place = PLACE) -> str:
    with pytest.raises(ConfigError) as caught:
        checked(path, place)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_what_is_right_has_every_key(tmp_path: Path) -> None:
    table = checked(written(tmp_path, RIGHT))
    assert table["items"] == ["social.pension_certification", "medical.payment"]
    assert table["helper"] == {
        "minutes": 20,
        "idle_seconds": 300,
        "card_ends": False,
        "limits": {"medical.payment": 5},
        "hours": None,
    }
    assert table["also"] == ["*"]


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ('"medical.payment",', '"medical.paymnet",', 5, ("items", "medical.paymnet", "是不是 medical.payment")),
        ('"medical.payment",', '"medical.payment", "social.pension_certification",', 5, ("items", "写了两次")),
        ('"medical.payment",', "7,", 3, ("items.1", "7", "文字")),
        ("items = [", "itmes = [", 3, ("itmes", "是不是 items")),
        ('title = "试点"', "title = 2026-01-01", 2, ("title", "文字")),
        ('title = "试点"', 'title = ""', 2, ("title", "至少 1")),
        ('title = "试点"', "", None, ("title", "没有写")),
        ('title = "试点"', 'title = "试点"\nidle_seconds = 10', 3, ("idle_seconds", "30")),
        ('title = "试点"', 'title = "试点"\nidle_seconds = true', 3, ("idle_seconds", "整数")),
        ('title = "试点"', 'title = "试点"\ntext_size = "tiny"', 3, ("text_size", "huge")),
        ('title = "试点"', f'title = "试点"\nannouncement = "{"长" * 31}"', 3, ("announcement", "最多 30")),
        ('title = "试点"', 'title = "试点"\nannouncement = "一\\n二"', 3, ("announcement",)),
        ('title = "试点"', 'title = "试点"\ntelephone = "打 12345"', 3, ("telephone",)),
        ('title = "试点"', 'title = "试点"\nalso = ["sociel.*"]', 3, ("also", "sociel.*", "social.*")),
        ('title = "试点"', 'title = "试点"\nmap = "机 甲"', 3, ("map", "甲", "厕")),
        ('protected = ["medical.payment"]', 'protected = ["receipt.reprint"]', 7, ("protected", "不在 items")),
        ('protected = ["medical.payment"]', "protected = true", 7, ("protected", "列表")),
        ("mon-fri", "mon-fry", 9, ("hours", "mon-fry 不是星期")),
        ('"13:30-17:00"', '"11:30-17:00"', 9, ("hours", "重叠")),
        ('["8:30-12:00", "13:30-17:00"]', '"8:30"', 10, ("hours.mon-fri", "列表")),
        ("[hours]", "[[hours]]", 9, ("hours", "一节")),
        ("minutes = 20", "minutes = 200", 13, ("helper.minutes", "120")),
        ("minutes = 20", "minuets = 20", 13, ("helper.minuets", "是不是 minutes")),
        ('"medical.payment" = 5', '"medical.paid" = 5', 14, ("helper.limits", "medical.paid")),
        ('"medical.payment" = 5', '"medical.payment" = -1', 14, ("helper.limits.medical.payment", "0")),
        ("[helper]", "[helpers]", 12, ("helpers", "是不是 helper")),
        ('inherits = "base"', 'inherits = "moon"', 1, ("inherits", "moon", "township")),
        ('inherits = "base"', 'inherits = "../../etc/passwd"', 1, ("inherits", "../../etc/passwd", "不带目录")),
        ('inherits = "base"', 'inherits = "/etc/passwd"', 1, ("inherits", "不带目录")),
        ('inherits = "base"', "inherits = 3", 1, ("inherits", "3")),
        ('inherits = "base"', 'inherits = "site"', 1, ("inherits", "绕成了圈", "site → site")),
        ('inherits = "base"', 'inherits = "base"\nitems_add = ["receipt.reprint"]', 4, ("items", "items_add")),
        ("items = [", "items = [[", None, ("TOML",)),
        ("minutes = 20", f"minutes = {'9' * 5000}", None, ("TOML",)),
        ("minutes = 20", f"minutes = {'[' * 5000}", None, ("TOML",)),
        ("minutes = 20", "minutes = = 20", 13, ("TOML",)),
    ],
)
def test_each_mistake_names_its_place(
    tmp_path: Path, wrong: str, right: str, line: int | None, words: tuple[str, ...]
) -> None:
    path = written(tmp_path, RIGHT.replace(wrong, right, 1))
    sentence = mistake(path)
    place = f"{path}" if line is None else f"{path} 第 {line} 行"
    for word in (place, *words):
        assert word in sentence


def test_what_is_added_and_removed(tmp_path: Path) -> None:
    written(tmp_path, RIGHT, "parent")
    added = 'inherits = "parent"\nitems_add = ["receipt.reprint"]\nitems_remove = ["social.pension_certification"]\n'
    assert checked(written(tmp_path, added))["items"] == ["medical.payment", "receipt.reprint"]
    assert "items_remove 写的 receipt.reprint 本来就没有" in mistake(
        written(tmp_path, 'inherits = "parent"\nitems_remove = ["receipt.reprint"]\n')
    )
    again = mistake(written(tmp_path, 'inherits = "parent"\n\nitems_add = ["medical.payment"]\n'))
    assert "第 3 行：items_add 写的 medical.payment 本来就有" in again
    assert "items_add 要写成列表" in mistake(written(tmp_path, 'inherits = "parent"\nitems_add = "x"\n'))
    without = mistake(written(tmp_path, 'inherits = "base"\ntitle = "x"\nitems_add = ["x"]\n'))
    assert "items_add 和 items_remove 要改上一层的 items" in without


def test_a_mistake_that_was_inherited_is_named_where_it_stands(tmp_path: Path) -> None:
    parent = written(tmp_path, RIGHT.replace('"medical.payment",', '"medical.gone",'), "parent")
    assert str(parent) in mistake(written(tmp_path, 'inherits = "parent"\ntitle = "子"\n'))


def test_a_circle_of_three(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a")):
        written(tmp_path, f'inherits = "{parent}"\n', name)
    assert "a → b → c → a" in mistake(tmp_path / "a.toml")


def test_too_many_layers(tmp_path: Path) -> None:
    for number in range(7):
        written(tmp_path, f'inherits = "p{number + 1}"\n', f"p{number}")
    written(tmp_path, RIGHT, "p7")
    assert "最多 5 层" in mistake(tmp_path / "p0.toml")


def test_a_device_that_the_terminal_has_not(tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT + '\n[devices]\nrequired = ["a4_printer"]\n')
    sentence = mistake(path, Place(PLACE.known, ("id_card", "camera")))
    assert f"{path} 第 17 行：devices.required 要 a4_printer" in sentence
    assert "没有这种设备" in mistake(written(tmp_path, RIGHT + '\n[devices]\noptional = ["fax"]\n'))
    assert "写了两次" in mistake(written(tmp_path, RIGHT + '\n[devices]\noptional = ["camera", "camera"]\n'))


def test_an_item_whose_device_the_terminal_has_not(tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT.replace('"medical.payment",', '"medical.payment",\n"social.insured_certificate",'))
    sentence = mistake(path, Place(PLACE.known, ("id_card", "camera")))
    assert f"{path} 第 6 行：items 里的 social.insured_certificate 要 a4_printer" in sentence


def test_an_item_that_the_gateway_does_not_do(tmp_path: Path) -> None:
    package = merged(written(tmp_path, RIGHT))
    table = check(package, PLACE)
    check_served(package, table, ("receipt.reprint",))
    with pytest.raises(ConfigError, match=r"第 4 行：items 里的 social\.pension_certification，政务平台不给这台终端办"):
        check_served(package, table, ("social.pension_certification",))


def test_what_is_no_file_of_a_packages_size(tmp_path: Path) -> None:
    assert "太大了，功能包最多 64 KB" in mistake(written(tmp_path, b"#" * 10_000_000))
    assert "第 2 行：不是 UTF-8" in mistake(written(tmp_path, 'title = "x"\n# 标题'.encode("gb18030")))
    assert "读不到" in mistake(tmp_path / "nowhere.toml")
    assert "不是普通文件" in mistake(tmp_path)
    os.mkfifo(tmp_path / "pipe.toml")
    assert "不是普通文件" in mistake(tmp_path / "pipe.toml")
    assert "文件名" in mistake(Path("a\0b.toml"))


def test_a_link_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "away.toml").symlink_to("/etc/passwd")
    assert "是一个链接" in mistake(tmp_path / "away.toml")
    assert "是一个链接" in mistake(written(tmp_path, 'inherits = "away"\n'))


keys = st.one_of(
    st.sampled_from(
        [
            *("inherits", "title", "items", "items_add", "items_remove", "also", "protected", "devices", "hours"),
            *("idle_seconds", "text_size", "helper", "upkeep", "telephone", "map", "announcement", "required"),
            *("minutes", "limits", "mon", "mon-fri", "tier", "medical.payment"),
        ]
    ),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=6),
)

values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(),
        st.text(st.characters(codec="utf-8"), max_size=12),
        st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
        st.dates(),
        st.sampled_from(["base", "site", "medical.payment", "social.*", "[", "8:30-12:00", "机", "mon"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=6,
)


def toml(value: object) -> str:
    """A value as TOML; Python has no writer for it."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + "".join(f"\\U{ord(character):08X}" for character in value) + '"'
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return f"{{{', '.join(f'{toml(key)} = {toml(inner)}' for key, inner in value.items())}}}"
        case int() | float():
            return repr(value)
        case _:
            return value.isoformat()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packages")


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(document=st.dictionaries(keys, values, max_size=8))
def test_whatever_toml_says_it_is_right_or_a_mistake_in_one_sentence(place: Path, document: dict[str, Any]) -> None:
    tells(written(place, "".join(f"{toml(key)} = {toml(value)}\n" for key, value in document.items())))


@settings(max_examples=300)
@given(changes=st.lists(st.tuples(st.integers(0, len(RIGHT) - 1), st.binary(max_size=3)), max_size=4))
def test_whatever_is_changed_in_a_right_one(place: Path, changes: list[tuple[int, bytes]]) -> None:
    raw = bytearray(RIGHT.encode())
    for at, new in changes:
        raw[at : at + 1] = new
    tells(written(place, bytes(raw)))


def tells(path: Path) -> None:
    said = ""
    try:
        table = checked(path)
    except ConfigError as error:
        said = str(error)
    if said:
        assert str(path.parent) in said or str(PACKAGES) in said
        assert len(said.splitlines()) == 1
    else:
        assert table["title"]
        assert table["items"]
