"""``kiosk run``, what a terminal does all day: the libraries of the other commands would delay its start."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kiosk import config, launcher, opening, supervisor
from kiosk.probation import Newcomer, Probation, What
from kiosk.releases import shelf
from kiosk.settings import versions

__all__ = ["guard_of", "main", "stand"]


def main(arguments: Sequence[str]) -> int:
    """Runs the command with its options. Returns the exit code: 2 for a mistake of a person, said in one sentence."""
    parser = argparse.ArgumentParser(prog="kiosk run", description="运行终端：窗口死了会自动再开。")
    parser.add_argument("--config", type=Path, default=config.FILE, metavar="文件", help="这台终端的配置文件")
    parser.add_argument("--state", type=Path, default=config.STATE, metavar="目录", help="状态目录：加密库、日志、密钥")
    parser.add_argument("--set", action="append", default=[], metavar="键=值", help="临时改一项配置")
    parser.add_argument("--landscape", action="store_true", help="横屏")
    parser.add_argument("--windowed", action="store_true", help="开在窗口里，缩小一半")
    options = parser.parse_args(arguments)
    code = stand(options.config, options.state, options.set, landscape=options.landscape, windowed=options.windowed)
    if code == supervisor.RESTART:
        launcher.again()
    return code


def stand(config_file: Path, state: Path, overrides: Sequence[str], *, landscape: bool, windowed: bool) -> int:
    """Checks the configuration in words, then keeps the window standing until it is closed. Returns the exit code.

    RESTART means that whoever has called is to start anew. What ends the machine is carried out here; a machine that
    does not end has its window opened again.
    """
    guard = guard_of(config_file, state)
    loaded = _load(config_file, state, overrides)
    if loaded is None and (code := guard.give_up()) is not None:
        if code != supervisor.RENEW:
            return code
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

    while True:
        code = supervisor.run(window, pid_file=state / "window.pid", renew=renew, guard=guard)
        if code not in (supervisor.REBOOT, supervisor.POWER_OFF):
            return code
        machine = settings.machine
        if _carried_out(machine.reboot if code == supervisor.REBOOT else machine.power_off):
            return 0


def guard_of(config_file: Path, state: Path) -> Probation:
    """Goes back from a config.toml or a release that does not come up."""
    load: Mapping[What, int] = {"config": supervisor.RENEW, "release": supervisor.RESTART}
    return Probation(state, load, partial(_is_stale, config_file, state), partial(_back, config_file, state))


def _carried_out(command: str) -> bool:
    """Whether the machine is about to end; why not is said."""

    def carry_out() -> int:
        try:
            os.execvp(words[0], words)  # noqa: S606  # no shell: that is what is wanted
        except OSError as error:
            print(error.strerror, file=sys.stderr)
            return 127

    words = command.split()
    code = supervisor.apart(carry_out) if words else 127
    if code:
        print(f"{command}：没有做成（退出码 {code}），窗口重新打开。检查命令和权限", file=sys.stderr, flush=True)
    return code == 0


def _is_stale(config_file: Path, state: Path, newcomer: Newcomer) -> bool:
    """Whether what is on probation is not what stands there."""
    if newcomer.what == "release":
        return shelf.current(state) != newcomer.new
    return versions.text_of(config_file) != newcomer.new


def _back(config_file: Path, state: Path, newcomer: Newcomer) -> int | None:
    """Puts the one before in its place, and says so. Raises ConfigError."""
    if newcomer.what == "release":
        shelf.put_back(state, newcomer)
        print(f"新版本 {newcomer.new} 起不来，退回上一个版本", file=sys.stderr, flush=True)
        return supervisor.RESTART
    if not versions.put_back(config_file, state, "新的设置起不来，已经退回上一份"):
        return None
    print(f"{config_file}：新的设置起不来，已经退回上一份", file=sys.stderr, flush=True)
    return supervisor.RENEW


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
