"""The two items of docs/add-an-item.md, as they stand there: found, walked, checked, and handed in at the sandbox."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import APIRouter, Response
from pydantic import BaseModel, TypeAdapter

from kiosk import config, flows
from kiosk.core.item import Item, find_items
from kiosk.core.receipt import Paper, Receipt, ReceiptState
from kiosk.core.step import (
    Done,
    EnterNumber,
    Identify,
    KeepSheet,
    PrintReceipt,
    Review,
    ScanDocument,
    Submit,
    Tone,
    Unfinished,
)
from kiosk.core.walk import Walk
from kiosk.declarations.check import checked
from kiosk.declarations.shelf import declared_items
from kiosk.sandbox import app
from kiosk.sandbox import declared_items as sandbox_items
from kiosk.sandbox.desk import AtDesk, IdempotentEffect
from kiosk.sandbox.guard import SignedRoute
from tests.declarations.citizen import Citizen
from tests.flows.scripts import play
from tests.people import ZHANG
from tests.sandbox.test_declared import paying, person_of
from tests.sandbox.town import town

PAGE = config.ROOT / "docs" / "add-an-item.md"
BLOCK = re.compile(r"`([\w/]+\.(?:py|toml))`:\n\n```(?:python|toml)\n(.*?)```", re.DOTALL)
FILES = dict(BLOCK.findall(PAGE.read_text(encoding="utf-8")))
SCRIPT, DECLARED = "kiosk/flows/street_lamp.py", "assets/items/market/food_stall.toml"
RECEIPT = TypeAdapter(Receipt)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Both files where the page says, and found there by the house."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(flows, "__path__", [*flows.__path__, str(tmp_path / "kiosk/flows")])
    yield tmp_path
    sys.modules.pop("kiosk.flows.street_lamp", None)
    if hasattr(flows, "street_lamp"):
        delattr(flows, "street_lamp")


def test_the_page_shows_two_items_of_forty_lines_at_most() -> None:
    assert FILES.keys() == {SCRIPT, DECLARED}
    assert PAGE.read_text(encoding="utf-8").count("```") == 2 * len(FILES), "a block is of no file"
    assert all(len(text.splitlines()) <= 40 for text in FILES.values())


# --- as a script ---


@pytest.fixture
def lamp(root: Path) -> Item:
    return find_items(flows)["community.street_lamp"]


def test_the_script_is_found_and_walked(lamp: Item) -> None:
    receipt = Receipt("LD-1", "报修路灯", ReceiptState.DONE, datetime.now().astimezone(), note="三天里来修")
    walk = play(
        lamp,
        [
            (Identify, ZHANG),
            (Unfinished, ()),
            (EnterNumber, "000123"),
            (Review, None),
            (Submit, receipt),
            (PrintReceipt, Paper.OUT),
        ],
    )
    assert walk.outcome == Done("报上去了", ("三天里来修",), "LD-1")


class Report(BaseModel):
    id_number: str
    lamp: str


def lamp_desk() -> APIRouter:
    """The counterpart, as step 2 of the page asks for it."""
    router = APIRouter(prefix="/community/lamp", route_class=SignedRoute)

    @router.post("/report")
    def report(asked: Report, desk: AtDesk, effect: IdempotentEffect) -> Response:
        now = desk.clock.now()
        made = Receipt(f"LD-{asked.lamp}", "报修路灯", ReceiptState.DONE, now, note="三天里来修")
        reply = desk.books.effect(effect.key, effect.fingerprint, lambda: RECEIPT.dump_json(made).decode())
        return Response(reply, media_type="application/json")

    return router


def test_the_script_goes_all_the_way_at_the_sandbox(
    lamp: Item, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counterpart = type("lamp", (), {"router": lamp_desk()})
    monkeypatch.setattr(app, "GROUPS", (*app.GROUPS, counterpart))
    declared = checked(tmp_path / DECLARED)
    with town(tmp_path / "state") as place:
        who = Citizen(place, person_of(paying()), declared)
        walk = who.go(Walk(lamp.script, id="walk-1"))
    assert walk.outcome == Done("报上去了", ("三天里来修",), "LD-888888")


# --- as a declared item ---


def test_the_declared_item_is_found_and_goes_all_the_way(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root / "assets" / "items"
    item = declared_items(tmp_path / "kiosk-state", folder)["market.food_stall"]
    monkeypatch.setattr(sandbox_items, "ITEMS", folder)
    with town(tmp_path / "state") as place:
        who = Citizen(place, person_of(paying()), checked(root / DECLARED))
        walk = who.go(Walk(item.script, id="walk-1"))
        written = place.get("/books")["submissions"]
    assert walk.outcome is not None
    assert (walk.outcome.message, walk.outcome.tone) == ("登记好了", Tone.GOOD)
    asked = [type(step) for step in who.steps]
    assert {ScanDocument, KeepSheet, PrintReceipt} <= set(asked)
    [entry] = written
    assert (entry["item"], entry["sheets"], entry["signed"]) == ("market.food_stall", ["health"], True)


@pytest.mark.parametrize("rule", [["check"], ["format", "--check"]])
def test_the_script_keeps_the_rules_of_the_house(rule: list[str]) -> None:
    command = [sys.executable, "-m", "ruff", *rule, "--no-cache", "--stdin-filename", SCRIPT, "-"]
    ended = subprocess.run(command, cwd=config.ROOT, input=FILES[SCRIPT], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
