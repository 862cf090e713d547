"""The count of paper over real wires: what the printers put out is taken off, and their sensors are believed."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import requests
from PIL import Image

from kiosk.check import devices
from kiosk.check.finding import Choices
from kiosk.core.cancel import Cancel
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.devices.escpos_encoding import length
from kiosk.devices.receipt_layout import lay_out
from kiosk.kit import Services
from kiosk.services.paper import A4, ROLL
from tests.sandbox.town import Town
from tests.test_kit import place, services

__all__ = ["place", "services"]

Until = Callable[..., None]
CODE = "https://zwfw.example.invalid/receipts/20260730-000001"  # about as long as they are


def receipt(services: Services, number: str = "R1", rows: int = 3) -> Receipt:
    many = tuple((f"第{row}行", "近办") for row in range(rows))
    return Receipt(number, "养老金认证", ReceiptState.DONE, services.kit.clock.now(), rows=many, code=CODE)


def print_receipt(services: Services, receipt: Receipt, walk: str) -> None:
    assert services.kit.receipt_printer is not None
    services.kit.effects.print_receipt(receipt, services.kit.receipt_printer, walk=walk, copy=False, cancel=Cancel())


def used(services: Services) -> list[tuple[str, str, int]]:
    services.staff.paper.flush()
    rows = services.store.read("SELECT device, item, sheets FROM paper_used ORDER BY device, item")
    return [(row["device"], row["item"], row["sheets"]) for row in rows]


def test_trays_hold_what_config_toml_says(services: Services) -> None:
    assert {name: tray.full for name, tray in services.staff.paper.trays.items()} == {ROLL: 80_000, A4: 250}


def test_a_receipt_is_taken_off_the_roll_for_its_item(services: Services) -> None:
    paper = services.staff.paper
    paper.refilled(ROLL, "W7")
    paper.serving("w1", "social.certify")
    one = receipt(services)
    print_receipt(services, one, "w1")
    assert used(services) == [(ROLL, "social.certify", 1)]
    assert paper.stock(ROLL).left == 80_000 - length(lay_out(one, copy=0))


def test_what_was_cut_without_us_is_known_to_the_printers_counter(services: Services, place: Town) -> None:
    print_receipt(services, receipt(services), "w1")
    for _ in range(2):  # a test by somebody who told nobody
        [*devices.findings(ROLL, services.owners[ROLL], Choices(prints=True))]
    print_receipt(services, receipt(services, "R2"), "w2")
    assert used(services) == [(ROLL, "", len(place.get("/receipt/papers")))]


@pytest.mark.parametrize(("fault", "left"), [("near_end", 5_000), ("paper_out", 0)])
def test_the_rolls_sensor_is_believed(services: Services, place: Town, until: Until, fault: str, left: int) -> None:
    services.staff.paper.refilled(ROLL, "W7")
    place.order("/receipt", fault=fault)
    until(lambda: services.staff.paper.stock(ROLL).left == left)


def test_the_gateway_is_told_once_that_paper_runs_out(services: Services, place: Town, until: Until) -> None:
    def heard() -> list[dict[str, Any]]:
        return [news["fields"] for news in place.get("/books")["news"] if news["kind"] == "paper.low"]

    place.order("/receipt", fault="near_end")
    until(lambda: services.staff.paper.stock(ROLL).left == 5_000)
    for _ in range(2):
        services.staff.paper.tidy()
    until(lambda: bool(heard()))
    assert heard() == [{"device": ROLL, "sheets": 42, "days": -1}]


@pytest.mark.parametrize("rows", [1, 12])
def test_a_receipt_is_about_as_long_as_is_counted(services: Services, place: Town, rows: int) -> None:
    one = receipt(services, rows=rows)
    print_receipt(services, one, "w1")
    reply = requests.get(place.ready["bench"] + "/receipt/papers/1.png", timeout=10)
    desk = 160  # dots of table around it in the picture
    printed = (Image.open(io.BytesIO(reply.content)).height - desk) / 8
    assert length(lay_out(one, copy=0)) == pytest.approx(printed, abs=5)
