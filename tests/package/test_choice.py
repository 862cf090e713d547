"""Which package is in use, and that a start which changed nothing only reads."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk import config, config_check
from kiosk.package import choice, source
from tests.test_config import RIGHT


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packages that come with the terminal, to be spoilt."""
    copied = tmp_path / "packages"
    shutil.copytree(config.PACKAGES, copied)
    for module in (config, choice, source):
        monkeypatch.setattr(module, "PACKAGES", copied)
    return copied


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(RIGHT, encoding="utf-8")
    return path


def load(file: Path) -> config.Config:
    return config.load(file, state=file.parent / "state")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", ["township.toml", "base.toml"])
def test_every_file_that_it_inherits_is_looked_at_and_none_is_checked_twice(
    packages: Path, file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    checked: list[Path] = []
    check = config_check.check
    monkeypatch.setattr(config_check, "check", lambda tables, path: (checked.append(path), check(tables, path)))
    for _ in range(3):
        load(file)
    assert len(checked) == 1
    (packages / name).write_text((packages / name).read_text(encoding="utf-8") + "\n# 改过\n", encoding="utf-8")
    load(file)
    load(file)
    assert len(checked) == 2


def test_what_is_changed_in_the_inherited_file_counts(packages: Path, file: Path) -> None:
    load(file)
    change(packages / "base.toml", "minutes = 15", "minutes = 25")
    assert load(file).package.helper.minutes == 25


@pytest.mark.parametrize("spoil", ["{", "title = 3", None])
def test_a_file_that_was_damaged_later_leaves_the_last_right_one(packages: Path, file: Path, spoil: str | None) -> None:
    before = load(file)
    path = packages / "township.toml"
    if spoil is None:
        path.unlink()
        path.symlink_to("/etc/passwd")
    else:
        path.write_text(spoil, encoding="utf-8")
    for _ in range(2):
        after = load(file)
        assert after.items == before.items
        assert after.package == before.package
        assert str(path) in after.package_trouble
        assert config.is_checked(file, state=file.parent / "state"), "and the next start only reads"


def test_without_a_last_right_one_it_does_not_start(packages: Path, file: Path) -> None:
    (packages / "township.toml").write_text("{", encoding="utf-8")
    with pytest.raises(config.ConfigError, match=r"township\.toml 第 1 行"):
        load(file)


def test_the_last_right_one_is_used_without_items_that_are_gone(packages: Path, file: Path) -> None:
    load(file)
    seal = file.parent / "state" / config.SEAL
    said = json.loads(seal.read_text())
    said["package_said"]["items"].insert(0, "social.of_an_older_version")
    said["package_said"]["also"] = ["older.*", "*"]
    said["package_said"].setdefault("helper", {})["limits"] = {"social.of_an_older_version": 3}
    seal.write_text(json.dumps(said))
    (packages / "township.toml").write_text("{", encoding="utf-8")
    package = load(file).package
    assert "social.of_an_older_version" not in package.items
    assert (package.also, dict(package.helper.limits)) == (("*",), {})


@pytest.mark.parametrize("spoil", ["{", '{"package_said": 3}', "null", '{"package_said": {"items": [[]]}}'])
def test_a_seal_that_is_no_seal_is_no_last_right_one(packages: Path, file: Path, spoil: str) -> None:
    load(file)
    (file.parent / "state" / config.SEAL).write_text(spoil)
    assert load(file).package_trouble == ""
    (file.parent / "state" / config.SEAL).write_text(spoil)
    (packages / "township.toml").write_text("{", encoding="utf-8")
    with pytest.raises(config.ConfigError):
        load(file)


def test_the_order_of_use_is_taken_up(file: Path) -> None:
    items = load(file).package.items
    order = {"base": list(items), "items": [*items[:2], *items[3:], items[2]]}  # the first two are protected
    home = file.parent / "state" / config.HOME
    home.write_text(json.dumps(order))
    settings = load(file)
    assert [item.id for item in settings.items] == order["items"]
    assert settings.package.items == items
    assert settings.chosen[home] == home.read_text()
    home.write_text("spoilt")
    assert [item.id for item in load(file).items] == list(items)


def test_telephone_and_hours_of_the_package_go_first(packages: Path, file: Path) -> None:
    assert load(file).site.telephone == "0574-8800 0001"
    (packages / "township.toml").write_text(
        'inherits = "base"\ntitle = "x"\nitems = ["receipt.reprint"]\ntelephone = "12345"\n'
        '[helper.hours]\nmon-fri = ["9:00-16:00"]\n',
        encoding="utf-8",
    )
    site = load(file).site
    assert (site.telephone, site.hours) == ("12345", "周一到周五 9:00–16:00")
