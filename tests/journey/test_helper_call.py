"""找人帮忙 in the real window: somebody is rung and comes, nobody answers, nobody can be rung without a link."""

from typing import Any

from tests.journey.world import World


def calls(world: World) -> list[dict[str, Any]]:
    return [call for call in world.bench.state()["helper"]["calls"] if call["state"] != "over"]


def call_somebody(world: World) -> dict[str, Any]:
    world.terminal.press("nav.help")
    world.terminal.wait_for("help.call")
    world.terminal.press("help.call")
    (call,) = world.terminal.wait_until(lambda: calls(world), "平台上有这次呼叫")
    return call


def says(world: World, words: str) -> None:
    world.terminal.wait_until(lambda: any(words in text for text in world.terminal.texts()), words)


def test_somebody_comes_and_the_errand_is_where_it_was(world: World) -> None:
    terminal = world.terminal
    world.citizen.go_to("consent", world.person("due"))
    call = call_somebody(world)
    assert call["item"] == "social.pension_certification"
    says(world, f"您是{call['number']}号")
    assert terminal.find("help.call") is None
    world.bench.helper("coming")
    says(world, "李娟正在过来")
    terminal.press("nav.back")
    terminal.wait_for("screen.consent")
    world.citizen.leave()
    terminal.wait_until(lambda: not calls(world), "呼叫结束了")


def test_nobody_answers(world: World) -> None:
    world.citizen.arrive("home")
    first = call_somebody(world)
    world.bench.helper("nobody")
    says(world, "还没有人应答")
    world.terminal.press("help.call")
    again = world.terminal.wait_until(
        lambda: next((call for call in calls(world) if call["number"] != first["number"]), None), "又叫了一次"
    )
    says(world, f"您是{again['number']}号")
    assert calls(world) == [again]
    world.terminal.press("help.cancel")
    world.terminal.wait_until(lambda: not calls(world), "不用来了")
    says(world, "叫人过来")


def test_without_a_link_the_telephone_is_what_is_left(world: World) -> None:
    world.bench.fault("network", "down")
    world.terminal.press("nav.help")
    says(world, "叫不了人")
    assert world.terminal.find("help.call") is None
    assert world.terminal.text("help.telephone") == "0574-8800 0001"
    world.bench.fault("network", None)
    world.terminal.wait_for("help.call")
