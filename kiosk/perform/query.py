"""Asking the gateway something that changes nothing."""

from typing import TypeVar

from kiosk.core.job import Job
from kiosk.core.step import Query

__all__ = ["query"]

R = TypeVar("R")


def query(step: Query[R], job: Job) -> R:
    return job.kit.gateway.call(step.call, cancel=job.cancel)
