"""The table of errands in docs/items.md: every item stands in it, was done, and takes no more taps than it may."""

import re
from pathlib import Path

import pytest

from kiosk import config
from kiosk.declarations.shelf import all_items

ROW = re.compile(r"^\| .* \| `([\w.]+)` \| (\d+) \| (\d+) \| [\d.]+ \| .+ \|$", re.MULTILINE)
MOST = {"social.pension_certification": 5, "medical.payment": 7, "queue.ticket": 3} | dict.fromkeys(
    (
        "social.insured_certificate",
        "social.pension_certificate",
        "fund.deposit_certificate",
        "estate.registration_certificate",
        "estate.no_house_certificate",
        "police.household_certificate",
        "police.no_record_certificate",
        "market.business_licence",
    ),
    6,
)


@pytest.fixture
def taps() -> dict[str, int]:
    page = (config.ROOT / "docs" / "items.md").read_text(encoding="utf-8")
    return {item: int(taps) for item, _, taps in ROW.findall(page)}


def test_every_item_was_done(taps: dict[str, int], tmp_path: Path) -> None:
    assert taps.keys() == all_items(tmp_path).keys()


def test_what_people_come_for_takes_few_taps(taps: dict[str, int]) -> None:
    assert {item: taps[item] for item, most in MOST.items() if taps[item] > most} == {}
