"""`kiosk check` as a process: against the real sandbox, and against a terminal where nothing is plugged in."""

import json
import subprocess
import sys
from pathlib import Path

from kiosk import config
from kiosk.sandbox.seals import Seals

MACHINE = {"触摸屏", "磁盘", "字体"}  # as they are on whichever machine this runs


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "check", *arguments], capture_output=True, text=True, check=False
    )


def run(*arguments: str) -> tuple[int, dict[str, object]]:
    ended = command("--json", *arguments)
    assert ended.stderr == ""
    return ended.returncode, json.loads(ended.stdout)


def parts(report: dict[str, object], *, ok: bool | None) -> set[str]:
    return {finding["part"] for finding in report["findings"] if finding["ok"] is ok}


def test_the_demos_terminal_is_fit_and_its_report_is_written(tmp_path: Path) -> None:
    paper = tmp_path / "new" / "report.pdf"
    code, report = run("--demo", "--print", "--report", str(paper))
    assert code == 0, report
    assert report["ready"] is True
    tried = {
        "身份证阅读器",
        "扫码器",
        "摄像头",
        "回执打印机",
        "试打回执",
        "A4 打印机",
        "指示灯",
        "政务平台",
        "签名",
        "时钟",
        "电子印章",
        "加密库和密钥",
    }
    assert tried <= parts(report, ok=True)
    assert {"读身份证", "扫码"} <= parts(report, ok=None)
    assert paper.read_bytes().startswith(b"%PDF-")


def test_a_terminal_with_nothing_plugged_in_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "gateway.key").touch(mode=0o600)
    (tmp_path / "gateway.key").write_text("00" * 32)
    Seals(tmp_path).write_root()
    wires = [f"devices.{device}.port" for device in ("id_card", "receipt_printer", "scanner", "lights")]
    a4 = ["--set", 'devices.a4_printer.printer="ipp://localhost:9/ipp/print"']
    a4 += ["--set", f'devices.a4_printer.server="{tmp_path}/nothing"']
    overrides = [word for wire in wires for word in ("--set", f'{wire}="{tmp_path}/nothing"')]
    unused = ["--set", 'gateway.url="http://127.0.0.1:9"', "--set", 'devices.camera.source="http://127.0.0.1:9/camera"']
    unused += ["--set", 'devices.document_camera.source="http://127.0.0.1:9/camera"']
    mute = ["--set", 'devices.speech.player="no-such-player"']
    code, report = run("--state", str(tmp_path), *overrides, *a4, *unused, *mute)
    assert code == 1
    assert report["ready"] is False
    missing = {
        "身份证阅读器",
        "扫码器",
        "摄像头",
        "拍纸的镜头",
        "政务平台",
        "回执打印机",
        "A4 打印机",
        "指示灯",
        "语音",
    }
    assert parts(report, ok=False) - MACHINE == missing
    assert parts(report, ok=True) - MACHINE == {
        "配置",
        "功能包",
        "声明的事项",
        "写字",
        "别的语言",
        "电子印章",
        "加密库和密钥",
        "审计",
        "等着交的办件",
    }
    assert parts(report, ok=None) - MACHINE == {"签名", "时钟"}


def test_a_terminal_without_a_secret_says_where_it_belongs(tmp_path: Path) -> None:
    code, report = run("--state", str(tmp_path), "--config", str(config.ROOT / "config.toml"))
    assert code == 1
    assert parts(report, ok=False) - MACHINE == {"加密库和密钥"}
    assert "gateway.key" in str(report["findings"])


def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = command("--state", str(tmp_path), "--report", str(tmp_path / "file" / "report.pdf"))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "报告写不了" in ended.stderr
    assert "有问题" in ended.stdout, "what was found is shown all the same"
