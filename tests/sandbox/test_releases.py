"""Releases under the gateway's address, as a terminal takes them: nothing there, one there, the line cut, in pieces."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from kiosk.releases.trusted import UpdateRefused
from tests.releases.world import Makers, Terminal, packed
from tests.sandbox.town import Town


@pytest.fixture
def terminal(place: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setattr("kiosk.launcher.takes_releases", lambda: True)
    monkeypatch.setattr("kiosk.releases.fetch.PAUSES", ())
    makers = Makers(tmp_path)
    terminal = Terminal(tmp_path, makers.publish("1.0.0"))
    shutil.copytree(makers.repository, place.state / "repository", dirs_exist_ok=True)
    with closing(terminal.store):
        yield terminal
    for part in ("metadata", "targets"):
        shutil.rmtree(place.state / "repository" / part)


def test_what_was_published_is_there_with_its_root(place: Town, terminal: Terminal) -> None:
    wires = place.ready["wires"]
    assert Path(wires["update_root"]).is_file()
    assert terminal.take(wires["releases"]) == "1.0.0"


def test_nothing_published_is_one_sentence(place: Town, terminal: Terminal) -> None:
    (place.state / "repository" / "metadata" / "timestamp.json").unlink()
    with pytest.raises(UpdateRefused) as refusal:
        terminal.look(place.ready["wires"]["releases"])
    assert refusal.value.sentence == "更新源里缺文件"


def test_the_network_of_the_bench_is_between(place: Town, terminal: Terminal) -> None:
    place.order("/network", fault="down")
    with pytest.raises(UpdateRefused) as refusal:
        terminal.look(place.ready["wires"]["releases"])
    assert refusal.value.sentence == "更新源没有连上"
    place.order("/network", fault=None)
    assert terminal.take(place.ready["wires"]["releases"]) == "1.0.0"


def test_a_part_is_served(place: Town, terminal: Terminal) -> None:
    [archive] = (place.state / "repository" / "targets").glob("*.tar.gz")
    url = f"{place.ready['wires']['releases']}/targets/{archive.name}"
    reply = requests.get(url, headers={"Range": "bytes=100-"}, timeout=10)
    assert (reply.status_code, reply.content) == (206, packed("1.0.0")[100:])
