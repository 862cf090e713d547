"""Every page in every state, size, orientation and theme: as pictures with an index, and held against the norms."""

import errno
import html
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby, product
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.core.clock import SystemClock
from kiosk.screens import norms
from kiosk.screens.previews import PREVIEWS, Sample, show
from kiosk.screens.window import Window
from kiosk.widgets.control import Control
from kiosk.widgets.theme import TextSize

__all__ = ["Look", "draw", "looks", "run", "turn", "write"]

PITCH = 0.248
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>近办：每个页面</title>
<style>
body {{ font: 16px/1.6 "Noto Sans CJK SC", sans-serif; background: #f3f6fa; color: #1a1a1a; margin: 32px }}
h2 {{ margin: 48px 0 12px; font-size: 20px }}
.row {{ display: flex; gap: 16px; overflow-x: auto; align-items: flex-start; padding-bottom: 12px }}
figure {{ margin: 0 }} figcaption {{ font-size: 13px; color: #404a54 }}
img {{ height: 420px; display: block; border-radius: 6px; box-shadow: 0 2px 12px #0828501f }}
.bad {{ color: #8f1010 }}
</style><h1>近办：每个页面</h1><p class="{tone}">{summary}</p>{body}</html>
"""


@dataclass(frozen=True)
class Look:
    """One way a page can stand."""

    size: TextSize
    portrait: bool
    high_contrast: bool
    lowered: bool = False

    @property
    def slug(self) -> str:
        parts = ("portrait" if self.portrait else "landscape", self.size.name.lower())
        return "-".join((*parts, *(["contrast"] if self.high_contrast else []), *(["lowered"] if self.lowered else [])))

    @property
    def words(self) -> str:
        parts = ("竖屏" if self.portrait else "横屏", self.size.value)
        return " · ".join(
            (*parts, *(["高对比"] if self.high_contrast else []), *(["画面下移"] if self.lowered else []))
        )


def looks() -> Iterator[Look]:
    """Three sizes, two orientations, two themes; and lowered, where the panel stands upright."""
    for portrait, high_contrast, size in product((True, False), (False, True), TextSize):
        yield Look(size, portrait, high_contrast)
    for size in TextSize:
        yield Look(size, portrait=True, high_contrast=False, lowered=True)


def make_window() -> Window:
    """A window of the design's panel, as wide or high as a look asks for."""
    return Window(pitch=PITCH, orientation="portrait", text_size="standard", clock=SystemClock())


def present(window: Window, sample: Sample, look: Look) -> None:
    """Brings the window to the state and lets it settle."""
    size = (1080, 1920) if look.portrait else (1920, 1080)
    if (window.width(), window.height()) != size:
        window.resize(*size)
    window.set_looks(look.size, high_contrast=look.high_contrast, lowered=look.lowered)
    if not window.isVisible():
        window.show()
    show(window, sample)
    _settle()


def _settle() -> None:
    for _ in range(3):  # a layout asks its parent, which asks its own
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def write(out: Path, samples: Sequence[Sample] = PREVIEWS) -> list[str]:
    """Writes a PNG for every state and look and ``index.html``; returns what is against the norms."""
    out.mkdir(parents=True, exist_ok=True)
    window = make_window()
    problems: list[str] = []
    shown: list[tuple[Sample, Look, list[str]]] = []
    for look in looks():
        for sample in samples:
            present(window, sample, look)
            window.grab().save(str(out / f"{sample.name}-{look.slug}.png"))
            found = norms.check(window)
            shown.append((sample, look, found))
            problems += [f"{sample.name}, {look.words}: {problem}" for problem in found]
    window.close()
    (out / "index.html").write_text(_index(shown, problems), encoding="utf-8")
    return problems


def turn(window: Window) -> bool:
    """Presses 下一页 where there is one."""
    after = window.current.findChild(Control, "nav.page_after")
    if not isinstance(after, Control) or not after.isVisible():
        return False
    after.tapped.emit()
    _settle()
    return True


def draw(out: Path, sample: Sample, ways: Sequence[Look]) -> tuple[list[Path], list[str]]:
    """Writes a PNG for each page that can be turned to, in each of these looks; returns them, and what is against the
    norms. Brings the Qt application. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    window = make_window()
    files: list[Path] = []
    problems: list[str] = []
    for look in ways:
        window.reset()
        present(window, sample, look)
        for number in count(1):
            files.append(out / f"{sample.name}-{number}-{look.slug}.png")
            if not window.grab().save(str(files[-1])):
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(files[-1]))
            problems += [f"{files[-1].name}：{problem}" for problem in norms.check(window)]
            if not turn(window):
                break
    window.close()
    del application
    return files, problems


def run(out: Path, more: Sequence[Sample] = ()) -> int:
    """The command, with ``more`` pages than the previews: 0 when each keeps the norms, 1 when one does not."""
    application = QApplication.instance() or QApplication([])
    begun = datetime.now().astimezone()
    samples = (*PREVIEWS, *more)
    problems = write(out, samples)
    for problem in problems:
        print(problem, file=sys.stderr)
    seconds = (datetime.now().astimezone() - begun).total_seconds()
    print(f"{len(samples)} 个页面画好了，用了 {seconds:.0f} 秒：{out / 'index.html'}；不合规范 {len(problems)} 处")
    del application
    return 1 if problems else 0


def _index(shown: list[tuple[Sample, Look, list[str]]], problems: list[str]) -> str:
    body = []
    order: dict[str, int] = {}
    for sample, _, _ in shown:
        order.setdefault(sample.name, len(order))
    by_sample = sorted(shown, key=lambda one: order[one[0].name])
    for sample, group in groupby(by_sample, key=lambda one: one[0]):
        body.append(f'<h2>{html.escape(sample.name)}</h2><div class="row">')
        for _, look, found in group:
            picture = f"{sample.name}-{look.slug}.png"
            notes = "".join(f'<div class="bad">{html.escape(problem)}</div>' for problem in found)
            body.append(
                f'<figure><a href="{picture}"><img loading="lazy" src="{picture}" alt="{look.words}"></a>'
                f"<figcaption>{look.words}{notes}</figcaption></figure>"
            )
        body.append("</div>")
    summary = f"{len(shown)} 张图，" + (f"不合规范 {len(problems)} 处" if problems else "都合规范")
    return PAGE.format(tone="bad" if problems else "", summary=summary, body="".join(body))
