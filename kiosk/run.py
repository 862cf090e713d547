"""``kiosk run``, what a terminal does all day: the libraries of the other commands would delay its start."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk import config, opening, supervisor

__all__ = ["main", "stand"]


def main(arguments: Sequence[str]) -> int:
    """Runs the command with its options. Returns the exit code: 2 for a mistake of a person, said in one sentence."""
    parser = argparse.ArgumentParser(prog="kiosk run", description="运行终端：窗口死了会自动再开。")
    parser.add_argument("--config", type=Path, default=config.FILE, metavar="文件", help="这台终端的配置文件")
    parser.add_argument("--state", type=Path, default=config.STATE, metavar="目录", help="状态目录：加密库、日志、密钥")
    parser.add_argument("--set", action="append", default=[], metavar="键=值", help="临时改一项配置")
    parser.add_argument("--landscape", action="store_true", help="横屏")
    parser.add_argument("--windowed", action="store_true", help="开在窗口里，缩小一半")
    options = parser.parse_args(arguments)
    return stand(options.config, options.state, options.set, landscape=options.landscape, windowed=options.windowed)


def stand(config_file: Path, state: Path, overrides: Sequence[str], *, landscape: bool, windowed: bool) -> int:
    """Checks the configuration in words, then keeps the window standing until it is closed. Returns the exit code."""
    loaded = _load(config_file, state, overrides)
    if loaded is None:
        return 2
    settings = loaded

    def window() -> int:
        orientation = "landscape" if landscape else settings.panel.orientation
        return opening.window(settings, state, orientation=orientation, windowed=windowed)

    def renew() -> None:
        """What is wrong now was said; then the window stays as it was, until a file is changed again."""
        nonlocal settings
        seen = {path: config.text_of(path) for path in settings.chosen}
        settings = _load(config_file, state, overrides) or replace(settings, chosen=seen)

    return supervisor.run(window, pid_file=state / "window.pid", renew=renew)


def _load(config_file: Path, state: Path, overrides: Sequence[str]) -> config.Config | None:
    """None after a mistake, which was said. What has to be checked anew is checked in a process of its own."""

    def check() -> int:
        try:
            checked = config.load(config_file, state=state, overrides=overrides)
        except config.ConfigError as mistake:
            print(mistake, file=sys.stderr)
            return 2
        if checked.package_trouble:
            print(checked.package_trouble, file=sys.stderr)
        return 0

    if not config.is_checked(config_file, state=state, overrides=overrides) and supervisor.apart(check):
        return None
    return config.load(config_file, state=state, overrides=overrides)
