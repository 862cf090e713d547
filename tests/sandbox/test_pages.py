"""The bench's page and the calls' descriptions: complete, and without anything from elsewhere."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
import requests

from kiosk import core, flows
from kiosk.core.call import Call
from kiosk.core.item import find_items
from kiosk.sandbox.app import STATIC
from kiosk.services.gateway import WITHDRAW
from tests.sandbox.town import Town, town


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("state")) as made:
        yield made


def fetch(place: Town, path: str) -> requests.Response:
    return requests.get(place.ready["bench"].removesuffix("/bench") + path, timeout=10)


@pytest.mark.parametrize("page", ["/bench", "/bench/", "/docs"])
def test_page_and_everything_that_it_needs_come_from_here(place: Town, page: str) -> None:
    html = fetch(place, page)
    assert html.headers["Content-Type"].startswith("text/html")
    assert "default-src 'self'" in html.text
    needed = re.findall(r'(?:href|src)="([^"]+)"', html.text)
    assert len(needed) >= 4
    for path in needed:
        assert path.startswith("/"), path
        assert fetch(place, path).status_code == 200, path


def test_nothing_is_fetched_from_elsewhere() -> None:
    namespace = "http://www.w3.org/2000/svg"
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8").replace(namespace, "")
        assert not re.search(r"https?:|[\"'(]//|@import", text), path.name


def test_every_part_that_the_script_looks_for_is_on_the_page() -> None:
    script = (STATIC / "bench.js").read_text(encoding="utf-8")
    page = (STATIC / "bench.html").read_text(encoding="utf-8")
    wanted = set(re.findall(r'(?:\$|choices)\("([a-z0-9-]+)"', script))
    assert len(wanted) >= 15
    assert wanted <= set(re.findall(r'id="([a-z0-9-]+)"', page))


def calls(kind: type[Call[Any]] = Call) -> Iterator[type[Call[Any]]]:
    for call in kind.__subclasses__():
        yield call
        yield from calls(call)


def test_gateway_describes_its_calls(place: Town) -> None:
    """Every call that a terminal makes, and no other."""
    find_items(flows)
    for module in (
        "kiosk.check.gateway",
        "kiosk.package.served",
        *(f"kiosk.core.{info.name}" for info in iter_modules(core.__path__)),
    ):
        import_module(module)
    paths = fetch(place, "/openapi.json").json()["paths"]
    asked = {call.path for call in calls() if call.__module__.startswith("kiosk.") and hasattr(call, "path")}
    assert len(asked) > 15
    assert paths.keys() == {*asked, WITHDRAW, "/health"}
    certify = paths["/social/pension/certify"]["post"]
    assert {header["name"] for header in certify["parameters"]} == {"Idempotency-Key", "Jinban-Terminal"}
    assert certify["responses"].keys() == {"200", "4XX"}


def test_bench_describes_the_calls_of_the_design(place: Town) -> None:
    paths = fetch(place, "/bench/openapi.json").json()["paths"]
    assert paths.keys() >= {
        "/state",
        "/idcard",
        "/scanner",
        "/camera",
        "/receipt",
        "/receipt/papers",
        "/receipt/papers/{number}.png",
        "/receipt/papers/{number}.bin",
        "/a4",
        "/a4/papers",
        "/a4/papers/{number}.pdf",
        "/items",
        "/network",
        "/gateway",
        "/phone/pay",
        "/books",
        "/reset",
    }
