"""Configuration: what is right loads, and each mistake is one sentence with file, key and what is allowed."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import config, config_check

RIGHT = """
[terminal]
id = "NB-YZ-0001"
package = "township"

[site]
name = "东湖镇便民服务中心"
telephone = "0574-8800 0001"
desk = "大厅左手边"
hours = "周一到周五"

[panel]
pixel_pitch_mm = 0.248
orientation = "portrait"

[gateway]
model = "http"
url = "http://127.0.0.1:8701"
secret_file = "gateway.key"

[devices.id_card]
model = "sdt_serial"
port = "/dev/ttyS3"
baud = 115200

[devices.a4_printer]
model = "ipp"
queue = "A4"
printer = "ipp://192.168.1.20/ipp/print"

[devices.receipt_printer]
model = "escpos"
port = "/dev/ttyS6"

[devices.camera]
model = "opencv"
source = "/dev/video0"

[devices.document_camera]
model = "opencv"
source = "/dev/video2"
"""


LIGHTS = """
[devices.lights]
model = "serial_lights"
port = "/dev/ttyS4"
slots = { id_card = 1 }

[devices.id_card]
"""
SCANNER = """
[devices.scanner]
model = "line_serial"
port = "/dev/ttyS5"
"""


def written(directory: Path, text: str | bytes) -> Path:
    path = directory / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def mistake(directory: Path, text: str | bytes, *overrides: str) -> str:
    with pytest.raises(config.ConfigError) as caught:
        config.load(written(directory, text), state=directory / "state", overrides=overrides)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_the_projects_own_configuration_is_right(tmp_path: Path) -> None:
    settings = config.load(config.ROOT / "config.toml", state=tmp_path)
    assert settings.panel.pixel_pitch_mm == 0.248
    assert settings.package.items[:2] == ("social.pension_certification", "medical.payment")
    assert tuple(item.id for item in settings.items) == settings.package.items
    assert settings.package_trouble == ""
    assert settings.package.also == ("*",)
    assert set(settings.devices) == {
        "id_card",
        "receipt_printer",
        "camera",
        "document_camera",
        "face_detector",
        "scanner",
        "lights",
        "a4_printer",
        "speech",
    }


def test_every_key_of_the_projects_own_configuration_is_explained() -> None:
    for file in (config.ROOT / "config.toml", config.PACKAGES / "base.toml"):
        for line in file.read_text().splitlines():
            if "=" in line and not line.startswith("#"):
                assert "#" in line or line.startswith("baud"), f"{file.name}: {line} says nothing"


def test_overrides_are_values_or_words(tmp_path: Path) -> None:
    overrides = ["site.telephone=12345-6", "devices.id_card.baud=9600", 'site.desk="二楼"']
    settings = config.load(written(tmp_path, RIGHT), state=tmp_path, overrides=overrides)
    assert settings.site.telephone == "12345-6"
    assert settings.site.desk == "二楼"
    assert settings.devices["id_card"].options["baud"] == 9600


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("pixel_pitch_mm = 0.248", 'pixel_pitch_mm = "fine"', ("panel.pixel_pitch_mm", "fine", "数字")),
        ("pixel_pitch_mm = 0.248", "pixel_pitch_mm = 3", ("panel.pixel_pitch_mm", "不能大于 1")),
        ('orientation = "portrait"', 'orientation = "upright"', ("panel.orientation", "portrait", "landscape")),
        ('name = "东湖镇便民服务中心"', "name = 7", ("site.name", "文字")),
        ('desk = "大厅左手边"', "", ("site.desk", "没有写")),
        ('telephone = "0574-8800 0001"', 'telefone = "1"', ("site.te", "telephone")),
        ("[site]", "[sites]", ("sites", "site")),
        ("[panel]", "[site.panel]", ("site.panel",)),
        ('id = "NB-YZ-0001"', 'id = "宁波 1"', ("terminal.id", "A-Za-z0-9")),
        ('package = "township"', 'package = "moon"', ("terminal.package", "moon", "township")),
        ('package = "township"', 'package = "../../etc/passwd"', ("terminal.package", "township")),
        ('model = "sdt_serial"', 'model = "sdt_serail"', ("devices.id_card.model", "sdt_serail", "sdt_serial")),
        ('model = "sdt_serial"', "", ("devices.id_card.model", "没有写")),
        ('port = "/dev/ttyS3"', "", ("devices.id_card.port", "没有写")),
        ('port = "/dev/ttyS3"', "port = 3", ("devices.id_card.port", "文字")),
        ("baud = 115200", 'baud = "115200"', ("devices.id_card.baud", "115200")),
        ("baud = 115200", "baud = 115200\nparity = 1", ("devices.id_card.parity",)),
        ("[devices.id_card]", "[devices.idcard]", ("devices.idcard", "id_card")),
        ('url = "http://127.0.0.1:8701"', 'url = "ftp://x"', ("gateway.url",)),
        ('url = "http://127.0.0.1:8701"', 'url = "http://gov.example"', ("gateway.url", "https://")),
        ('model = "http"', 'model = "soap"', ("gateway.model", "soap", "http")),
        ("baud = 115200", "baud = = 1", ("TOML", "line")),
        ("[devices.id_card]", LIGHTS.replace("id_card = 1", "door = 1"), ("devices.lights.slots", "door")),
        ("[devices.id_card]", LIGHTS.replace("id_card = 1", "id_card = 0"), ("devices.lights.slots.id_card", "1")),
        ("[devices.id_card]", SCANNER + "charset = 'big5'\n[devices.id_card]", ("devices.scanner.charset", "gb18030")),
        ("[devices.id_card]", SCANNER + "suffix = ''\n[devices.id_card]", ("devices.scanner.suffix",)),
        ("192.168.1.20", "printer.local", ("a4_printer.printer", "IP 地址")),
        ('queue = "A4"', "", ("devices.a4_printer.queue", "没有写")),
        ("queue", "que", ("devices.a4_printer.que",)),
    ],
)
def test_each_mistake_names_file_and_key_and_what_is_allowed(
    tmp_path: Path, wrong: str, right: str, words: tuple[str, ...]
) -> None:
    sentence = mistake(tmp_path, RIGHT.replace(wrong, right, 1))
    for word in ("config.toml", *words):
        assert word in sentence


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    assert "UTF-8" in mistake(tmp_path, b"name = \xff\xfe")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="读不到"):
        config.load(tmp_path / "nowhere.toml", state=tmp_path)
    with pytest.raises(config.ConfigError, match="读不到"):
        config.load(tmp_path, state=tmp_path)


@pytest.mark.parametrize("override", ["site.telephone", "terminal.id.deep=1"])
def test_an_override_that_cannot_be_applied(tmp_path: Path, override: str) -> None:
    assert override in mistake(tmp_path, RIGHT, override)


def test_what_was_found_right_is_checked_again_only_when_it_changed(tmp_path: Path, monkeypatch) -> None:
    checked: list[Path] = []
    monkeypatch.setattr(config_check, "check", lambda _tables, path: checked.append(path))
    path = written(tmp_path, RIGHT)
    for _ in range(2):
        assert config.load(path, state=tmp_path).site.hours == "周一到周五"
    assert checked == [path]
    config.load(written(tmp_path, RIGHT + "\n"), state=tmp_path)
    assert checked == [path, path]


def test_the_command_says_it_in_one_line_and_ends_with_2(tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT.replace("portrait", "upright"))
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(path), "--state", str(tmp_path / "state")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "panel.orientation" in ended.stderr
