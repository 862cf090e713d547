"""config.toml changed as a person would: everything but the value stays as it stood."""

import difflib
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import config
from kiosk.config import ConfigError
from kiosk.settings.edit import difference, edited, flat, inline

SHIPPED = config.FILE.read_text(encoding="utf-8")


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[:2] in ("- ", "+ ")]


def test_only_the_value_is_another_one_and_the_comment_keeps_its_column() -> None:
    after = edited(SHIPPED, {"site.telephone": "0574-1"})
    old, new = changed_lines(SHIPPED, after)
    assert new.startswith('+ telephone = "0574-1" ')
    assert old.partition("#")[2] == new.partition("#")[2]
    assert old.index("#") == new.index("#")


def test_several_values_of_every_type() -> None:
    changes = {
        "panel.pixel_pitch_mm": 0.25,
        "devices.id_card.baud": 9600,
        "devices.receipt_printer.counter": False,
        "devices.lights.slots": {"id_card": 7},
        "devices.scanner.shortest": 5,
    }
    said = flat(tomllib.loads(edited(SHIPPED, changes)))
    assert {name: said[name] for name in changes} == changes
    assert "# 哪个口接在第几路" in edited(SHIPPED, changes)


def test_a_key_a_section_and_what_is_in_neither_yet() -> None:
    without = edited(SHIPPED, {"devices.lights": None, "gateway.seal_root_file": None, "machine": None})
    assert "lights" not in tomllib.loads(without)["devices"]
    assert "seal_root_file" not in without
    again = edited(without, {"machine.reboot": "", "devices.lights.model": "serial_lights"})
    assert tomllib.loads(again)["machine"] == {"reboot": ""}
    assert tomllib.loads(again)["devices"]["lights"] == {"model": "serial_lights"}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_is_typed_is_what_stands_there(typed: str) -> None:
    after = edited(SHIPPED, {"site.name": typed})
    assert tomllib.loads(after)["site"]["name"] == typed
    assert difference(SHIPPED, after) == (
        (("site.name", "东湖镇便民服务中心", typed),) if typed != "东湖镇便民服务中心" else ()
    )


def test_what_is_broken_is_one_sentence() -> None:
    with pytest.raises(ConfigError, match="不是正确的 TOML"):
        edited("[site", {"site.name": "x"})
    with pytest.raises(ConfigError, match="id 下面没有别的项"):
        edited(SHIPPED, {"terminal.id.more": "x"})


@pytest.mark.parametrize(
    ("typed", "read"), [("a = 1, b = 2", {"a": 1, "b": 2}), ("{a=1}", {"a": 1}), ("a＝1，b＝2", {"a": 1, "b": 2})]
)
def test_a_table_as_it_is_typed(typed: str, read: dict[str, Any]) -> None:
    assert inline("x", typed) == read


def test_no_table() -> None:
    with pytest.raises(ConfigError, match="要写成"):
        inline("x", "a 1")
