"""Modules that a library imports and does not use yet: here they are loaded at their first use, or not at all.

``kiosk run`` puts this in place before anything else. PySide6 loads what prints signatures in error messages, twice;
dataclasses load ``inspect`` for classes without a docstring; structlog loads ``asyncio`` for those who await it, and
``rich`` for colours on a developer's terminal; pydantic looks through all that is installed for plug-ins. Calls of
the gateway take a digest when they are made, by OpenSSL. Left out, home stands 35 ms earlier and 12 MiB are saved.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from importlib.abc import Loader

__all__ = ["install"]

_SIGNATURES = "shibokensupport.signature"
LATER = {
    "asyncio",
    "charset_normalizer",
    "copy",
    "hashlib",
    "inspect",
    "ipaddress",
    "ntpath",
    "tempfile",
    "textwrap",
    "traceback",
    "zipfile",
    # not its ``mapping``: PySide6 looks into that one's dictionary past any stand-in
    *(f"{_SIGNATURES}.{name}" for name in ("errorhandler", "importhandler", "layout", "parser")),
    *(f"{_SIGNATURES}.lib.{name}" for name in ("enum_sig", "pyi_generator", "tool")),
}
NEVER = {"rich"}


def install() -> None:
    """From now on, in this process and its forks."""
    sys.meta_path.insert(0, _Finder())
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"
    sys.setdlopenflags(os.RTLD_LAZY)  # Python would have every symbol of a library looked up at once: 5 ms
    importlib.import_module("shiboken6")  # before PySide6, or it would ask every stand-in what it is called


class _Finder:
    """Puts a stand-in where one of the modules is imported. Source: ``importlib.abc.MetaPathFinder``."""

    def find_spec(self, name: str, path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        if name in NEVER:
            raise ModuleNotFoundError(f"{name} is left out of a terminal's window", name=name)
        if name not in LATER or (spec := PathFinder.find_spec(name, path)) is None:
            return None
        spec.loader = cast("Loader", _Loader())
        return spec


class _Loader:
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet."""


class _StandIn(ModuleType):
    """Hands on to the module, which is imported as any other when it is first asked for something of its own.

    ``importlib.util.LazyLoader`` would load it when it is imported a second time, and not be safe between threads.
    """

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":  # requests asks charset_normalizer, and uses it for replies that do not say theirs
            return importlib.import_module(f"{self.__name__}.version").__version__
        if name.startswith("__"):  # only the import system asks for what every module has
            raise AttributeError(name)
        LATER.discard(self.__name__)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)
