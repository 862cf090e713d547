"""Which steps belong to which fault: every fault that site staff can clear has some, in words that fit."""

import itertools

import pytest

from kiosk.core.board import Guide
from kiosk.core.errors import Clearer, Disconnected, NoAnswer
from kiosk.core.guides import SEQUENCES, steps_for
from kiosk.core.status import Health
from kiosk.devices import escpos_status, ipp_reasons
from kiosk.devices.ipp_reasons import IDLE, STOPPED

REASONS = (
    "media-empty",
    "media-jam",
    "toner-empty",
    "cover-open",
    "input-tray-missing",
    "output-area-full-error",
    "other",
)


@pytest.mark.parametrize("steps", SEQUENCES.values(), ids=lambda steps: steps[0].picture)
def test_each_is_short_and_says_one_thing_a_step(steps: tuple[Guide, ...]) -> None:
    assert 2 <= len(steps) <= 8
    assert all(0 < len(step.words) <= 20 for step in steps)
    assert len({step.words for step in steps}) == len(steps)


@pytest.mark.parametrize("reason", REASONS)
def test_what_stops_the_large_printer_and_site_staff_can_clear_has_its_steps(reason: str) -> None:
    fault = ipp_reasons.to_status(STOPPED, [reason]).fault
    assert fault is not None
    assert fault.clearer is Clearer.SITE
    assert steps_for("a4_printer", fault.code)


def test_what_stops_the_small_printer_and_site_staff_can_clear_has_its_steps() -> None:
    answers = [
        dict(zip((1, 2, 3, 4), bits, strict=True))
        for bits in itertools.product((0, 8), (0, 4, 32), (0, 8), (0, 12, 96))
    ]
    statuses = [escpos_status.to_status(answer) for answer in answers]
    faults = {fault for status in statuses for fault in (status.fault, *status.notices) if fault is not None}
    assert {fault.code for fault in faults} >= {
        "paper.out",
        "paper.low",
        "paper.cover",
        "paper.cutter",
        "paper.stopped",
    }
    assert all(steps_for("receipt_printer", fault.code) for fault in faults if fault.clearer is Clearer.SITE)


@pytest.mark.parametrize("device", ["id_card", "scanner", "camera", "document_camera", "receipt_printer", "a4_printer"])
@pytest.mark.parametrize("error", [Disconnected, NoAnswer])
def test_a_device_that_is_gone_has_its_cable(device: str, error: type[Disconnected] | type[NoAnswer]) -> None:
    assert any("cable" in step.picture for step in steps_for(device, error.code))


def test_a_low_tray_is_refilled_and_nothing_is_made_up_for_what_only_an_engineer_can_do() -> None:
    status = ipp_reasons.to_status(IDLE, ["media-low-report"])
    assert status.health is Health.ONLINE
    assert steps_for("a4_printer", status.notices[0].code) == steps_for("a4_printer", "a4.out")
    assert steps_for("a4_printer", "a4.broken") == ()
    assert steps_for("link", "gateway.unreachable") == ()
