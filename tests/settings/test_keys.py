"""What can stand in config.toml is read from what checks it, and every key says what it means."""

import tomllib

import pytest

from kiosk import config
from kiosk.config import ConfigError
from kiosk.devices import registry
from kiosk.settings.edit import flat
from kiosk.settings.keys import HIDDEN, Key, find, keys_of_others, sections, shown

TABLES = tomllib.loads(config.FILE.read_text(encoding="utf-8"))
KEYS = {key.name: key for section in sections(TABLES) for key in section.keys}


def test_every_key_of_the_shipped_file_is_one_of_the_form_with_its_value() -> None:
    said = flat(TABLES)
    assert said.keys() <= KEYS.keys()
    assert {name: KEYS[name].value for name in said} == said


@pytest.mark.parametrize("model", [model for model in registry.known_models() if model not in ("haar_face", "yunet")])
def test_every_key_of_every_model_says_what_it_means(model: str) -> None:
    for section in sections({"devices": {"id_card": {"model": model}}}):
        assert section.title
        assert [key.name for key in section.keys if not key.meaning] == []


def test_types_and_limits() -> None:
    assert KEYS["devices.receipt_printer.baud"].kind == "number"
    assert (KEYS["devices.receipt_printer.baud"].least, KEYS["devices.receipt_printer.baud"].most) == (9600, 921600)
    assert KEYS["devices.receipt_printer.flow"].choices == ("none", "rtscts", "xonxoff")
    assert KEYS["devices.receipt_printer.counter"].kind == "yes_no"
    assert KEYS["devices.lights.slots"].kind == "table"
    assert (KEYS["panel.pixel_pitch_mm"].least, KEYS["panel.pixel_pitch_mm"].most) == (0.05, 1)
    assert "township" in KEYS["terminal.package"].choices
    assert KEYS["machine.reboot"].default == "systemctl reboot"
    assert KEYS["site.name"].required
    assert KEYS["devices.id_card.model"].choices == ("sdt_serial",)
    assert KEYS["devices.face_detector.model"].choices == ("haar_face", "yunet")
    assert KEYS["gateway.model"].choices == ("http",)
    assert not KEYS["gateway.reply_seconds"].required


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("devices.id_card.baud", "9600", 9600),
        ("devices.receipt_printer.counter", "false", False),
        ("devices.scanner.suffix", "\\r\\n", "\r\n"),
        ("devices.scanner.prefix", "", ""),
        ("panel.pixel_pitch_mm", " 0.3 ", 0.3),
        ("devices.receipt_printer.host", "", None),
        ("devices.receipt_printer.flow", "", None),
        ("devices.receipt_printer.flow", "-", None),
        ("devices.receipt_printer.logo", "-", None),
        ("site.name", "-", "-"),
        ("machine.reboot", "", ""),
        ("devices.lights.slots", "id_card = 3", {"id_card": 3}),
    ],
)
def test_what_is_typed_is_read_as_its_type(name: str, typed: str, value: object) -> None:
    assert KEYS[name].read(typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("devices.receipt_printer.baud", "fast", "要写整数"),
        ("panel.pixel_pitch_mm", "x", "要写数字"),
        ("devices.receipt_printer.counter", "1", "要写 true 或 false"),
    ],
)
def test_what_is_of_another_type_is_one_sentence(name: str, typed: str, says: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} 写的是 {typed}，{says}"):
        KEYS[name].read(typed)


def test_a_password_in_an_address_is_not_shown() -> None:
    camera = Key("devices.camera.source", "", "text", "http://admin:geheim@10.0.0.2/video", None)
    assert shown(camera.value) == f"http://{HIDDEN}10.0.0.2/video"
    assert camera.secret
    assert not KEYS["devices.camera.source"].secret


def test_a_name_that_is_none_has_its_nearest() -> None:
    with pytest.raises(ConfigError, match=r"不认识 site\.telefone，是不是 site\.telephone"):
        find(TABLES, "site.telefone")


def test_what_another_model_does_not_know() -> None:
    assert keys_of_others(TABLES, "devices.scanner.model", "sdt_serial") == [
        f"devices.scanner.{key}" for key in ("prefix", "suffix", "longest", "charset")
    ]
