"""How long from a tap on a letter to the items that it finds, painted, among 1,500 items; and what the index takes.

    taskset -c 2 .venv/bin/python -m benchmarks.finding [--items 1500] [--landscape]

The items are those of the project and invented ones, their names made of the characters that names of service items
are made of. Each word is typed letter by letter with a finger on the real page and window: from the release to the
picture with the tiles; QT_QPA_PLATFORM=offscreen, or xcb. "The first result" is after the first letter of a visit, with
which the index is read.
"""

import argparse
import gc
import sys
import tempfile
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.ui_switch import Painted, report, timed
from kiosk import flows
from kiosk.core.item import Item, find_items
from kiosk.gallery import make_window
from kiosk.screens.content import Find, Page, Tile
from kiosk.screens.window import Window
from kiosk.services import item_index
from kiosk.services.finding import Finding
from kiosk.widgets.control import Control
from kiosk.widgets.taps import Taps

LIMIT = 50.0  # ms
ROWS = ("tap to the first result", "tap to the next letter's", "of both, what it worked", "of that, the search alone")
CHARACTERS = (
    "养老金退休认证社保医疗保险公积金查询身份证换领补办打印缴费证明申请居住登记信息变更车辆驾驶营业执照住房租赁"
    "水电燃气学校报名图书馆老年优待残疾人补贴法律援助户口迁移出生结婚离婚死亡注销收养护照通行工伤失业生育就业创业"
)
WORDS = (
    "yljrz", "yanglaojin", "shebao", "tuixiujin", "huozhezhengming", "gongjijin", "zhaongqing", "yanglsojin", "sbzm",
    "jiaoyibao", "qqqxq", "zhenmingzai",
)  # fmt: skip


def town(count: int) -> list[Item]:
    random, own = Random(1500), list(find_items(flows).values())

    def words(least: int, most: int) -> str:
        return "".join(random.choices(CHARACTERS, k=random.randint(least, most)))

    invented = [
        replace(
            own[0], id=f"x.i{at}", title=words(3, 8), official=words(6, 16), words=tuple(words(2, 5) for _ in "1234")
        )
        for at in range(count - len(own))
    ]
    return [*own, *invented]


class Searched:
    """The page as the conductor fills it."""

    def __init__(self, window: Window, finding: Finding) -> None:
        self._window, self._finding = window, finding
        self.searching = 0.0  # ms of the last search alone
        window.pressed.connect(self._pressed)

    def show(self, typed: str) -> None:
        begun = time.perf_counter()
        found = self._finding.find(typed)
        self.searching = (time.perf_counter() - begun) * 1000
        tiles = tuple(Tile(item.id, item.title, item.official, item.icon) for item in found)
        self._window.show_page("find", Page(Find(typed, tiles), can_go_back=True))

    def _pressed(self, what: str) -> None:
        if what.startswith("browse:typed:"):
            self.show(what.removeprefix("browse:typed:"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--landscape", action="store_true")
    options = parser.parse_args()
    QApplication([])
    window = make_window()
    window.theme.taps = Taps(0)
    window.resize(*((1920, 1080) if options.landscape else (1080, 1920)))
    window.show()
    print(
        f"{QApplication.platformName()}, {window.width()} × {window.height()}, {options.items} items", file=sys.stderr
    )
    with tempfile.TemporaryDirectory() as state:
        finding = Finding(town(options.items), Path(state))
        begun = time.perf_counter()
        finding.prepare()
        took, file = time.perf_counter() - begun, Path(state) / item_index.FILE
        print(f"index made apart: {took:.1f} s, {file.stat().st_size / 1024:.0f} KiB on disk", file=sys.stderr)
        searched, painted = Searched(window, finding), Painted(window)
        searched.show("")
        QApplication.processEvents()
        gc.collect()
        gc.freeze()
        found: dict[str, list[float]] = {}
        for name, times in typing(window, searched, painted, finding, options.rounds).items():
            report(name, times, found)
        finding.close()
        tracemalloc.start()
        finding.open()
        kept = tracemalloc.get_traced_memory()[0] / 1024
        print(f"memory while somebody searches: {kept:.0f} KiB; else none", file=sys.stderr)
        return 0 if max(found[ROWS[0]]) <= LIMIT else 1


def typing(
    window: Window, searched: Searched, painted: Painted, finding: Finding, rounds: int
) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ROWS}
    for word in WORDS * rounds:
        finding.close()
        searched.show("")
        QApplication.processEvents()
        for at, letter in enumerate(word):
            key = window.findChild(Control, f"keypad.{letter}")
            assert isinstance(key, Control)
            centre = key.rect().center()
            QTest.mousePress(key, Qt.MouseButton.LeftButton, pos=centre)
            QApplication.processEvents()
            worked = time.thread_time()
            took = timed(painted, lambda: QTest.mouseRelease(key, Qt.MouseButton.LeftButton, pos=centre))  # noqa: B023  # called at once
            worked = (time.thread_time() - worked) * 1000
            times[ROWS[1 if at else 0]].append(took)
            times[ROWS[2]].append(worked)
            times[ROWS[3]].append(searched.searching)
    return times


if __name__ == "__main__":
    sys.exit(main())
