"""The bench's guide lights: what each shows, and faults of their board."""

from typing import Any

from fastapi import APIRouter

from kiosk.core.slot import Slot
from kiosk.devices.simulators.guide_lights import LightsFault
from kiosk.sandbox.bench_errors import ERRORS
from kiosk.sandbox.bench_parts import OnStage, Order, device
from kiosk.sandbox.stage import Stage

__all__ = ["lights_state", "router"]

router = APIRouter(prefix="/lights", responses=ERRORS)


class LightsOrder(Order):
    fault: LightsFault | None


@router.post("")
def lights(order: LightsOrder, stage: OnStage) -> dict[str, Any]:
    """Sets or clears a fault of the guide lights."""
    stage.lights.set_fault(order.fault)
    return lights_state(stage)


def lights_state(stage: Stage) -> dict[str, Any]:
    """``slots``: off, on or blink for each, wired in the order in which config.toml numbers them."""
    numbered = stage.lights.lights
    return device(stage.lights.fault) | {"slots": {slot.value: numbered[number] for number, slot in enumerate(Slot, 1)}}
