"""What the bench's calls share: their bodies, what they act on, and how a device stands."""

from enum import Enum
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from kiosk.sandbox.stage import Stage

__all__ = ["OnStage", "Order", "device", "value"]


def _stage(request: Request) -> Stage:
    stage: Stage = request.app.state.stage
    return stage


OnStage = Annotated[Stage, Depends(_stage)]


class Order(BaseModel):
    """What is not named stays as it is."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, body: Any) -> Any:
        for key in body if isinstance(body, dict) else ():
            if key not in cls.model_fields:
                allowed = "、".join(cls.model_fields)
                raise PydanticCustomError(
                    "unknown_key", "不认识 {key}，可以写：{allowed}", {"key": key, "allowed": allowed}
                )
        return body


def device(fault: Enum | None) -> dict[str, Any]:
    """How a simulated device stands under its fault."""
    return {"state": "unplugged" if value(fault) == "unplugged" else "connected", "fault": value(fault)}


def value(fault: Enum | None) -> str | None:
    return None if fault is None else str(fault.value)
