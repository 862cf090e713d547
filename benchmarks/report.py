"""The figures as JSON, as a table, and as RESULTS.md."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

__all__ = ["Results", "machine", "write"]

Results = dict[str, Any]
HERE = Path(__file__).resolve().parent
STRAY = 0.001  # of the count: the moment at which it is looked; what leaks does so each time


@dataclass(frozen=True)
class Row:
    """``ok`` is None where the figure has no limit of its own."""

    what: str
    terminal: str
    chromium: str
    ratio: str
    limit: str
    ok: bool | None

    @property
    def verdict(self) -> str:
        return {True: "reached", False: "MISSED", None: ""}[self.ok]


def machine() -> dict[str, Any]:
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
    }


def write(results: Results, out: Path, *, keep: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "window.json").write_text(json.dumps(results, indent=1, ensure_ascii=False))
    tables = {name: list(_rows(results[name])) for name in ("portrait", "landscape") if name in results}
    tables["inside the process"] = list(_inside(results))
    for title, rows in tables.items():
        table = Table("what", "terminal", "chromium", "ratio", "limit", "verdict", title=title)
        for row in rows:
            table.add_row(row.what, row.terminal, row.chromium, row.ratio, row.limit, row.verdict)
        Console().print(table)
    if keep:
        (HERE / "RESULTS.md").write_text(_markdown(results, tables))


def _rows(found: dict[str, Any]) -> Iterator[Row]:
    ours, theirs = found["start"]
    yield _compare("process start to home painted, median", ours, theirs, 0.55, 50, "s")
    yield _compare("the same, with everything imported before", found["start_eager"], theirs, None, 50, "s")
    mine, other = ([time for _, time in side] for side in found["taps"])
    yield _compare(f"tap to next screen painted, {len(mine)} taps, p95", mine, other, 0.30, 95, "ms")
    yield _compare("the same, p50", mine, other, None, 50, "ms")
    yield _most("the same, p99", mine, other, 12.0, 99)
    yield _most("the same, longest", mine, other, 16.7, 100)
    for page in ("home", "keypad", "identify"):
        pages = [[time for name, time in side if name == page] for side in found["taps"]]
        if pages[1]:
            yield _compare(f"to {page}, p95", *pages, None, 95, "ms")
        else:
            yield _most(f"to {page}, p95", pages[0], [], None, 95)
    a, b = (side["pss"] for side in found["memory"])
    yield Row("memory of all processes, PSS", f"{a:.0f} MiB", f"{b:.0f} MiB", f"{a / b:.2f}", "≤ 0.30", a / b <= 0.30)
    a, b = found["idle"]
    yield Row("processor while idle on home", f"{a:.3%}", f"{b:.3%}", f"{a / b:.2f}", "≤ 0.15", a / b <= 0.15)
    yield _most(f"text size changed on home, {len(found['text_size'][0])} times, p50", *found["text_size"], 16.7, 50)
    yield _most("the same, p95", *found["text_size"], 16.7, 95)
    yield _most("the same, longest", *found["text_size"], None, 100)
    yield _compare("SIGKILL to home repainted, median", *found["kill"], 0.60, 50, "s")
    yield Row("resolution of the watcher, p50 and p99", f"{_at(found['watcher'], 50) * 1000:.1f} ms",
              f"{_at(found['watcher'], 99) * 1000:.1f} ms", "", "", None)  # fmt: skip


def _inside(results: Results) -> Iterator[Row]:
    for orientation, times in results.get("inside", {}).items():
        pages = {
            name.removeprefix("text size on "): took for name, took in times.items() if name.startswith("text size on ")
        }
        usual = {page: float(np.median(took)) for page, took in pages.items()}
        slowest = max(usual, key=lambda page: usual[page])
        what = f"text size changed, {len(pages)} pages, {orientation}: p50 of the slowest ({slowest})"
        yield Row(what, f"{usual[slowest]:.1f} ms", "", "", "≤ 16.7 ms", usual[slowest] <= 16.7)
        every = sorted((time, page) for page, took in pages.items() for time in took)
        p99 = float(np.percentile([time for time, _ in every], 99))
        yield Row(f"all {len(every)} changes, p99", f"{p99:.1f} ms", "", "", "≤ 16.7 ms", p99 <= 16.7)
        longer = sum(time > 16.7 for time, _ in every)
        yield Row(f"the longest ({every[-1][1]}); over 16.7 ms", f"{every[-1][0]:.1f} ms; {longer}", "", "", "", None)
        for at in (50, 95):
            took = float(np.percentile(times["all switches"], at))
            yield Row(f"page switched and painted, {orientation}: p{at}", f"{took:.1f} ms", "", "", "", None)
    soak = results.get("soak")
    if soak:
        for what in ("transitions", "journeys"):
            part = soak[what]
            grown = part["kib_each"]
            yield Row(
                f"memory after {part['count']} {what}",
                f"{grown:.3f} KiB a transition",
                "",
                "",
                "≤ 0.1 KiB",
                grown <= 0.1,
            )
            same = all(after - before <= STRAY * part["count"] for before, after in part["constant"].values())
            told = ", ".join(f"{name} {before} → {after}" for name, (before, after) in part["constant"].items())
            yield Row(f"after {part['count']} {what}", told, "", "", "constant", same)


def _compare(what: str, ours: Sequence[float], theirs: Sequence[float], limit: float | None, at: int, unit: str) -> Row:
    a, b = _at(ours, at), _at(theirs, at)
    ratio = a / b
    factor = 1000 if unit == "ms" else 1
    digits = 1 if unit == "ms" else 3
    shown = [f"{value * factor:.{digits}f} {unit}" for value in (a, b)]
    return Row(what, *shown, f"{ratio:.2f}", f"≤ {limit:.2f}" if limit else "", ratio <= limit if limit else None)


def _most(what: str, ours: Sequence[float], theirs: Sequence[float], limit: float | None, at: int) -> Row:
    a = _at(ours, at) * 1000
    b = f"{_at(theirs, at) * 1000:.1f} ms" if theirs else ""
    return Row(what, f"{a:.1f} ms", b, "", f"≤ {limit:g} ms" if limit else "", a <= limit if limit else None)


def _at(times: Sequence[float], percentile: int) -> float:
    return float(np.percentile(times, percentile))


def _markdown(results: Results, tables: dict[str, list[Row]]) -> str:
    told = results["machine"]
    lines = [
        "# The window against the same pages in Chromium",
        "",
        f"{told['cores']} cores, {told['processor']}, Python {told['python']}; load before the run {told['load']:.1f}.",
        "Written by `benchmarks/window.py`; how it is measured stands in [README.md](README.md).",
    ]
    for title, rows in tables.items():
        if rows:
            lines += [
                "",
                f"## {title.capitalize()}",
                "",
                "| what | terminal | Chromium | ratio | limit | |",
                "| --- " * 6 + "|",
            ]
            lines += [
                f"| {row.what} | {row.terminal} | {row.chromium} | {row.ratio} | {row.limit} | {row.verdict} |"
                for row in rows
            ]
    lines += ["", "## Imports of the start, slowest by their own time", "", "```", *results["imports"], "```", ""]
    return "\n".join(lines)
