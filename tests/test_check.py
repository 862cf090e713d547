"""`kiosk check` against the real sandbox, and against a terminal where nothing is plugged in."""

import json
import subprocess
import sys
from pathlib import Path

from kiosk import config


def run(*arguments: str) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "kiosk", "check", "--json", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    return ended.returncode, json.loads(ended.stdout)


def parts(report: dict[str, object], *, ok: bool) -> set[str]:
    return {finding["part"] for finding in report["findings"] if finding["ok"] is ok}


def test_the_demos_terminal_is_fit() -> None:
    code, report = run("--demo")
    assert code == 0, report
    assert report["ready"] is True
    assert {"身份证阅读器", "摄像头", "政务平台", "回执打印机", "扫码器", "指示灯"} <= parts(report, ok=True)


def test_a_terminal_with_nothing_plugged_in_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "gateway.key").touch(mode=0o600)
    (tmp_path / "gateway.key").write_text("00" * 32)
    wires = tuple(f"devices.{name}.port" for name in ("id_card", "receipt_printer", "scanner", "lights"))
    overrides = [word for wire in wires for word in ("--set", f'{wire}="{tmp_path}/nothing"')]
    unused = ["--set", 'gateway.url="http://127.0.0.1:9"', "--set", 'devices.camera.source="http://127.0.0.1:9/camera"']
    code, report = run("--state", str(tmp_path), *overrides, *unused)
    assert code == 1
    assert parts(report, ok=False) == {"身份证阅读器", "摄像头", "政务平台", "回执打印机", "扫码器", "指示灯"}
    assert parts(report, ok=True) == {"配置", "磁盘", "加密库和密钥"}


def test_a_terminal_without_a_secret_says_where_it_belongs(tmp_path: Path) -> None:
    code, report = run("--state", str(tmp_path), "--config", str(config.ROOT / "config.toml"))
    assert code == 1
    assert parts(report, ok=False) == {"加密库和密钥"}
    assert "gateway.key" in str(report["findings"])
