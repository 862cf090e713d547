"""Another function package under a running terminal: never in the middle of a visit, and then at once."""

import json
import subprocess
import sys

from tests.journey.world import World

MINE = """\
inherits = "township"
title = "试点"
announcement = "周六上午也开"
items_remove = ["medical.payment"]
protected = ["social.pension_certification"]
"""


def test_another_package_comes_when_the_visit_is_over(fresh_world: World) -> None:
    world, terminal = fresh_world, fresh_world.terminal
    world.citizen.go_to("consent", world.person("due"))
    window = world.demo.window_process_id()
    file = world.demo.state / "mine.toml"
    file.write_text(MINE, encoding="utf-8")
    assert "换成了「试点」" in kiosk(world, "package", "use", str(file))
    world.bench.fault("receipt", "near_end")  # the terminal looks when something has changed, or a minute is over
    world.bench.take_card()
    terminal.press("nav.read_aloud")
    assert terminal.find("screen.consent")
    assert world.demo.window_process_id() == window
    world.citizen.leave()
    world.bench.fault("receipt", None)
    terminal.wait_until(
        lambda: window not in terminal.process_ids() and terminal.find("screen.home"), "窗口重新打开", 70
    )
    assert any("周六上午也开" in text for text in terminal.texts())
    assert terminal.find("tile.social.pension_certification")
    assert not terminal.find("tile.medical.payment")
    world.citizen.go_to("consent", world.person("due"))
    (left,) = map(json.loads, kiosk(world, "usage", "show", "--json").splitlines())
    assert (left["item"], left["left"], left["steps"]) == ("social.pension_certification", 1, {"Consent": 1})


def kiosk(world: World, *words: str) -> str:
    """What a command says beside the running terminal."""
    command = [sys.executable, "-m", "kiosk", *words, "--state", str(world.demo.state)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout
