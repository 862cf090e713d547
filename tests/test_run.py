"""``kiosk run``: the machine is ended when the window has closed, and what is wrong is gone back from."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk import config, opening, probation, run, supervisor
from kiosk.settings import versions


class Windows:
    """Ends one window after the other with these codes."""

    def __init__(self, codes: Sequence[int], monkeypatch: pytest.MonkeyPatch) -> None:
        self.codes = list(codes)
        monkeypatch.setattr(supervisor, "run", self._run)

    def _run(self, *_: object, **__: object) -> int:
        return self.codes.pop(0)


def stand(folder: Path, *overrides: str) -> int:
    return run.stand(config.FILE, folder, overrides, landscape=False, windowed=True)


def test_the_machine_is_ended_by_its_command_after_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code, key in ((supervisor.REBOOT, "reboot"), (supervisor.POWER_OFF, "power_off")):
        windows = Windows([code], monkeypatch)
        assert stand(tmp_path, f'machine.{key}="touch {tmp_path}/{key}"') == 0
        assert windows.codes == []
        assert (tmp_path / key).exists()


@pytest.mark.parametrize("command", ["false", "no-such-command --now", ""])
def test_a_machine_that_does_not_end_has_its_window_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    windows = Windows([supervisor.REBOOT, 0], monkeypatch)
    assert stand(tmp_path, f'machine.reboot="{command}"') == 0
    assert windows.codes == []
    assert "没有做成" in capfd.readouterr().err


def test_restart_is_left_to_whoever_has_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Windows([supervisor.RESTART], monkeypatch)
    assert stand(tmp_path) == supervisor.RESTART


def test_a_file_on_probation_that_is_wrong_by_now_is_gone_back_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """As after a change of the program between the trial and the start."""
    file, state = tmp_path / "config.toml", tmp_path / "state"
    right = config.FILE.read_text(encoding="utf-8")
    file.write_text(right, encoding="utf-8")
    state.mkdir()
    wrong = right.replace("[site]", "[sites]")
    probation.begin(state, "config", wrong)
    versions.put_in_place(file, state, wrong, "1001", opening.SystemClock().now())
    Windows([0], monkeypatch)
    assert run.stand(file, state, (), landscape=False, windowed=True) == 0
    assert file.read_text(encoding="utf-8") == right
    assert "新的设置起不来，已经退回上一份" in capfd.readouterr().err
    file.write_text(wrong, encoding="utf-8")
    assert run.stand(file, state, (), landscape=False, windowed=True) == 2
