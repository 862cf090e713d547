"""Finds a driver module by the name that config.toml gives; only the named one is imported."""

import importlib
import importlib.util
import pkgutil
from pathlib import Path
from types import ModuleType

import kiosk.devices

__all__ = ["known_models", "load"]


def load(model: str) -> ModuleType:
    """The driver module, which exports ``Options`` and ``open_device``. Raises ValueError naming the known models."""
    known = known_models()
    if model not in known:
        raise ValueError(f"没有叫 {model} 的设备型号，可用的有：{'、'.join(known)}")
    return importlib.import_module(f"{kiosk.devices.__name__}.{model}")


def known_models() -> tuple[str, ...]:
    """Their names, sorted, found without importing them: a driver is the module that defines ``open_device``."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(kiosk.devices.__path__) if _is_driver(found)))


def _is_driver(found: pkgutil.ModuleInfo) -> bool:
    spec = importlib.util.find_spec(f"{kiosk.devices.__name__}.{found.name}")
    if found.ispkg or spec is None or spec.origin is None:
        return False
    return "\ndef open_device(" in Path(spec.origin).read_text(encoding="utf-8")
