"""The readiness report: one page, whatever there is to say, and nothing of it left out."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from kiosk import __version__, config
from kiosk.check import report
from kiosk.check.finding import Finding
from kiosk.check.pages import typeset

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
GOOD = Finding("摄像头", True, "画面清楚")
BAD = Finding("回执打印机", False, "打印机没纸了：paper end")


@pytest.fixture
def settings(tmp_path: Path) -> config.Config:
    return config.load(config.ROOT / "config.toml", state=tmp_path)


def picture(settings: config.Config, findings: list[Finding]) -> Image.Image:
    return Image.open(io.BytesIO(typeset(report.TEMPLATE, report.content(settings, findings, NOW), "png"))).convert(
        "RGB"
    )


def colours(image: Image.Image) -> set[tuple[int, int, int]]:
    return {colour for _, colour in image.getcolors(1 << 24) or []}


def test_it_is_a_pdf_of_one_page(settings: config.Config) -> None:
    pdf = report.render(settings, [GOOD, BAD], NOW)
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert len(pdf) < 200_000, "only the characters that are used are in it"


@pytest.mark.parametrize("count", [1, 20, 60, 200])
def test_however_much_there_is_to_say_it_is_one_page(settings: config.Config, count: int) -> None:
    long = [Finding(f"部件 {n}", n % 3 != 0, "说明很长，" * 30) for n in range(count)]
    page = picture(settings, long)  # raises when there is a second page
    width, height = page.size
    assert abs(height / width - 297 / 210) < 0.01
    edge = page.crop((0, height - height // 40, width, height))
    assert edge.getextrema() == ((255, 255),) * 3, "something runs off the page"


def test_what_is_wrong_is_red_and_what_is_right_is_not(settings: config.Config) -> None:
    red = (0xB3, 0x26, 0x1E)
    assert red in colours(picture(settings, [GOOD, BAD]))
    assert red not in colours(picture(settings, [GOOD]))


def test_its_content_says_when_where_and_what(settings: config.Config) -> None:
    content = report.content(settings, [GOOD, Finding("扫码", None, "没有试")], NOW)
    assert (content["terminal"], content["site"], content["date"], content["ready"]) == (
        "NB-YZ-0001",
        "东湖镇便民服务中心",
        "2026年11月22日 09:05",
        True,
    )
    assert str(content["program"]).startswith(f"{__version__}，Python 3.11")
    assert "Linux" in str(content["system"])


def test_every_library_that_the_program_names_is_in_it() -> None:
    assert {"pyserial", "sqlcipher3", "opencv-python-headless"} <= report.versions().keys()
    assert all(version[0].isdigit() for version in report.versions().values())
