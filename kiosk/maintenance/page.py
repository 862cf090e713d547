"""What a page of the maintenance menu is, what it works on, and how the files in ``pages`` are found.

A page is one file with one class; whatever it does is called from a worker's thread and may block.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import ClassVar

from kiosk.config import Config
from kiosk.core.board import Board, Outcome
from kiosk.core.cancel import Cancel
from kiosk.core.clock import Clock
from kiosk.core.staff import Role, Staff
from kiosk.kit import Services

__all__ = ["ALL", "ENGINEER", "MaintenancePage", "Premises", "find_pages"]

ALL = frozenset({Role.SITE, Role.ENGINEER})
ENGINEER = frozenset({Role.ENGINEER})


@dataclass(frozen=True)
class Premises:
    """The terminal that the pages work on.

    ``end`` closes the window with an exit code (``supervisor.RENEW`` opens it anew), from any thread.
    """

    settings: Config
    state: Path
    clock: Clock
    services: Services
    end: Callable[[int], None]


class MaintenancePage:
    """``name`` is its place and part of its controls' names; ``order`` its place in the menu. Without ``icon`` it does
    not stand in the menu: other pages lead to it.

    Both methods raise KioskError (or a subclass) with sentence and remedy in words for staff.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str] = ""
    order: ClassVar[int] = 100
    roles: ClassVar[frozenset[Role]] = ENGINEER

    def __init__(self, premises: Premises) -> None:
        self.premises = premises
        self.services = premises.services

    def board(self, at: str, staff: Staff) -> Board:
        """What stands there now. ``at`` is what follows the colon in the place "device:id_card"."""
        raise NotImplementedError

    def do(self, at: str, action: str, value: str, staff: Staff, cancel: Cancel) -> Outcome:
        """Does what was pressed; None when the page itself says enough."""
        raise NotImplementedError

    def left(self) -> None:
        """The menu was closed and citizens come again: ends what goes on by itself. In the window's thread, at once."""


def find_pages(package: ModuleType) -> list[type[MaintenancePage]]:
    """Every page of a package's modules, in the menu's order."""
    found: list[type[MaintenancePage]] = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        kinds = [value for value in vars(module).values() if isinstance(value, type)]
        found += [kind for kind in kinds if issubclass(kind, MaintenancePage) and kind.__module__ == module.__name__]
    return sorted(found, key=lambda page: (page.order, page.name))
