"""The libraries that a release's lock asks for, against those that are installed here."""

import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from kiosk.releases.trusted import UpdateRefused

__all__ = ["install", "missing"]

PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
LONGEST: Final = 600.0  # seconds to unpack wheels
MOST_NAMED: Final = 3


def missing(lock: str) -> dict[str, str]:
    """Name → version that is asked for, where another one is installed, or none."""
    return {name: version for name, version in PIN.findall(lock) if _installed(name) != version}


def install(tree: Path) -> None:
    """What is missing, from the release's own wheels into its ``libs``; no index is asked. Raises UpdateRefused."""
    wanted = missing((tree / "requirements.lock").read_text(encoding="utf-8"))
    wheels = {_normal(file.name.split("-")[0]): file for file in (tree / "wheels").glob("*.whl")}
    lacking = [name for name, version in wanted.items() if not _brings(wheels.get(_normal(name)), version)]
    if lacking:
        named = "、".join(f"{name} {wanted[name]}" for name in lacking[:MOST_NAMED])
        raise UpdateRefused(sentence=f"新版本要的程序库这里没有：{named}", remedy="要一份带程序库的新版本")
    if not wanted:
        return
    command = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--no-input", "--quiet"]
    command += ["--disable-pip-version-check", "--target", str(tree / "libs")]
    command += [str(wheels[_normal(name)]) for name in wanted]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=LONGEST)
        trouble = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    except (OSError, subprocess.TimeoutExpired) as error:
        trouble = [str(error)]
    if trouble:
        raise UpdateRefused(trouble[0], sentence="新版本带的程序库装不上")


def _brings(wheel: Path | None, version: str) -> bool:
    return wheel is not None and wheel.name.split("-")[1] == version


def _installed(name: str) -> str:
    """In the environment that every release starts from: what the running one brought for itself is not the next's."""
    brought = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    base = [path for path in sys.path if path not in brought]
    found = next(iter(importlib.metadata.distributions(name=name, path=base)), None)
    return found.version if found is not None else ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
