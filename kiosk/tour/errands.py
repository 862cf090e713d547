"""Every errand of the demo, done in the real window: ``kiosk tour --items`` writes the table of ``docs/items.md``."""

import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from rich.progress import Progress, TaskID

from kiosk.config import ITEMS
from kiosk.core.item import Category, Item
from kiosk.declarations.shelf import all_items
from kiosk.tour.atspi import NotThere, Terminal
from kiosk.tour.demo import Bench, demo
from kiosk.tour.desktop import virtual_desktop
from kiosk.tour.robot import Done, Robot, Stuck

__all__ = ["run"]

PACKAGE: Final = "centre"  # offers everything
RELATIVE: Final = "王德福"  # of the sandbox's people
AFTER_TICKET: Final = {"receipt.find", "receipt.reprint", "case.progress"}  # they need something that was done before
DIGITS: Final = "1234567890" * 3

Somebody = Callable[[Mapping[str, Any]], object]

# Whose errand it is, where not everybody may do it, as the bench says how people stand.
PEOPLE: Final[dict[str, Somebody]] = {
    "social.pension_certification": lambda one: one["pension"] == "due",
    "social.pension_certificate": lambda one: one["pension"] == "certified",
    "social.insured_certificate": lambda one: one["insured"] == "insured",
    "social.enquiry": lambda one: one["social_account"] == "has",
    "medical.payment": lambda one: one["medical"] == "owes" and one["family"] == 1,
    "medical.family_sharing": lambda one: one["sharing"] == "open",
    "medical.enquiry": lambda one: one["medical_account"] == "has",
    "senior.card_review": lambda one: one["senior_card"] == "due",
    "senior.certificate": lambda one: one["senior_card"] == "none" and one["pension"] == "due",
    "police.id_card_renewal": lambda one: one["id_card"] == "due",
    "fund.enquiry": lambda one: one["fund_account"] == "has",
    "fund.deposit_certificate": lambda one: one["certificates"]["fund"] == "paying",
    "estate.registration_certificate": lambda one: one["certificates"]["houses"] == 1,
    "estate.no_house_certificate": lambda one: one["certificates"]["houses"] == 0,
    "licence.library": lambda one: one["certificates"]["licences"],
    "market.business_licence": lambda one: one["certificates"]["companies"],
    "market.company_progress": lambda one: one["companies"] == "has",
}


@dataclass(frozen=True)
class Row:
    item: Item
    done: Done | None
    why: str = ""


def run(out: Path, *, landscape: bool = False, windows: int = 4, only: str = "") -> int:
    """Writes ``items.md`` into ``out``; ``only`` is the beginning of the ids that are tried. Returns the exit code."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kiosk-errands-") as temporary:
        items = {id: item for id, item in sorted(all_items(Path(temporary)).items()) if id.startswith(only)}
        waiting: SimpleQueue[Item] = SimpleQueue()
        for item in items.values():
            waiting.put(item)
        with Progress(transient=True) as progress, ThreadPoolExecutor(windows) as threads:
            task = progress.add_task("办事", total=len(items))
            told = [
                threads.submit(_work, Path(temporary) / f"state{one}", waiting, landscape, progress, task)
                for one in range(min(windows, len(items)))
            ]
            rows = [row for one in told for row in one.result()]
    (out / "items.md").write_text(_table(rows), encoding="utf-8")
    failed = [row for row in rows if row.done is None]
    for row in failed:
        print(f"{row.item.id}：{row.why}", file=sys.stderr)
    print(f"{len(rows) - len(failed)} 件办成了，{len(failed)} 件没有：{out / 'items.md'}")
    return 1 if failed else 0


def _work(state: Path, waiting: "SimpleQueue[Item]", landscape: bool, progress: Progress, task: TaskID) -> list[Row]:
    """One window, one errand after another, until none is waiting."""
    rows: list[Row] = []
    with _window(state, landscape) as robot:
        while True:
            try:
                item = waiting.get_nowait()
            except Empty:
                return rows
            rows.append(_one(robot, item))
            progress.advance(task)


@contextmanager
def _window(state: Path, landscape: bool) -> Iterator["Errands"]:
    size = (1920, 1080) if landscape else (1080, 1920)
    overrides = [f'terminal.package="{PACKAGE}"']
    with (
        virtual_desktop(*size) as desktop,
        demo(desktop, state, landscape=landscape, overrides=overrides) as world,
        Terminal.connect(desktop) as terminal,
    ):
        yield Errands(Robot(desktop, terminal, world.bench), world.bench)


@dataclass(frozen=True)
class Errands:
    robot: Robot
    bench: Bench


def _one(errands: Errands, item: Item) -> Row:
    """A second try tells what is broken from what was only slow."""
    why = ""
    for _ in range(2):
        errands.bench.reset()
        try:
            person, category = _person(errands.bench, item), item.category.name.lower()
            if item.id in AFTER_TICKET:
                errands.robot.do("queue.ticket", person, {}, "community")
                errands.robot.leave()
            done = errands.robot.do(item.id, person, _answers(item) | _relative(errands.bench, item), category)
            errands.robot.leave()
        except (Stuck, NotThere) as stuck:
            why = str(stuck)
            errands.robot.leave()
        else:
            return Row(item, done)
    return Row(item, None, why)


def _person(bench: Bench, item: Item) -> str:
    fits = PEOPLE.get(item.id, _may_do_all)
    return str(next(one["id"] for one in bench.state()["people"] if fits(one)))


def _relative(bench: Bench, item: Item) -> dict[str, str]:
    """Whose name and number belong together, where both are asked for."""
    if item.id != "medical.family_sharing":
        return {}
    one = next(one for one in bench.state()["people"] if one["name"] == RELATIVE)
    return {"name": RELATIVE, "number": str(one["id_number"])}


def _may_do_all(one: Mapping[str, Any]) -> object:
    return one["declared"]


def _answers(item: Item) -> dict[str, str]:
    """By field: the file's own example, else digits as many as it asks for."""
    found: dict[str, str] = {}
    for asked in _asked(item.id):
        name, kind = asked["name"], asked["kind"]
        if kind == "number":
            found[name] = DIGITS[: asked.get("least") or asked.get("most") or 6]
        elif kind == "amount":
            found[name] = str(max(asked.get("least", 0), 10_000) // 100)
        if "example" in asked:
            found[name] = asked["example"]
    return found


def _asked(item: str) -> list[dict[str, Any]]:
    category, _, name = item.partition(".")
    file = ITEMS / category / f"{name}.toml"
    return list(tomllib.loads(file.read_text(encoding="utf-8")).get("ask", ())) if file.is_file() else []


def _table(rows: list[Row]) -> str:
    lines = [
        "# What can be done here",
        "",
        "Each errand was done in the real window by `./run tour --items`: pages seen, taps with the tile's own among",
        "them, seconds from the tile to the end. A citizen reads; these are the seconds of somebody who does not.",
        "",
        "| item | id | pages | taps | seconds | it ended with |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in sorted(rows, key=lambda row: (list(Category).index(row.item.category), row.item.id)):
        done = row.done
        told = f"{done.pages} | {done.taps} | {done.seconds} | {done.message}" if done is not None else "| | | 没办成"
        lines.append(f"| {row.item.title} | `{row.item.id}` | {told} |")
    return "\n".join(lines) + "\n"
