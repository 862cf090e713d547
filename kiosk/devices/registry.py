"""Finds a driver module by the name that config.toml gives; only the named one is imported."""

import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

import kiosk.devices
from kiosk.core.ports import A4Printer, Camera, CodeScanner, IdCardReader, ReceiptPrinter, Speech
from kiosk.devices.guide import LightsDriver

__all__ = ["fitting", "known_models", "load"]

PORTS: Final[Mapping[str, type]] = {
    "id_card": IdCardReader,
    "scanner": CodeScanner,
    "receipt_printer": ReceiptPrinter,
    "a4_printer": A4Printer,
    "camera": Camera,
    "document_camera": Camera,
    "lights": LightsDriver,
    "speech": Speech,
}


def load(model: str) -> ModuleType:
    """The driver module, which exports ``Options`` and ``open_device``. Raises ValueError naming the known models."""
    known = known_models()
    if model not in known:
        raise ValueError(f"没有叫 {model} 的设备型号，可用的有：{'、'.join(known)}")
    return importlib.import_module(f"{kiosk.devices.__name__}.{model}")


def fitting(device: str) -> tuple[str, ...]:
    """The models that can be this device, by the Kit's name: their drivers do all that its port asks for."""
    port = PORTS.get(device)
    if port is None:
        return ()
    wanted = [name for name in vars(port) if not name.startswith("_")]
    return tuple(model for model in known_models() if all(hasattr(_made_by(load(model)), name) for name in wanted))


def _made_by(driver: ModuleType) -> object:
    return inspect.get_annotations(driver.open_device, eval_str=True).get("return")


@cache
def known_models() -> tuple[str, ...]:
    """Their names, sorted, found once, without importing them: a driver is the module that defines ``open_device``."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(kiosk.devices.__path__) if _is_driver(found)))


def _is_driver(found: pkgutil.ModuleInfo) -> bool:
    spec = importlib.util.find_spec(f"{kiosk.devices.__name__}.{found.name}")
    if found.ispkg or spec is None or spec.origin is None:
        return False
    return "\ndef open_device(" in Path(spec.origin).read_text(encoding="utf-8")
